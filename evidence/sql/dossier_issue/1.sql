-- What holds of dossiers whoever writes them: texts are by language, and what is published has
-- points with words in them and rests on citations that stand (these are never deleted).
create function texts_hold(texts jsonb) returns boolean
language sql immutable parallel safe as $$
    select jsonb_typeof(texts) = 'object' and not exists (
        select from jsonb_each(case when jsonb_typeof(texts) = 'object' then texts else '{}' end) t
        where t.key not in ('ar', 'fr', 'en', 'es') or jsonb_typeof(t.value) <> 'string'
            or btrim(t.value #>> '{}') = '')
$$;

create function codes_hold(given text[]) returns boolean
language sql immutable parallel safe as $$
    select coalesce(bool_and(code_is_valid(one)), true) from unnest(given) one
$$;

create function dossier_issue_holds() returns trigger
language plpgsql set search_path from current as $$
declare
    content jsonb := new.content;
    missing text;
begin
    if new.number <> 1 + (select count(*) from evidence_dossierissue i
            where i.dossier_id = new.dossier_id) then
        raise check_violation using constraint = 'dossier_issue_follows',
            message = 'an issue follows the last one of its dossier (dossier_issue_follows)';
    end if;
    if content -> 'titles' is null or content -> 'titles' = '{}' or not texts_hold(content -> 'titles')
            or jsonb_typeof(content -> 'points') is distinct from 'array'
            or jsonb_array_length(content -> 'points') = 0 then
        raise check_violation using constraint = 'dossier_issue_has_points',
            message = 'a published dossier has a title and a point (dossier_issue_has_points)';
    end if;
    if exists (select from jsonb_array_elements(content -> 'points') p
            where p -> 'texts' is null or p -> 'texts' = '{}' or not texts_hold(p -> 'texts')) then
        raise check_violation using constraint = 'dossier_issue_points_have_texts',
            message = 'every point has a text (dossier_issue_points_have_texts)';
    end if;
    select f.cited into missing from jsonb_array_elements(content -> 'points') p,
        jsonb_array_elements_text(p -> 'figures') f (cited)
    where not exists (select from evidence_citation c where c.code = f.cited) limit 1;
    if found then
        raise foreign_key_violation using constraint = 'dossier_issue_cites',
            message = format('no citation has the code %s (dossier_issue_cites)', missing);
    end if;
    return new;
end $$;

create function dossier_keeps_its_code() returns trigger language plpgsql as $$
begin
    raise check_violation using constraint = 'dossier_keeps_its_code',
        message = 'the code of a dossier never changes (dossier_keeps_its_code)';
end $$;
