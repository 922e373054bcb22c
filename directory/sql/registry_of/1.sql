-- The registry numbers a record states, by their name; null where it states none. Behind an index,
-- for who is asked for by such a number: they are no column of a version.
create function registry_of(bytes bytea) returns jsonb
language sql immutable strict parallel safe as $$
    select nullif(convert_from(bytes, 'UTF8')::jsonb -> 'registry', '{}'::jsonb)
$$;
