-- How many current versions hold each word, and a word of each beginning, kept equal to a recount by
-- every statement that opens, closes or redacts versions (an update does nothing else: redacting
-- empties `words`). What nobody holds any longer leaves.
create function count_words() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    emptied text[];
begin
    if tg_op = 'INSERT' then
        if revision_ahead() is not null then
            return null;  -- counted all at once, by count_ahead
        end if;
        insert into directory_word (word, n)
        select word, count(*) from fresh, unnest(tsvector_to_array(words)) as word
        where closed is null group by word order by word
        on conflict (word) do update set n = directory_word.n + excluded.n;
        insert into directory_beginning (beginning, ended, is_demo, n)
        select beginning, closed_on is not null, is_demo, count(*)
        from fresh, beginnings_of(words) beginning
        where closed is null group by 1, 2, 3 order by 1
        on conflict (beginning, ended, is_demo)
        do update set n = directory_beginning.n + excluded.n;
    else
        with counted as (
            update directory_word w set n = n - gone.times from (
                select unnest(tsvector_to_array(s.words)) as word, count(*) as times
                from stale s join fresh f using (id)
                where s.closed is null and (f.closed is not null or f.words <> s.words)
                group by 1
            ) gone where gone.word = w.word
            returning w.word, w.n
        )
        select array_agg(word) into emptied from counted where n <= 0;
        delete from directory_word where word = any(emptied);
        with counted as (
            update directory_beginning b set n = n - gone.times from (
                select beginning, s.closed_on is not null as ended, s.is_demo, count(*) as times
                from stale s join fresh f using (id), beginnings_of(s.words) beginning
                where s.closed is null and (f.closed is not null or f.words <> s.words)
                group by 1, 2, 3
            ) gone
            where gone.beginning = b.beginning and gone.ended = b.ended and gone.is_demo = b.is_demo
            returning b.beginning, b.n
        )
        select array_agg(beginning) into emptied from counted where n <= 0;
        delete from directory_beginning where beginning = any(emptied) and n <= 0;
    end if;
    return null;
end
$$;

create trigger directory_actorversion_opens_words after insert on directory_actorversion
    referencing new table as fresh for each statement execute function count_words();

create trigger directory_actorversion_closes_words after update on directory_actorversion
    referencing new table as fresh old table as stale for each statement
    execute function count_words();
