-- Writes what one revision changed in the cube, and the cube. An actor whose closing date has come
-- since the last revision turns inactive here, without a record of its own.
create function rollup_revision(revision integer) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    today date := (select date from directory_revision where number = revision);
    before date := (select date from directory_revision where number = revision - 1);
begin
    with changed as (
        select v.*, 1 as sign, (closed_on is null or closed_on > today) as active
        from directory_actorversion v where opened = revision
        union all
        select v.*, -1, (closed_on is null or closed_on > before)
        from directory_actorversion v where closed = revision
        union all
        select v.*, turn.sign, turn.active
        from directory_actorversion v cross join (values (-1, true), (1, false)) turn(sign, active)
        where v.closed is null and v.opened < revision
            and v.closed_on > before and v.closed_on <= today
    ), faced as (
        select axis, value, territory, legal_form, kind, coalesce(cooperative_type, '') as type,
            active, is_demo, point is not null as placed, sign
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
        select 'founding-year', coalesce(extract(year from founded)::text, ''), territory,
            legal_form, kind, coalesce(cooperative_type, ''), active, is_demo, point is not null, sign
        from changed
        cross join lateral (
            values ('MA'), (coalesce(region, 'none:region')), (coalesce(province, 'none:province'))
        ) places(territory)
    ), moved as (
        insert into directory_rollupdelta (revision, axis, value, territory, legal_form, kind,
            cooperative_type, active, is_demo, placed, n)
        select rollup_revision.revision, axis, value, territory, legal_form, kind, type, active,
            is_demo, placed, sum(sign)
        from faced
        group by axis, value, territory, legal_form, kind, type, active, is_demo, placed
        having sum(sign) <> 0
        returning *
    )
    insert into directory_rollup as cube (axis, value, territory, legal_form, kind,
        cooperative_type, active, is_demo, placed, n)
    select axis, value, territory, legal_form, kind, cooperative_type, active, is_demo, placed, n
    from moved
    on conflict (axis, value, territory, legal_form, kind, cooperative_type, active, is_demo, placed)
    do update set n = cube.n + excluded.n;
end
$$;
