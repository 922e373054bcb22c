-- A request to be erased goes by these ways only, ends once, and only the server says that it was
-- carried out: `truncate` is a right that is never granted, so who has it owns the table.
create function erasure_guard() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    if old.state in ('done', 'refused', 'withdrawn')
        or (new.link, new.account, new.begun_at)
            is distinct from (old.link, old.account, old.begun_at)
    then
        raise check_violation using constraint = 'erasure_ends_once',
            message = 'a request to be erased ends once (erasure_ends_once)';
    end if;
    if new.state <> old.state and (old.state, new.state) not in (
        ('sent', 'waiting'), ('sent', 'withdrawn'),
        ('waiting', 'accepted'), ('waiting', 'refused'), ('waiting', 'withdrawn'),
        ('accepted', 'waiting'), ('accepted', 'withdrawn'), ('accepted', 'done')
    ) then
        raise check_violation using constraint = 'erasure_goes_its_ways',
            message = format('an erasure does not go from %s to %s (erasure_goes_its_ways)',
                old.state, new.state);
    end if;
    if new.state = 'done' and old.state <> 'done'
        and not has_table_privilege(current_user, 'desk_erasure', 'truncate')
    then
        raise insufficient_privilege using
            message = 'what was erased is said by the server only (erasure_guard)';
    end if;
    return new;
end
$$;

create trigger desk_erasure_guard before update on desk_erasure
    for each row execute function erasure_guard();
