-- Writes what one revision changed in the cube. An actor whose closing date has come since the
-- last revision turns inactive here, without a record of its own.
create function rollup_delta(revision integer) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    today date := (select date from directory_revision where number = revision);
    before date := (select date from directory_revision where number = revision - 1);
begin
    if revision is distinct from open_revision() then
        raise exception 'revision % is not the one being published', revision
            using errcode = 'integrity_constraint_violation';
    end if;
    insert into directory_rollupdelta (revision, axis, value, territory, legal_form, kind,
        cooperative_type, active, is_demo, placed, n)
    with changed as materialized (
        select sectors, audiences, region, province, prefecture_arrondissements, commune,
            arrondissement, legal_form, kind, coalesce(cooperative_type, '') as type,
            coalesce(extract(year from founded)::text, '') as year,
            point is not null as placed, is_demo, turn.sign, turn.active
        from directory_actorversion v
        cross join lateral (select 1 as sign, (closed_on is null or closed_on > today) as active) turn
        where opened = revision
        union all
        select sectors, audiences, region, province, prefecture_arrondissements, commune,
            arrondissement, legal_form, kind, coalesce(cooperative_type, ''),
            coalesce(extract(year from founded)::text, ''),
            point is not null, is_demo, -1, (closed_on is null or closed_on > before)
        from directory_actorversion v where closed = revision
        union all
        select sectors, audiences, region, province, prefecture_arrondissements, commune,
            arrondissement, legal_form, kind, coalesce(cooperative_type, ''),
            coalesce(extract(year from founded)::text, ''),
            point is not null, is_demo, turn.sign, turn.active
        from directory_actorversion v cross join (values (-1, true), (1, false)) turn(sign, active)
        where v.closed is null and v.opened < revision
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
    select rollup_delta.revision, axis, value, territory, legal_form, kind, type, active, is_demo,
        placed, sum(sign)
    from faced
    group by axis, value, territory, legal_form, kind, type, active, is_demo, placed
    having sum(sign) <> 0;
end
$$;

-- What one revision changed in the cube, and the cube; once a revision. The one of the three that
-- the web role may call.
create function rollup_revision(revision integer) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if exists (
        select from directory_rollupdelta d where d.revision = rollup_revision.revision
    ) then
        raise exception 'revision % is counted already', revision
            using errcode = 'integrity_constraint_violation';
    end if;
    perform rollup_delta(rollup_revision.revision);
    insert into directory_rollup as cube (axis, value, territory, legal_form, kind,
        cooperative_type, active, is_demo, placed, n)
    select axis, value, territory, legal_form, kind, cooperative_type, active, is_demo, placed, n
    from directory_rollupdelta d where d.revision = rollup_revision.revision
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
