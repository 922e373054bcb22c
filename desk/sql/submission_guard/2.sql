-- A submission goes from state to state by these ways only, and what it was begun as stays.
--
-- Whoever sends it: draft to waiting, asked-back to waiting, waiting to draft to mend it, and to
-- withdrawn from anywhere before a decision. Whoever decides: waiting to asked-back, accepted or refused. A decision is
-- undone by opening it again; what it published stays in the register until a revision undoes it.
create or replace function submission_guard() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    if new.kind <> old.kind or new.link <> old.link or new.begun_at <> old.begun_at
        or (old.actor_id is not null and new.actor_id is distinct from old.actor_id
            and old.kind <> 'new-profile')
    then
        raise exception 'a submission stays what it was begun as' using errcode = 'check_violation';
    end if;
    if new.state <> old.state and (old.state, new.state) not in (
        ('draft', 'waiting'), ('draft', 'withdrawn'),
        ('waiting', 'asked-back'), ('waiting', 'accepted'), ('waiting', 'refused'),
        ('waiting', 'withdrawn'), ('waiting', 'draft'),
        ('asked-back', 'waiting'), ('asked-back', 'withdrawn'), ('asked-back', 'refused'),
        ('accepted', 'waiting'), ('refused', 'waiting')
    ) then
        raise exception 'a submission does not go from % to %', old.state, new.state
            using errcode = 'check_violation', constraint = 'submission_goes_its_ways';
    end if;
    return new;
end
$$;
