-- The only way from the web to a moderator's role: on behalf of an administrator, one scope at a
-- time, for a reason that is written down. Both run as the owner; the web's role may write no row
-- of desk_moderator itself.
drop function appoint_moderator(bigint, bigint, text, text);
drop function dismiss_moderator(bigint, bigint);

create function appoint_moderator(
    by_person bigint, to_person bigint, its_scope text, its_code text, its_reason text
) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    given bigint;
begin
    perform from desk_person where id = by_person and is_superuser and is_active for share;
    if not found then
        raise insufficient_privilege using
            message = 'only an administrator appoints moderators (appoint_moderator)';
    end if;
    if btrim(its_reason) = '' then
        raise check_violation using constraint = 'person_act_says_why',
            message = 'an act on an account says why (person_act_says_why)';
    end if;
    perform from desk_person where id = to_person and is_active for share;
    if not found then
        raise foreign_key_violation using
            message = 'only who has an account moderates (appoint_moderator)';
    end if;
    insert into desk_moderator (person_id, scope, code, given_by_id)
    values (to_person, its_scope, its_code, by_person) returning id into given;
    insert into desk_personact (person_id, by_id, verb, scope, code, reason)
    values (to_person, by_person, 'appoint', its_scope, its_code, its_reason);
    return given;
end $$;

-- Also for the moderator herself, who may lay her role down and need not say why.
create function dismiss_moderator(by_person bigint, moderator bigint, its_reason text)
returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    taken desk_moderator;
begin
    perform from desk_person p, desk_moderator m
    where m.id = moderator and p.id = by_person and p.is_active
        and (p.is_superuser or p.id = m.person_id);
    if not found then
        raise insufficient_privilege using
            message = 'only an administrator dismisses moderators (dismiss_moderator)';
    end if;
    update desk_moderator set dismissed_at = statement_timestamp(), dismissed_by_id = by_person
    where id = moderator and dismissed_at is null returning * into taken;
    if not found then
        return;
    end if;
    if btrim(its_reason) = '' and taken.person_id <> by_person then
        raise check_violation using constraint = 'person_act_says_why',
            message = 'an act on an account says why (person_act_says_why)';
    end if;
    insert into desk_personact (person_id, by_id, verb, scope, code, reason)
    values (taken.person_id, by_person, 'dismiss', taken.scope, taken.code, its_reason);
end $$;
