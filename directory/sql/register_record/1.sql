-- Every record of the register, whatever its kind.
create view register_record as
    select 'actor-version' as record, opened, closed, digest, code as subject from directory_actorversion
    union all
    select 'ending', e.opened, e.closed, e.digest, a.code
    from directory_ending e join directory_actor a on a.id = e.actor_id
    union all
    select 'confirmation', c.opened, c.closed, c.digest, a.code
    from directory_confirmation c join directory_actor a on a.id = c.actor_id
    union all
    select 'membership', m.opened, m.closed, m.digest, a.code
    from directory_membership m join directory_actor a on a.id = m.member_id
    union all
    select 'programme-version', opened, closed, digest, code from directory_programmeversion;
