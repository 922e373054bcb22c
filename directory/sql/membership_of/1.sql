-- The columns of a membership, told by its canonical bytes.
create function membership_of(j jsonb) returns table (
    member text, network text, programme text, since date, since_precision text, until date,
    until_precision text, is_demo boolean
) language sql immutable as $$
    select
        j->>'member', j->>'network', j->>'programme',
        (j#>>'{since,date}')::date, j#>>'{since,precision}',
        (j#>>'{until,date}')::date, j#>>'{until,precision}',
        (j->>'is_demo')::boolean
$$;
