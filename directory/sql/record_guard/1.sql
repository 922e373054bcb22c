-- What may happen to a row of the register: it is opened by the revision being published, closed
-- once by a later one, redacted once. Nothing else, and it is never deleted.
create function record_inserted() returns trigger
language plpgsql as $$
declare
    revision integer := open_revision();
begin
    if exists (
        select from fresh
        where opened is distinct from revision or closed is not null or redacted is not null
    ) then
        raise exception 'rows of % open with the revision being published', tg_table_name
            using errcode = 'integrity_constraint_violation';
    end if;
    return null;
end
$$;

create function record_updated() returns trigger
language plpgsql as $$
begin
    if exists (
        select from fresh f full join stale s using (id)
        where f.digest is distinct from s.digest
            or f.opened is distinct from s.opened
            or (f.closed is distinct from s.closed
                and (s.closed is not null or f.closed is distinct from open_revision()))
            or (f.redacted is distinct from s.redacted
                and (s.redacted is not null or f.redacted is distinct from open_revision()))
    ) then
        raise exception 'rows of % are closed once and never rewritten', tg_table_name
            using errcode = 'integrity_constraint_violation';
    end if;
    return null;
end
$$;

create function register_refuses() returns trigger
language plpgsql as $$
begin
    raise exception 'the register is append-only: % on % is refused', tg_op, tg_table_name
        using errcode = 'integrity_constraint_violation';
end
$$;

create procedure guard_records(records regclass)
language plpgsql as $$
declare
    name text := (select relname from pg_class where oid = records);
begin
    execute format('create trigger %I after insert on %s referencing new table as fresh
        for each statement execute function record_inserted()', name || '_opens', records);
    execute format('create trigger %I after update on %s referencing new table as fresh
        old table as stale for each statement execute function record_updated()',
        name || '_closes', records);
    execute format('create trigger %I before delete or truncate on %s
        for each statement execute function register_refuses()', name || '_stays', records);
end
$$;
