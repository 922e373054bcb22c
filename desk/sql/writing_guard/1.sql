-- A writing stays what it was begun as, and goes from state to state by these ways only.
--
-- Whoever writes: draft, asked-back or refused to waiting, and back to draft before a decision. A
-- dossier that was published waits again with its next issue. A published story ends by its consent
-- being withdrawn, and nothing that was withdrawn comes back.
create function writing_guard() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    if new.kind <> old.kind or new.begun_at <> old.begun_at
        or new.actor_id is distinct from old.actor_id
        or new.citation_id is distinct from old.citation_id
        or (new.dossier_id is distinct from old.dossier_id and new.state <> 'withdrawn')
        or (old.code <> '' and new.code <> old.code)
    then
        raise check_violation using constraint = 'writing_stays_what_it_is',
            message = 'a writing stays what it was begun as (writing_stays_what_it_is)';
    end if;
    if new.state <> old.state and (old.state, new.state) not in (
        ('draft', 'waiting'), ('draft', 'withdrawn'),
        ('waiting', 'draft'), ('waiting', 'asked-back'), ('waiting', 'accepted'),
        ('waiting', 'refused'), ('waiting', 'withdrawn'),
        ('asked-back', 'waiting'), ('asked-back', 'withdrawn'),
        ('refused', 'waiting'), ('refused', 'withdrawn'),
        ('accepted', 'withdrawn')
    ) and not (new.kind = 'dossier' and (old.state, new.state) = ('accepted', 'waiting')) then
        raise check_violation using constraint = 'writing_goes_its_ways',
            message = format('a writing does not go from %s to %s (writing_goes_its_ways)',
                old.state, new.state);
    end if;
    return new;
end
$$;

create trigger desk_writing_guard before update on desk_writing
    for each row execute function writing_guard();
