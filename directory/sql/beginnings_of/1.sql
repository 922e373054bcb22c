-- The beginnings, of up to twelve letters, of the words a version is found by; each once. A vector's
-- words come sorted, so a beginning is new where the word before does not share it.
create function beginnings_of(words tsvector) returns setof text
language sql immutable parallel safe rows 80 as $$
    select left(word, size)
    from unnest(tsvector_to_array(words), ''::text || tsvector_to_array(words)) each (word, before),
        generate_series(1, least(length(word), 12)) size
    where left(word, size) <> left(before, size)
$$;

-- How many current versions hold a word that begins so, counted anew: for loads that did not keep
-- count of each.
create function count_beginnings() returns void
language sql set search_path = public, pg_temp as $$
    delete from directory_beginning;
    insert into directory_beginning (beginning, ended, is_demo, n)
    select beginning, closed_on is not null, is_demo, count(*)
    from directory_actorversion, beginnings_of(words) beginning
    where closed is null group by 1, 2, 3 order by 1;
$$;
