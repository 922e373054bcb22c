-- Writes what a revision changed in the cube: by the versions it opened after one (by id), judged on
-- its day, and, where the day before is given, by what it closed and by the closing dates that have
-- come since. Such an actor turns inactive here, without a record of its own.
create function rollup_changes(revision integer, after bigint, today date, before date = null)
returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into directory_rollupdelta (revision, axis, value, territory, legal_form, kind,
        cooperative_type, active, is_demo, placed, n)
    with changed as materialized (
        select sectors, audiences, region, province, prefecture_arrondissements, commune,
            arrondissement, legal_form, kind, coalesce(cooperative_type, '') as type,
            coalesce(extract(year from founded)::text, '') as year,
            point is not null as placed, is_demo, turn.sign, turn.active
        from directory_actorversion v
        cross join lateral (select 1 as sign, (closed_on is null or closed_on > today) as active) turn
        where opened = revision and id > after
        union all
        select sectors, audiences, region, province, prefecture_arrondissements, commune,
            arrondissement, legal_form, kind, coalesce(cooperative_type, ''),
            coalesce(extract(year from founded)::text, ''),
            point is not null, is_demo, -1, (closed_on is null or closed_on > before)
        from directory_actorversion v where before is not null and closed = revision
        union all
        select sectors, audiences, region, province, prefecture_arrondissements, commune,
            arrondissement, legal_form, kind, coalesce(cooperative_type, ''),
            coalesce(extract(year from founded)::text, ''),
            point is not null, is_demo, turn.sign, turn.active
        from directory_actorversion v cross join (values (-1, true), (1, false)) turn(sign, active)
        where before is not null and v.closed is null and v.opened < revision
            and v.closed_on > before and v.closed_on <= today
    ), faced as (
        select axis, value, territory, legal_form, kind, type, active, is_demo, placed, sign
        from changed
        cross join lateral (
            select 'all' as axis, '' as value
            union all
            select 'sector', unnest(case when sectors = '{}' then array[''] else sectors end)
            union all
            select 'audience', unnest(case when audiences = '{}' then array[''] else audiences end)
        ) faces
        cross join lateral (
            values ('MA'), (coalesce(region, 'none:region')), (coalesce(province, 'none:province')),
                (coalesce(commune, 'none:commune')), (arrondissement), (prefecture_arrondissements)
        ) places(territory)
        where territory is not null
        union all
        select 'founding-year', year, territory, legal_form, kind, type, active, is_demo, placed, sign
        from changed
        cross join lateral (
            values ('MA'), (coalesce(region, 'none:region')), (coalesce(province, 'none:province'))
        ) places(territory)
    )
    select rollup_changes.revision, axis, value, territory, legal_form, kind, type, active, is_demo,
        placed, sum(sign)
    from faced
    group by axis, value, territory, legal_form, kind, type, active, is_demo, placed
    having sum(sign) <> 0;
end
$$;

-- The same for the revision being published; what was counted ahead of it is left out.
create function rollup_delta(revision integer) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    today date := (select date from directory_revision where number = revision);
    before date := (select date from directory_revision where number = revision - 1);
    counted bigint := (select versions from directory_ahead where writer = pg_current_xact_id()
        and directory_ahead.revision = rollup_delta.revision);
begin
    if revision is distinct from open_revision() then
        raise exception 'revision % is not the one being published', revision
            using errcode = 'integrity_constraint_violation';
    end if;
    perform rollup_changes(revision, coalesce(counted, 0), today, before);
end
$$;

-- What one revision changed in the cube, and the cube; once a revision. The one of the three that
-- the web role may call.
create function rollup_revision(revision integer) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    ahead directory_ahead;
begin
    select * into ahead from directory_ahead a
    where a.writer = pg_current_xact_id() and a.revision = rollup_revision.revision;
    if ahead.rolled or ahead.writer is null and exists (
        select from directory_rollupdelta d where d.revision = rollup_revision.revision
    ) then
        raise exception 'revision % is counted already', revision
            using errcode = 'integrity_constraint_violation';
    end if;
    perform rollup_delta(rollup_revision.revision);
    if ahead.writer is not null then
        perform add_words_ahead();
        update directory_ahead set rolled = true where writer = ahead.writer;
    end if;
    insert into directory_rollup as cube (axis, value, territory, legal_form, kind,
        cooperative_type, active, is_demo, placed, n)
    select axis, value, territory, legal_form, kind, cooperative_type, active, is_demo, placed,
        sum(n)
    from directory_rollupdelta d where d.revision = rollup_revision.revision
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9
    on conflict (axis, value, territory, legal_form, kind, cooperative_type, active, is_demo, placed)
    do update set n = cube.n + excluded.n;
end
$$;

-- The cube anew from all that revisions changed: for loads whose revisions wrote deltas only.
create function rollup_rebuild() returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    delete from directory_rollup;
    insert into directory_rollup (axis, value, territory, legal_form, kind, cooperative_type,
        active, is_demo, placed, n)
    select axis, value, territory, legal_form, kind, cooperative_type, active, is_demo, placed, sum(n)
    from directory_rollupdelta
    group by axis, value, territory, legal_form, kind, cooperative_type, active, is_demo, placed
    having sum(n) <> 0
    order by axis, value, territory;
end
$$;
