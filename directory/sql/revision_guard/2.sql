-- Revisions follow one another without a gap, each naming the digest of the one before, and carry
-- the clock. The lock is the publishers' own (directory/lock.py), taken here again, so that whoever
-- inserts without publish() waits too: recorded_at is then in the order of commits.
create function revision_follows() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    head record;
    ahead directory_ahead;
begin
    perform pg_advisory_xact_lock(7310271120);
    select number, recorded_at, date, digest into head
    from directory_revision order by number desc limit 1;
    if found and (
        new.number <> head.number + 1
        or new.recorded_at <= head.recorded_at
        or new.date < head.date
        or new.previous <> head.digest
    ) then
        raise exception 'revision % does not follow revision %', new.number, head.number
            using errcode = 'integrity_constraint_violation';
    end if;
    -- Simulated moments belong to a demonstration's past, which ended when it was fixed as one:
    -- once a revision carries the clock, all later ones do.
    if new.number > 0 and (
        new.recorded_at > greatest(clock_timestamp(), head.recorded_at + interval '1 microsecond')
        or new.recorded_at < transaction_timestamp() and not exists (
            select from directory_instance where demonstration and new.recorded_at < fixed_at
        )
        or new.date <> (new.recorded_at at time zone 'Africa/Casablanca')::date
    ) then
        raise exception 'revision % does not carry the clock', new.number
            using errcode = 'integrity_constraint_violation';
    end if;
    if new.role !~ '^[a-z][a-z0-9-]{1,63}$' or new.reason !~ '^[a-z][a-z0-9-]{1,63}$' then
        raise exception 'revision % gives more than words for its role and reason', new.number
            using errcode = 'integrity_constraint_violation';
    end if;
    select * into ahead from directory_ahead where writer = pg_current_xact_id() and not published;
    if found then
        if ahead.revision <> new.number or ahead.date is distinct from new.date then
            raise exception 'revision % is not the one its rows were written ahead of', new.number
                using errcode = 'integrity_constraint_violation';
        end if;
        update directory_ahead set published = true where writer = ahead.writer;
    end if;
    insert into directory_unsettled values (new.number) on conflict do nothing;
    return new;
end
$$;

create trigger directory_revision_follows before insert on directory_revision
    for each row execute function revision_follows();
create trigger directory_revision_stays before update or delete or truncate on directory_revision
    for each statement execute function register_refuses();
