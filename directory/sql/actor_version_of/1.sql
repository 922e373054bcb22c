-- The columns of an actor's version, told by its canonical bytes. Inlined where it is used, so that
-- publishing derives rows and verifying derives them again by the same words.
create function actor_version_of(j jsonb) returns table (
    code text, legal_form text, kind text, cooperative_type text, sectors text[], audiences text[],
    region text, province text, prefecture_arrondissements text, commune text,
    arrondissement text, locality text, "precision" text, point geometry,
    founded date, founded_precision text, closed_on date, closed_precision text,
    is_demo boolean, fold text, words tsvector
) language sql immutable as $$
    select
        j->>'code',
        j->>'legal_form',
        j->>'kind',
        j->>'cooperative_type',
        array(select jsonb_array_elements_text(j->'sectors')),
        array(select jsonb_array_elements_text(j->'audiences')),
        j#>>'{place,region}',
        j#>>'{place,province}',
        j#>>'{place,prefecture_arrondissements}',
        j#>>'{place,commune}',
        j#>>'{place,arrondissement}',
        j#>>'{place,locality}',
        j#>>'{place,precision}',
        st_setsrid(st_makepoint((j#>>'{place,lon}')::float8, (j#>>'{place,lat}')::float8), 4326),
        (j#>>'{founded,date}')::date,
        j#>>'{founded,precision}',
        (j#>>'{closed,date}')::date,
        j#>>'{closed,precision}',
        (j->>'is_demo')::boolean,
        fold_text(coalesce(
            j#>>'{names,fr}', j#>>'{names,ar}', j#>>'{names,en}', j#>>'{names,es}', j#>>'{names,zgh}'
        )),
        search_vector(array(
            select t.value from jsonb_each_text(j->'names') t
            union all
            select t.value from jsonb_array_elements(j->'products') p, jsonb_each_text(p.value) t
            union all
            select t.value from jsonb_each_text(j#>'{place,locality_names}') t
        ))
$$;
