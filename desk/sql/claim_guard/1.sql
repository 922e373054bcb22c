-- A claim that was decided stays decided, and is never of another person or profile.
create function claim_guard() returns trigger language plpgsql as $$
begin
    if (new.person_id, new.actor_id, new.sent_at)
            is distinct from (old.person_id, old.actor_id, old.sent_at)
            or (old.state in ('accepted', 'refused', 'withdrawn') and new.state <> old.state) then
        raise check_violation using constraint = 'claim_is_decided_once',
            message = 'a claim is decided once (claim_is_decided_once)';
    end if;
    return new;
end $$;
