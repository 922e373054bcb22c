-- A long revision is written before its lock: rows open under the number the next revision has if
-- nobody publishes meanwhile, unseen by all others till the commit. Who publishes first takes the
-- number, and then what was written ahead of it cannot be committed. One row for each transaction
-- that does so, empty between transactions.
create unlogged table directory_ahead (
    writer xid8 primary key,
    revision integer not null,
    -- The Moroccan date it was counted on, and the last ids counted; later rows are counted apart.
    date date,
    versions bigint,
    observations bigint,
    reports bigint,
    published boolean not null default false,
    rolled boolean not null default false,
    reported boolean not null default false
);
create unlogged table directory_aheadword (
    writer xid8, word text, n integer, primary key (writer, word)
);
create unlogged table directory_aheadbeginning (
    writer xid8, beginning text, ended boolean, is_demo boolean, n integer,
    primary key (writer, beginning, ended, is_demo)
);

-- From here to `count_ahead`, this transaction's rows open under the number that is returned.
create function open_ahead() returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    mine xid8 := pg_current_xact_id();
    number integer := (select max(r.number) + 1 from directory_revision r);
begin
    delete from directory_ahead where writer = mine and published and rolled and reported;
    if exists (select from directory_ahead where writer = mine) then
        raise exception 'another revision is written ahead already'
            using errcode = 'integrity_constraint_violation';
    end if;
    insert into directory_ahead (writer, revision) values (mine, number);
    return number;
end
$$;

-- The number this transaction writes ahead of; null where it does not.
create function revision_ahead() returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    ahead directory_ahead;
begin
    select * into ahead from directory_ahead
    where writer = pg_current_xact_id() and not published;
    if ahead.date is not null then
        raise exception 'what was written ahead of revision % is counted already', ahead.revision
            using errcode = 'integrity_constraint_violation';
    end if;
    return ahead.revision;
end
$$;

-- Counts what was written ahead, as publishing counts: into the deltas of its revision, as of a day
-- that must be its date. The cubes and the words others read are left for the lock.
create function count_ahead(day date) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    mine xid8 := pg_current_xact_id();
    ahead integer := revision_ahead();
    before date := (select r.date from directory_revision r where r.number = ahead - 1);
begin
    if ahead is null then
        raise exception 'nothing is written ahead' using errcode = 'integrity_constraint_violation';
    end if;
    perform rollup_changes(ahead, 0, day);
    perform report_derive(ahead);
    perform report_changes(ahead, array(
        select actor_id from directory_actorversion where opened = ahead
        union select actor_id from directory_observation where opened = ahead
    ), day, before);
    insert into directory_aheadword (writer, word, n)
    select mine, word, count(*)
    from directory_actorversion, unnest(tsvector_to_array(words)) as word
    where opened = ahead group by word;
    insert into directory_aheadbeginning (writer, beginning, ended, is_demo, n)
    select mine, beginning, closed_on is not null, is_demo, count(*)
    from directory_actorversion, beginnings_of(words) beginning
    where opened = ahead group by 2, 3, 4;
    update directory_ahead set date = day,
        versions = coalesce((select max(id) from directory_actorversion where opened = ahead), 0),
        observations = coalesce(
            (select max(id) from directory_observation where opened = ahead), 0),
        reports = coalesce((select max(id) from directory_report where opened = ahead), 0)
    where writer = mine;
end
$$;

-- What words were counted ahead is added to those of everybody, under the lock.
create function add_words_ahead() returns void
language sql security definer set search_path = public, pg_temp as $$
    insert into directory_word (word, n)
    select word, n from directory_aheadword where writer = pg_current_xact_id() order by word
    on conflict (word) do update set n = directory_word.n + excluded.n;
    insert into directory_beginning (beginning, ended, is_demo, n)
    select beginning, ended, is_demo, n from directory_aheadbeginning
    where writer = pg_current_xact_id() order by 1, 2, 3
    on conflict (beginning, ended, is_demo)
    do update set n = directory_beginning.n + excluded.n;
    delete from directory_aheadword where writer = pg_current_xact_id();
    delete from directory_aheadbeginning where writer = pg_current_xact_id();
$$;

-- At commit, what was written ahead was published under its number, and counted.
create function ahead_published() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    ahead directory_ahead;
begin
    select * into ahead from directory_ahead where writer = new.writer;
    if not (ahead.published and ahead.rolled and ahead.reported) then
        raise exception 'what was written ahead of revision % was not published as it',
            ahead.revision using errcode = 'integrity_constraint_violation';
    end if;
    delete from directory_ahead where writer = new.writer;
    return null;
end
$$;

create constraint trigger directory_ahead_published after insert on directory_ahead
    deferrable initially deferred for each row execute function ahead_published();

-- Rows open with the revision being published, or written ahead of. What is written ahead asks for
-- no comparison yet: others would wait for the row that asks.
create or replace function record_inserted() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    ahead integer := revision_ahead();
    revision integer := coalesce(ahead, open_revision());
begin
    if exists (
        select from fresh
        where opened is distinct from revision or closed is not null or redacted is not null
    ) then
        raise exception 'rows of % open with the revision being published', tg_table_name
            using errcode = 'integrity_constraint_violation';
    end if;
    if ahead is null then
        insert into directory_unsettled values (revision) on conflict do nothing;
    end if;
    return null;
end
$$;

create or replace function text_inserted() returns trigger
language plpgsql set search_path = public, pg_temp as $$
declare
    revision integer := coalesce(revision_ahead(), open_revision());
begin
    if exists (
        select from fresh f join directory_actorversion v on v.id = f.version_id
        where v.opened <> revision
    ) then
        raise exception 'texts open with the revision being published'
            using errcode = 'integrity_constraint_violation';
    end if;
    return null;
end
$$;
