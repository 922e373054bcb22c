-- A kind of record joins the register: its rows have bytes, open, close and are redacted as all do.
-- `blank` says what redaction leaves of its texts; `writer` is who may open and close them.
create procedure register_records(records regclass, kind text, blank jsonb, writer name)
language plpgsql as $$
declare
    name text := (select relname from pg_class where oid = records);
begin
    insert into directory_recordkind (record, relation, blank) values (kind, name, blank);
    execute format('alter table %I add constraint %I foreign key (digest)
        references directory_recordbytes (digest)', name, name || '_has_bytes');
    call guard_records(records);
    execute format('grant insert, update (closed) on %I to %I', name, writer);
    call view_records();
end
$$;

-- Takes a kind away again; only its migration's reverse does that.
create procedure unregister_records(kind text)
language plpgsql as $$
begin
    delete from directory_recordkind where record = kind;
    drop view register_record;
    call view_records();
end
$$;

-- Every record of the register, whatever its kind, in the order kinds joined.
create procedure view_records()
language plpgsql as $$
begin
    execute 'create or replace view register_record as ' || (
        select string_agg(format(
            'select %L::text as record, opened, closed, redacted, digest from %I', record, relation
        ), ' union all ' order by id) from directory_recordkind
    );
end
$$;
