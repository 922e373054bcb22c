-- What may happen to a row of the register: it is opened by the revision being published, closed
-- once by a later one, redacted once. Nothing else, and it is never deleted. That holds for the
-- owner too, whose hand may slip; who takes the triggers away is found by verify_register.

-- Revisions whose rows changed since they were last compared with their bytes: empty between
-- transactions. A row here has the revision compared at commit (see revision_agrees), again if
-- something is written after an early comparison.
create table directory_unsettled (revision integer primary key);

create function record_inserted() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
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
    insert into directory_unsettled values (revision) on conflict do nothing;
    return null;
end
$$;

create function record_updated() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    revision integer := open_revision();
begin
    if exists (
        select from fresh f full join stale s using (id)
        where f.digest is distinct from s.digest
            or f.opened is distinct from s.opened
            or (f.closed is distinct from s.closed
                and (s.closed is not null or f.closed is distinct from revision))
            or (f.redacted is distinct from s.redacted
                and (s.redacted is not null or f.redacted is distinct from revision))
    ) then
        raise exception 'rows of % are closed once and never rewritten', tg_table_name
            using errcode = 'integrity_constraint_violation';
    end if;
    insert into directory_unsettled values (revision) on conflict do nothing;
    return null;
end
$$;

-- All that a row says stays; redaction may empty its texts, and only empty them.
create function record_kept() returns trigger
language plpgsql set search_path = public, pg_temp as $$
declare
    before record := old;
    blank jsonb := '{"fold": "", "words": "", "names": {}, "descriptions": {}, "products": [],
        "funders": [], "website": null}';
    said jsonb;
begin
    before.closed := new.closed;
    if before *= new then
        return new;
    end if;
    before.redacted := new.redacted;
    said := to_jsonb(before);
    if old.redacted is null and new.redacted is not null and to_jsonb(new) = said || coalesce(
        (select jsonb_object_agg(key, value) from jsonb_each(blank) where said ? key), '{}'
    ) then
        return new;
    end if;
    raise exception 'rows of % are closed once and never rewritten', tg_table_name
        using errcode = 'integrity_constraint_violation';
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
    execute format('create trigger %I before update on %s
        for each row execute function record_kept()', name || '_kept', records);
    execute format('create trigger %I before delete or truncate on %s
        for each statement execute function register_refuses()', name || '_stays', records);
end
$$;
