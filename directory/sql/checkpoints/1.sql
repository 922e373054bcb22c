-- The cubes as they stood at a revision, kept whole so that a revision near it is read from there:
-- the last one kept before, and what was changed since. Derived from deltas alone; the owner's.
create function rollup_checkpoint(at integer) returns integer
language plpgsql set search_path = public, pg_temp as $$
declare
    before integer := (select max(revision) from directory_checkpoint where cube = 'rollup');
    kept integer;
begin
    if at <= before or at > (select max(number) from directory_revision) then
        raise exception 'no checkpoint is kept at revision %', at
            using errcode = 'integrity_constraint_violation';
    end if;
    insert into directory_rollupcheckpoint (revision, axis, value, territory, legal_form, kind,
        cooperative_type, active, is_demo, placed, n)
    select at, axis, value, territory, legal_form, kind, cooperative_type, active, is_demo, placed,
        sum(n)
    from (
        select axis, value, territory, legal_form, kind, cooperative_type, active, is_demo, placed, n
        from directory_rollupcheckpoint where revision = before
        union all
        select axis, value, territory, legal_form, kind, cooperative_type, active, is_demo, placed, n
        from directory_rollupdelta where revision > coalesce(before, -1) and revision <= at
    ) cells
    group by axis, value, territory, legal_form, kind, cooperative_type, active, is_demo, placed
    having sum(n) <> 0
    order by axis, value, territory;
    get diagnostics kept = row_count;
    insert into directory_checkpoint (cube, revision, cells) values ('rollup', at, kept);
    return kept;
end
$$;

create function report_checkpoint(at integer) returns integer
language plpgsql set search_path = public, pg_temp as $$
declare
    before integer := (select max(revision) from directory_checkpoint where cube = 'report');
    kept integer;
begin
    if at <= before or at > (select max(number) from directory_revision) then
        raise exception 'no checkpoint is kept at revision %', at
            using errcode = 'integrity_constraint_violation';
    end if;
    insert into directory_reportrollupcheckpoint (revision, indicator, year, next_year, paired, axis,
        value_of_axis, territory, legal_form, kind, cooperative_type, active, is_demo, verified,
        registry, survey, declared, estimate, total, whole)
    select at, indicator, year, next_year, paired, axis, value_of_axis, territory, legal_form, kind,
        cooperative_type, active, is_demo, sum(verified), sum(registry), sum(survey), sum(declared),
        sum(estimate), sum(total), sum(whole)
    from (
        select indicator, year, next_year, paired, axis, value_of_axis, territory, legal_form, kind,
            cooperative_type, active, is_demo, verified, registry, survey, declared, estimate, total,
            whole
        from directory_reportrollupcheckpoint where revision = before
        union all
        select indicator, year, next_year, paired, axis, value_of_axis, territory, legal_form, kind,
            cooperative_type, active, is_demo, verified, registry, survey, declared, estimate, total,
            whole
        from directory_reportrollupdelta where revision > coalesce(before, -1) and revision <= at
    ) cells
    group by indicator, axis, value_of_axis, territory, year, next_year, paired, legal_form, kind,
        cooperative_type, active, is_demo
    having sum(verified) <> 0 or sum(registry) <> 0 or sum(survey) <> 0 or sum(declared) <> 0
        or sum(estimate) <> 0
    order by indicator, axis, value_of_axis, territory;
    get diagnostics kept = row_count;
    insert into directory_checkpoint (cube, revision, cells) values ('report', at, kept);
    return kept;
end
$$;
