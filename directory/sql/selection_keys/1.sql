-- What a version is found by when filters are combined: each sector and audience it has, and none of
-- them, within its region and its province, for its legal form and for any. One key answers three
-- filters, where an index for each would gather every row of the commonest and throw most away.
create function selection_keys(
    region text, province text, legal_form text, sectors text[], audiences text[]
) returns text[]
language sql immutable parallel safe as $$
    select array(
        select place || '/' || form || '/' || face
        from unnest(array[region, province]) place,
            unnest(array['', legal_form]) form,
            unnest(''::text || array(
                select 's:' || sector from unnest(sectors) sector
                union all
                select 'a:' || audience from unnest(audiences) audience
            )) face
        where place is not null
    )
$$;
