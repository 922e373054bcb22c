-- The object lists serve for one version, as compact JSON text in the words of the filters.
create function actor_summary(j jsonb) returns text
language sql immutable as $$
    select '{"code":"' || (j->>'code')
        || '","names":' || (j->'names')::text
        || ',"legal_form":"' || (j->>'legal_form')
        || '","kind":"' || (j->>'kind')
        || '","cooperative_type":' || coalesce((j->'cooperative_type')::text, 'null')
        || ',"sectors":' || (j->'sectors')::text
        || ',"audiences":' || (j->'audiences')::text
        || ',"region":' || coalesce((j#>'{place,region}')::text, 'null')
        || ',"province":' || coalesce((j#>'{place,province}')::text, 'null')
        || ',"commune":' || coalesce((j#>'{place,commune}')::text, 'null')
        || ',"arrondissement":' || coalesce((j#>'{place,arrondissement}')::text, 'null')
        || ',"locality":' || coalesce((j#>'{place,locality}')::text, 'null')
        || ',"point":' || coalesce(
            '[' || (j#>>'{place,lon}') || ',' || (j#>>'{place,lat}') || ']', 'null')
        || ',"precision":' || coalesce((j#>'{place,precision}')::text, 'null')
        || ',"founded":' || coalesce((j#>'{founded}')::text, 'null')
        || ',"closed":' || coalesce((j#>'{closed}')::text, 'null')
        || ',"is_demo":' || (j->>'is_demo')
        || '}'
$$;
