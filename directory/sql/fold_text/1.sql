-- A text as search and order see it: without case, accents, harakat, and the many ways to write the
-- same letter. Small letters, digits and single spaces are left. Fold version 1.
--
-- Tatweel goes before Unicode decomposition, with the forms that would decompose to it or to a
-- space and break a word in two; decomposition then parts alef, waw and ya from their hamza and
-- Latin letters from their accents, and all marks go together. Common texts never reach the long
-- translate(), which costs more than all the rest: hence the tests before it. The collations are
-- named so that no operator's locale changes a fold.
create function fold_text(t text) returns text
language plpgsql immutable strict parallel safe as $$
declare
    f text := t;
begin
    if octet_length(f) = length(f) then
        return btrim(regexp_replace(
            lower(f collate "C") collate "C", '[^a-z0-9 ][^a-z0-9]*| [^a-z0-9]+', ' ', 'g'
        ));
    end if;
    -- tatweel; isolated and joined harakat of the presentation forms
    if f ~ '[\u0640\ufc5e-\ufc63\ufcf2-\ufcf4\ufe70-\ufe7f]' then
        f := regexp_replace(f, '[\u0640\ufc5e-\ufc63\ufcf2-\ufcf4\ufe70-\ufe7f]+', '', 'g');
    end if;
    -- marks of Latin, Hebrew, Arabic and Tifinagh; invisible and bidi marks; hamza standing alone;
    -- the rings scholars write for ʿayn and hamza
    f := regexp_replace(
        lower(normalize(f, NFKD) collate "und-x-icu"),
        '[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7'
        '\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff'
        '\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\u2d7f\ufe00-\ufe0f\ufe20-\ufe2f'
        '\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff'
        '\u0621\u0640\u0674\u02be\u02bf]+',
        '', 'g'
    );
    -- alef maqsura as ya, ta marbuta as ha
    f := translate(f, 'ىة', 'يه');
    -- rarer letters, and digits of other hands
    if f ~ '[\u0671-\u0673\u066f-\u06d5\u0763٠-٩۰-۹øđðħıłɛεςʻʼßæœþɣγ]' then
        f := translate(f, 'ٱٲٳ', 'ااا');
        f := translate(f, 'یېۍ', 'ييي');
        f := translate(f, 'ہھە', 'ههه');
        f := translate(f, 'ۃ', 'ه');
        f := translate(f, 'کڪگڭݣڴ', 'كككككك');  -- Moroccan g is written with any of these
        f := translate(f, 'پچژں', 'بجزن');
        f := translate(f, 'ڤڥڢڡ', 'فففف');
        f := translate(f, 'ڧٯڨ', 'ققق');
        f := translate(f, '٠١٢٣٤٥٦٧٨٩', '0123456789');
        f := translate(f, '۰۱۲۳۴۵۶۷۸۹', '0123456789');
        f := translate(f, 'øđðħıłςʻʼ', 'oddhilσ  ');
        f := translate(f, 'ɛε', 'ee');  -- Amazigh ɛ and ɣ, and the Greek letters typed for them
        f := replace(replace(f, 'ɣ', 'gh'), 'γ', 'gh');
        f := replace(replace(replace(replace(f, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th');
    end if;
    return btrim(regexp_replace(
        f collate "und-x-icu", '[^[:alnum:] ][^[:alnum:]]*| [^[:alnum:]]+', ' ', 'g'
    ));
end
$$;

-- The different words of a text, folded, in the order they first come. A word of more than 500
-- characters is cut there, since a text search vector takes no longer ones.
create function fold_words(t text) returns text[]
language sql immutable strict parallel safe as $$
    select array(
        select left(word, 500)
        from unnest(string_to_array(fold_text(t), ' ')) with ordinality as words (word, place)
        group by left(word, 500)
        order by min(place)
    )
$$;

-- All words of several texts, to be found by the exact beginnings of words (see search_query).
create function search_vector(texts text[]) returns tsvector
language plpgsql immutable strict parallel safe as $$
declare
    folded text := fold_text(array_to_string(texts, ' '));
begin
    if length(folded) > 500 then
        return array_to_tsvector(fold_words(folded));
    end if;
    return array_to_tsvector(string_to_array(folded, ' '));
end
$$;

-- What a search_vector must hold where every word typed begins one of its words; null where
-- nothing typed is a word.
create function search_query(t text) returns tsquery
language sql immutable strict parallel safe as $$
    select string_agg(word || ':*', ' & ')::tsquery from unnest(fold_words(t)) as words (word)
$$;
