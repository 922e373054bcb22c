-- That something was imported, from whom and when, is never deleted; its rows are, after a while.
create function import_kept() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    if old.state in ('published', 'undone') then
        raise exception 'that something was imported is not deleted'
            using errcode = 'integrity_constraint_violation';
    end if;
    return old;
end
$$;

create trigger desk_import_kept before delete on desk_import
    for each row execute function import_kept();
