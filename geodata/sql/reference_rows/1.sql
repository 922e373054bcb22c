-- Reference sets are immutable. A set is opened by inserting its `geodata_referenceset` row; in that
-- same transaction, and never after, rows may join it (first_set) and rows of its predecessor may
-- end (last_set, once, from null). Nothing else is ever updated, nothing deleted.
-- The series of a table is the trigger's first argument. The search path is fixed: a temporary table of
-- the same name must not stand in for a real one.

create function geodata_set_opened_here(of_series text, set_number bigint) returns boolean
language sql stable set search_path = public, pg_temp as $$
    select exists (
        select from geodata_referenceset
        where series = of_series and number = set_number and loaded_at = transaction_timestamp()
    )
$$;

create function geodata_refuse() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    raise exception 'reference data: % of % refused, rows are kept for ever', tg_op, tg_table_name
        using errcode = 'restrict_violation';
end
$$;

create function geodata_rows_join_a_new_set() returns trigger
language plpgsql set search_path = public, pg_temp as $$
declare
    wrong bigint;
begin
    select first_set into wrong from (select distinct first_set from inserted) as sets
    where not geodata_set_opened_here(tg_argv[0], first_set) limit 1;
    if wrong is not null then
        raise exception 'reference data: set % of % is closed, or was never opened', wrong, tg_argv[0]
            using errcode = 'restrict_violation';
    end if;
    return null;
end
$$;

create function geodata_row_ends_once() returns trigger
language plpgsql set search_path = public, pg_temp as $$
declare
    before record := old;
begin
    before.last_set := new.last_set;
    if old.last_set is not null or new.last_set is null or before *<> new then
        raise exception 'reference data: a row of % may only end, and once', tg_table_name
            using errcode = 'restrict_violation';
    end if;
    if not geodata_set_opened_here(tg_argv[0], new.last_set + 1) then
        raise exception 'reference data: % ends with set %, but set % is not being loaded',
            tg_table_name, new.last_set, new.last_set + 1
            using errcode = 'restrict_violation';
    end if;
    return new;
end
$$;

create function geodata_next_set() returns trigger
language plpgsql set search_path = public, pg_temp as $$
declare
    next bigint;
begin
    select coalesce(max(number), 0) + 1 into next from geodata_referenceset
    where series = new.series;
    if new.number <> next then
        raise exception 'reference data: the next set of % is %, not %', new.series, next, new.number
            using errcode = 'restrict_violation';
    end if;
    return new;
end
$$;

create function geodata_guard_rows(of_table regclass, of_series text) returns void
language plpgsql set search_path = public, pg_temp as $$
begin
    execute format(
        'create trigger join_a_new_set after insert on %s referencing new table as inserted
         for each statement execute function geodata_rows_join_a_new_set(%L)', of_table, of_series);
    execute format(
        'create trigger end_once before update on %s
         for each row execute function geodata_row_ends_once(%L)', of_table, of_series);
    execute format(
        'create trigger kept before delete or truncate on %s
         for each statement execute function geodata_refuse()', of_table);
end
$$;
