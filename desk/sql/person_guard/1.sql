-- The web's role makes accounts and lets people change their own; it makes nobody an administrator,
-- nor wakes an account that was put to sleep. Only the owner of the table may. `truncate` is a
-- right that is never granted, so who has it is the owner.
create function person_guard() returns trigger language plpgsql as $$
begin
    if has_table_privilege(current_user, 'desk_person', 'truncate') then
        return new;
    end if;
    if tg_op = 'INSERT' and (new.is_superuser or new.is_staff)
            or tg_op = 'UPDATE' and (
                new.is_superuser and not old.is_superuser
                or new.is_staff and not old.is_staff
                or new.is_active and not old.is_active
                or old.erased_at is not null
                or new.id <> old.id
            ) then
        raise insufficient_privilege using
            message = 'roles are given on the server only (person_guard)';
    end if;
    return new;
end $$;
