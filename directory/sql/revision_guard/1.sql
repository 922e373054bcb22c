-- Revisions follow one another without a gap, each naming the digest of the one before.
create function revision_follows() returns trigger
language plpgsql as $$
declare
    head record;
begin
    select number, recorded_at, digest into head
    from directory_revision order by number desc limit 1;
    if found and (
        new.number <> head.number + 1
        or new.recorded_at <= head.recorded_at
        or new.previous <> head.digest
    ) then
        raise exception 'revision % does not follow revision %', new.number, head.number
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

create trigger directory_revision_follows before insert on directory_revision
    for each row execute function revision_follows();
create trigger directory_revision_stays before update or delete or truncate on directory_revision
    for each statement execute function register_refuses();
