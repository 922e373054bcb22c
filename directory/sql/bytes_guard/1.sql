-- What surrounds records is kept as they are: bytes, texts, identities, deltas, the instance.

-- Bytes arrive whole and leave once, with the revision that redacts them.
create function bytes_redacted() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    revision integer := open_revision();
begin
    if old.redacted is not null or new.redacted is distinct from revision
        or new.bytes is not null or new.digest <> old.digest or new.record <> old.record
    then
        raise exception 'bytes are never rewritten, only redacted by the revision that says so'
            using errcode = 'integrity_constraint_violation';
    end if;
    insert into directory_unsettled values (revision) on conflict do nothing;
    return new;
end
$$;

create trigger directory_recordbytes_whole before insert on directory_recordbytes
    for each row when (new.bytes is null or new.redacted is not null)
    execute function register_refuses();
create trigger directory_recordbytes_kept before update on directory_recordbytes
    for each row execute function bytes_redacted();
create trigger directory_recordbytes_stays before delete or truncate on directory_recordbytes
    for each statement execute function register_refuses();

-- Texts come with their version, and are emptied with it.
create function text_inserted() returns trigger
language plpgsql set search_path = public, pg_temp as $$
declare
    revision integer := open_revision();
begin
    if exists (
        select from fresh f join directory_actorversion v on v.id = f.version_id
        where v.opened <> revision
    ) then
        raise exception 'texts open with the revision being published'
            using errcode = 'integrity_constraint_violation';
    end if;
    return null;
end
$$;

create function text_kept() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    if new.version_id <> old.version_id or new.names <> '{}' or new.descriptions <> '{}'
        or new.products <> '[]' or new.website is not null
        or new.summary::jsonb <> old.summary::jsonb || '{"names": {}}'
        or not exists (
            select from directory_actorversion
            where id = new.version_id and redacted = open_revision()
        )
    then
        raise exception 'texts are never rewritten, only emptied with a redacted version'
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

create trigger directory_actortext_opens after insert on directory_actortext
    referencing new table as fresh for each statement execute function text_inserted();
create trigger directory_actortext_kept before update on directory_actortext
    for each row execute function text_kept();
create trigger directory_actortext_stays before delete or truncate on directory_actortext
    for each statement execute function register_refuses();

-- A code is never reused, a delta never changed, an instance never fixed anew.
create trigger directory_actor_stays before update or delete or truncate on directory_actor
    for each statement execute function register_refuses();
create trigger directory_programme_stays before update or delete or truncate on directory_programme
    for each statement execute function register_refuses();
create trigger directory_rollupdelta_stays before update or delete or truncate
    on directory_rollupdelta for each statement execute function register_refuses();
create trigger directory_instance_stays before update or delete or truncate on directory_instance
    for each statement execute function register_refuses();
