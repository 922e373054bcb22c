-- The columns of an observation, told by its canonical bytes.
create function observation_of(j jsonb) returns table (
    origin text, indicator text, year smallint, source_kind text, value numeric, unit text,
    is_demo boolean
) language sql immutable as $$
    select j->>'origin', j->>'indicator', (j->>'year')::smallint, j->>'source_kind',
        (j->>'value')::numeric, j->>'unit', (j->>'is_demo')::boolean
$$;
