-- An import goes forward only, and what was published is not told otherwise afterwards.
create function import_guard() returns trigger
language plpgsql set search_path = public, pg_temp as $$
declare
    states constant text[] :=
        array['read', 'mapped', 'checked', 'publishing', 'published', 'undone'];
    before integer := array_position(states, old.state::text);
    after integer := array_position(states, new.state::text);
begin
    if after < before and not (old.state in ('checked', 'publishing') and new.state = 'mapped') then
        raise exception 'an import that is % does not become %', old.state, new.state
            using errcode = 'integrity_constraint_violation';
    end if;
    if before >= 5 and (new.revision_id, new.digest, new.source_id)
        is distinct from (old.revision_id, old.digest, old.source_id)
    then
        raise exception 'what was imported is not told otherwise'
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

create trigger desk_import_guard before update on desk_import
    for each row execute function import_guard();

-- Rows of what was published stay as they were published.
create function import_row_guard() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    if exists (
        select from desk_import where id = old.parent_id and state in ('published', 'undone')
    ) then
        raise exception 'rows of a published import are kept as they are'
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

create trigger desk_importrow_guard before update on desk_importrow
    for each row execute function import_row_guard();
