-- The only way from the web to a reference set: the last set of vocabularies or indicators with some
-- entries added or worded anew. Nothing can leave it: a code stays, under its parent; what an
-- indicator measures stays. Runs as the owner, who alone may write reference rows.
-- Null where the last set is no longer the one that was seen.
create function add_reference_entries(
    of_series text, seen integer, its_digest bytea, its_source text, its_licence text,
    its_attribution text, entries jsonb
) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    wrong text;
begin
    if of_series is distinct from 'taxonomies' and of_series is distinct from 'indicators' then
        raise restrict_violation using
            message = 'only vocabularies and indicators are edited (add_reference_entries)';
    end if;
    lock table geodata_referenceset in share row exclusive mode;
    if seen is distinct from
            (select max(number) from geodata_referenceset where series = of_series) then
        return null;
    end if;
    insert into geodata_referenceset (series, number, digest, source, licence, attribution)
    values (of_series, seen + 1, its_digest, its_source, its_licence, its_attribution);
    if of_series = 'taxonomies' then
        select new.code into wrong
        from jsonb_to_recordset(entries) as new(taxonomy text, code text, parent text)
        join directory_term old on old.taxonomy = new.taxonomy and old.code = new.code
        where old.last_set is null and old.parent <> new.parent limit 1;
        if wrong is not null then
            raise restrict_violation using
                message = 'a term stays under its parent (add_reference_entries)', detail = wrong;
        end if;
        update directory_term old set last_set = seen
        from jsonb_to_recordset(entries) as new(taxonomy text, code text)
        where old.last_set is null and old.taxonomy = new.taxonomy and old.code = new.code;
        insert into directory_term
            (taxonomy, code, parent, "position", names, definitions, mappings, first_set)
        select taxonomy, code, parent, "position", names, definitions, mappings, seen + 1
        from jsonb_to_recordset(entries) as e(taxonomy text, code text, parent text,
            "position" smallint, names jsonb, definitions jsonb, mappings jsonb);
    else
        select new.code into wrong
        from jsonb_to_recordset(entries)
            as new(code text, head text, unit text, aggregation text, part_of text)
        join directory_indicator old on old.code = new.code
        where old.last_set is null and (old.head, old.unit, old.aggregation, old.part_of)
            is distinct from (new.head, new.unit, new.aggregation, new.part_of) limit 1;
        if wrong is not null then
            raise restrict_violation using
                message = 'what an indicator measures stays (add_reference_entries)',
                detail = wrong;
        end if;
        update directory_indicator old set last_set = seen
        from jsonb_to_recordset(entries) as new(code text)
        where old.last_set is null and old.code = new.code;
        insert into directory_indicator
            (code, "position", head, unit, aggregation, part_of, standard, names, definitions,
             bounds, first_set)
        select code, "position", head, unit, aggregation, part_of, standard, names, definitions,
            bounds, seen + 1
        from jsonb_to_recordset(entries) as e(code text, "position" smallint, head text, unit text,
            aggregation text, part_of text, standard text, names jsonb, definitions jsonb,
            bounds jsonb);
    end if;
    return seen + 1;
end $$;
