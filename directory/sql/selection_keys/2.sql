-- What a version is found by when filters are combined: each sector and audience it has, and none of
-- them, within its region and its province, for its legal form and for any. One key answers three
-- filters, where an index for each would gather every row of the commonest and throw most away.
--
-- Texts are put together and parted once: every version published is indexed by this, and rows
-- unnested for each of them took half of what all its indexes cost.
create function selection_keys(
    region text, province text, legal_form text, sectors text[], audiences text[]
) returns text[]
language plpgsql immutable parallel safe as $$
declare
    faces text := E'\x1f'
        || case when sectors <> '{}' then E'\x1fs:' || array_to_string(sectors, E'\x1fs:') else '' end
        || case when audiences <> '{}'
            then E'\x1fa:' || array_to_string(audiences, E'\x1fa:') else '' end;
begin
    -- concat() leaves out what is null: a place that is not known
    return coalesce(string_to_array(substr(concat(
        replace(faces, E'\x1f', E'\x1f' || region || '//'),
        replace(faces, E'\x1f', E'\x1f' || region || '/' || legal_form || '/'),
        replace(faces, E'\x1f', E'\x1f' || province || '//'),
        replace(faces, E'\x1f', E'\x1f' || province || '/' || legal_form || '/')
    ), 2), E'\x1f'), '{}');
end
$$;
