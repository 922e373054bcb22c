-- A stewardship ends once, and nothing else of it changes. At commit a profile that lost an owner
-- has another one, or a moderator took the role away, or the account was erased. Two owners who
-- leave at once come one after the other: the later one waits for the lock and sees the first gone.
create function stewardship_guard() returns trigger language plpgsql as $$
begin
    if old.revoked_at is not null or (new.person_id, new.actor_id, new.role, new.since)
            is distinct from (old.person_id, old.actor_id, old.role, old.since) then
        raise check_violation using constraint = 'stewardship_ends_once',
            message = 'a stewardship ends once and is never rewritten (stewardship_ends_once)';
    end if;
    return new;
end $$;

create function stewardship_keeps_an_owner() returns trigger language plpgsql as $$
begin
    if new.role <> 'owner' or new.revocation in ('moderated', 'erased') then
        return null;
    end if;
    perform pg_advisory_xact_lock(1937012069, new.actor_id::integer);
    if not exists (select from desk_stewardship s
            where s.actor_id = new.actor_id and s.role = 'owner' and s.revoked_at is null) then
        raise check_violation using constraint = 'stewardship_has_an_owner',
            message = 'the last owner of a profile does not leave (stewardship_has_an_owner)';
    end if;
    return null;
end $$;
