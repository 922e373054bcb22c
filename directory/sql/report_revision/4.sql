-- Rows are looked up by `= any(actors)`, and nested loops are off: the planner takes an array for a
-- handful, and would loop over what four thousand actors say.

-- What some actors report now: for each indicator and year the value of the best kind of source,
-- nothing where values of that kind differ, beside the total it is a part of where both are reported.
-- Two kinds of source, or two actors merged, may tell a part above its total: then it stands alone.
create function reports_of(actors bigint[]) returns table (
    actor_id bigint, indicator text, year smallint, next_year smallint, pair_next_year smallint,
    source_kind text, value numeric, whole numeric, observation_id bigint
) language sql stable set search_path = public, pg_temp set enable_nestloop = off as $$
    with kinds as (
        select actor_id, indicator, year, source_kind, min(value) as lowest, max(value) as highest,
            min(id) as observation_id
        from directory_observation where actor_id = any(actors) and closed is null
        group by 1, 2, 3, 4
    ), best as (
        select distinct on (actor_id, indicator, year) *
        from kinds order by actor_id, indicator, year, array_position(
            array['verified', 'registry', 'survey', 'declared', 'estimate'], source_kind)
    ), stood as (
        select b.*, (jsonb_object_agg(b.indicator, b.lowest) over (partition by actor_id, year)
            ->> i.part_of)::numeric as total
        from best b
        left join (select distinct code, part_of from directory_indicator) i on i.code = b.indicator
        where lowest = highest
    ), told as (
        select *, case when lowest <= total then total end as whole from stood
    )
    select actor_id, indicator, year,
        coalesce(lead(year) over (partition by actor_id, indicator order by year), 0::smallint),
        case when whole is not null then coalesce(lead(year) over (
            partition by actor_id, indicator, whole is null order by year), 0::smallint) end,
        source_kind, lowest, whole, observation_id
    from told
$$;

-- Brings what actors report up to what a revision said of them, and was not counted ahead.
create function report_derive(revision integer) returns void
language plpgsql security definer set search_path = public, pg_temp set enable_nestloop = off as $$
declare
    counted bigint := (select observations from directory_ahead
        where writer = pg_current_xact_id() and directory_ahead.revision = report_derive.revision);
    actors bigint[] := array(
        select actor_id from directory_observation
        where opened = revision and id > coalesce(counted, 0)
        union
        select actor_id from directory_observation where closed = revision
    );
    ended bigint[];
begin
    if actors = '{}' then
        return;
    end if;
    if exists (select from directory_report where actor_id = any(actors) and closed is null) then
        ended := array(
            select s.id
            from directory_report s left join reports_of(actors) t using (actor_id, indicator, year)
            where s.actor_id = any(actors) and s.closed is null and row(
                s.next_year, s.pair_next_year, s.source_kind, s.value, s.whole, s.observation_id
            ) is distinct from row(
                t.next_year, t.pair_next_year, t.source_kind, t.value, t.whole, t.observation_id
            )
        );
        update directory_report set closed = revision where id = any(ended);
    end if;
    insert into directory_report (opened, actor_id, indicator, year, next_year, pair_next_year,
        source_kind, value, whole, observation_id, digest)
    select revision, t.*, (select digest from directory_observation o where o.id = t.observation_id)
    from reports_of(actors) t
    left join (
        select actor_id, indicator, year, id from directory_report
        where actor_id = any(actors) and closed is null
    ) r using (actor_id, indicator, year)
    where r.id is null;
end
$$;

-- What standing actors report, one row for each cell it counts in: of some actors, as of a revision
-- and judged on a day. The country is the sum of its regions.
create function report_cells(actors bigint[], at integer, day date) returns table (
    indicator text, year smallint, next_year smallint, paired boolean, axis text,
    value_of_axis text, territory text, legal_form text, kind text, cooperative_type text,
    active boolean, is_demo boolean, source_kind text, total numeric, whole numeric
) language sql stable set search_path = public, pg_temp set enable_nestloop = off as $$
    with said as materialized (
        select v.sectors, v.audiences, v.region, v.province, v.prefecture_arrondissements,
            v.legal_form, v.kind, coalesce(v.cooperative_type, '') as cooperative_type,
            v.closed_on is null or v.closed_on > day as active, v.is_demo,
            r.indicator, r.year, r.next_year, r.pair_next_year, r.source_kind, r.value, r.whole
        from directory_actorversion v join directory_report r using (actor_id)
        where v.actor_id = any(actors) and r.actor_id = any(actors)
            and v.opened <= at and (v.closed is null or v.closed > at)
            and r.opened <= at and (r.closed is null or r.closed > at)
    ), faced as (
        select said.*, axis, value_of_axis, territory from said
        cross join lateral (
            select 'all' as axis, '' as value_of_axis, place as territory
            from (values (coalesce(region, 'none:region')), (coalesce(province, 'none:province')))
                places(place)
            union all
            select 'sector', face, coalesce(region, 'none:region')
            from unnest(case when sectors = '{}' then array[''] else sectors end) face
            union all
            select 'audience', face, coalesce(region, 'none:region')
            from unnest(case when audiences = '{}' then array[''] else audiences end) face
        ) cells
    )
    select indicator, year, next_year, false, axis, value_of_axis, territory, legal_form, kind,
        cooperative_type, active, is_demo, source_kind, value, 0
    from faced
    union all
    select indicator, year, pair_next_year, true, axis, value_of_axis, territory, legal_form, kind,
        cooperative_type, active, is_demo, source_kind, value, whole
    from faced where whole is not null
$$;

-- Writes what a revision changed in the cube of reports, by what some actors say and are.
create function report_changes(revision integer, actors bigint[], today date, before date)
returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if actors = '{}' then
        return;
    end if;
    insert into directory_reportrollupdelta (revision, indicator, year, next_year, paired, axis,
        value_of_axis, territory, legal_form, kind, cooperative_type, active, is_demo, verified,
        registry, survey, declared, estimate, total, whole)
    select revision, summed.* from (
        select indicator, year, next_year, paired, axis, value_of_axis, territory, legal_form, kind,
            cooperative_type, active, is_demo,
            coalesce(sum(sign) filter (where source_kind = 'verified'), 0) as verified,
            coalesce(sum(sign) filter (where source_kind = 'registry'), 0) as registry,
            coalesce(sum(sign) filter (where source_kind = 'survey'), 0) as survey,
            coalesce(sum(sign) filter (where source_kind = 'declared'), 0) as declared,
            coalesce(sum(sign) filter (where source_kind = 'estimate'), 0) as estimate,
            sum(sign * total) as total, sum(sign * whole) as whole
        from (
            select 1 as sign, c.* from report_cells(actors, revision, today) c
            union all
            select -1, c.* from report_cells(actors, revision - 1, before) c
        ) changed
        group by indicator, year, next_year, paired, axis, value_of_axis, territory, legal_form,
            kind, cooperative_type, active, is_demo
    ) summed
    where (verified, registry, survey, declared, estimate, total, whole) <> (0, 0, 0, 0, 0, 0, 0);
end
$$;

-- The same for the revision being published: by what actors say, by where and what they are, and by
-- a closing date that has come. Who was counted ahead of it is left out, and says nothing more.
create function report_delta(revision integer) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    today date := (select date from directory_revision where number = revision);
    before date := (select date from directory_revision where number = revision - 1);
    ahead directory_ahead;
    actors bigint[];
begin
    if revision is distinct from open_revision() then
        raise exception 'revision % is not the one being published', revision
            using errcode = 'integrity_constraint_violation';
    end if;
    perform report_derive(revision);
    select * into ahead from directory_ahead a
    where a.writer = pg_current_xact_id() and a.revision = report_delta.revision;
    actors := array(
        select actor_id from directory_report
        where opened = revision and id > coalesce(ahead.reports, 0)
        union select actor_id from directory_report where closed = revision
        union select actor_id from directory_actorversion
            where opened = revision and id > coalesce(ahead.versions, 0)
        union select actor_id from directory_actorversion where closed = revision
        union select actor_id from directory_actorversion
            where closed is null and closed_on > before and closed_on <= today
            and (opened < revision or ahead.writer is null)
    );
    if ahead.writer is not null and exists (
        select from unnest(actors) actor where exists (
            select from directory_actorversion v where v.actor_id = actor
            and v.opened = revision and v.id <= ahead.versions
        ) or exists (
            select from directory_observation o where o.actor_id = actor
            and o.opened = revision and o.id <= ahead.observations
        )
    ) then
        raise exception 'revision % says more of who was counted ahead of it', revision
            using errcode = 'integrity_constraint_violation';
    end if;
    perform report_changes(revision, actors, today, before);
end
$$;

-- The same and the cube; once a revision. The one of these that the web role may call.
create function report_revision(revision integer) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    ahead directory_ahead;
begin
    select * into ahead from directory_ahead a
    where a.writer = pg_current_xact_id() and a.revision = report_revision.revision;
    if ahead.reported or ahead.writer is null and exists (
        select from directory_reportrollupdelta d where d.revision = report_revision.revision
    ) then
        raise exception 'revision % is summed already', revision
            using errcode = 'integrity_constraint_violation';
    end if;
    perform report_delta(report_revision.revision);
    update directory_ahead set reported = true where writer = ahead.writer;
    insert into directory_reportrollup as cube (indicator, year, next_year, paired, axis,
        value_of_axis, territory, legal_form, kind, cooperative_type, active, is_demo, verified,
        registry, survey, declared, estimate, total, whole)
    select indicator, year, next_year, paired, axis, value_of_axis, territory, legal_form, kind,
        cooperative_type, active, is_demo, sum(verified), sum(registry), sum(survey), sum(declared),
        sum(estimate), sum(total), sum(whole)
    from directory_reportrollupdelta d where d.revision = report_revision.revision
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
    on conflict (indicator, axis, value_of_axis, territory, year, next_year, paired, legal_form,
        kind, cooperative_type, active, is_demo)
    do update set verified = cube.verified + excluded.verified,
        registry = cube.registry + excluded.registry, survey = cube.survey + excluded.survey,
        declared = cube.declared + excluded.declared, estimate = cube.estimate + excluded.estimate,
        total = cube.total + excluded.total, whole = cube.whole + excluded.whole;
end
$$;

-- The cube anew from all that revisions changed: for loads whose revisions wrote deltas only. In the
-- order of the index sums are read by, so that what is summed together lies together.
create function report_rebuild() returns void
language sql security definer set search_path = public, pg_temp as $$
    delete from directory_reportrollup;
    insert into directory_reportrollup (indicator, year, next_year, paired, axis, value_of_axis,
        territory, legal_form, kind, cooperative_type, active, is_demo, verified, registry, survey,
        declared, estimate, total, whole)
    select indicator, year, next_year, paired, axis, value_of_axis, territory, legal_form, kind,
        cooperative_type, active, is_demo, sum(verified), sum(registry), sum(survey), sum(declared),
        sum(estimate), sum(total), sum(whole)
    from directory_reportrollupdelta
    group by indicator, axis, value_of_axis, territory, year, next_year, paired, legal_form, kind,
        cooperative_type, active, is_demo
    having sum(verified) <> 0 or sum(registry) <> 0 or sum(survey) <> 0 or sum(declared) <> 0
        or sum(estimate) <> 0
    order by indicator, axis, paired, active, year, territory, value_of_axis;
$$;
