-- The columns of a programme's version, told by its canonical bytes.
create function programme_version_of(j jsonb) returns table (
    code text, names jsonb, descriptions jsonb, since date, since_precision text, until date,
    until_precision text, funders jsonb, website text, is_demo boolean, fold text
) language sql immutable as $$
    select
        j->>'code', j->'names', j->'descriptions',
        (j#>>'{since,date}')::date, j#>>'{since,precision}',
        (j#>>'{until,date}')::date, j#>>'{until,precision}',
        j->'funders', j->>'website', (j->>'is_demo')::boolean,
        fold_text(coalesce(
            j#>>'{names,fr}', j#>>'{names,ar}', j#>>'{names,en}', j#>>'{names,es}', j#>>'{names,zgh}'
        ))
$$;
