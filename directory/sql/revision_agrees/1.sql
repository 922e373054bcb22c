-- At commit, a revision's bytes and the rows it opened, closed and redacted say the same, every
-- version has its text, and no actor both stands in the register and has left it.
create function revision_agrees() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    told bytea := (select bytes from directory_revision where number = new.revision);
    wrong text;
begin
    if told is distinct from revision_bytes(new.revision) then
        raise exception 'revision % tells other than its rows', new.revision
            using errcode = 'integrity_constraint_violation';
    end if;
    if exists (
        select from directory_actorversion v left join directory_actortext t on t.version_id = v.id
        where v.opened = new.revision and t.version_id is null
    ) then
        raise exception 'revision % opens a version without its text', new.revision
            using errcode = 'integrity_constraint_violation';
    end if;
    select v.code into wrong
    from directory_actorversion v join directory_ending e using (actor_id)
    where v.closed is null and e.closed is null and v.opened = new.revision
    limit 1;
    if not found then
        select v.code into wrong
        from directory_ending e join directory_actorversion v using (actor_id)
        where v.closed is null and e.closed is null and e.opened = new.revision
        limit 1;
    end if;
    if found then
        raise exception 'actor % cannot both stand and have left', wrong
            using errcode = 'integrity_constraint_violation';
    end if;
    delete from directory_unsettled where revision = new.revision;
    return null;
end
$$;

create constraint trigger directory_unsettled_agrees after insert on directory_unsettled
    deferrable initially deferred for each row execute function revision_agrees();
