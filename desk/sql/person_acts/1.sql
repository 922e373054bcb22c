-- What an administrator does about somebody else's account: done and written down in one, by the
-- owner. The web's role can neither wake an account nor write the log without doing what it says.
create function person_act(by_person bigint, of_person bigint, its_verb text, its_reason text)
returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform from desk_person where id = by_person and is_superuser and is_active for share;
    if not found or by_person = of_person then
        raise insufficient_privilege using
            message = 'only another administrator acts on an account (person_act)';
    end if;
    if btrim(its_reason) = '' then
        raise check_violation using constraint = 'person_act_says_why',
            message = 'an act on an account says why (person_act_says_why)';
    end if;
    perform from desk_person where id = of_person and erased_at is null for update;
    if not found then
        raise foreign_key_violation using
            message = 'only what is not erased is acted on (person_act)';
    end if;
    case its_verb
        when 'deactivate' then
            update desk_person set is_active = false where id = of_person and is_active;
        when 'reactivate' then
            update desk_person set is_active = true where id = of_person and not is_active;
        when 'reset-factor' then
            delete from mfa_authenticator where user_id = of_person;
        when 'end-sessions' then
            null;
        else
            raise check_violation using constraint = 'person_act_verb_is_ours',
                message = 'no such act (person_act_verb_is_ours)';
    end case;
    if not found and its_verb <> 'end-sessions' then
        raise check_violation using constraint = 'person_act_does_something',
            message = 'this is so already (person_act_does_something)';
    end if;
    delete from django_session where session_key in (
        select session_key from usersessions_usersession where user_id = of_person);
    delete from usersessions_usersession where user_id = of_person;
    insert into desk_personact (person_id, by_id, verb, reason)
    values (of_person, by_person, its_verb, its_reason);
end $$;

-- The log is for ever; of it only a reason may be emptied, for it may name who erased her account.
create function person_act_kept() returns trigger
language plpgsql set search_path = public, pg_temp as $$
declare
    emptied record := old;
begin
    emptied.reason := '';
    if tg_op = 'DELETE' or emptied *<> new then
        raise restrict_violation using
            message = 'what was done about an account stays written (person_act_kept)';
    end if;
    return new;
end $$;

-- Whoever does it, and from wherever. Two who close each other's account wait for one another here.
create function person_keeps_an_administrator() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    perform pg_advisory_xact_lock(hashtext('desk: administrators'));
    if not exists (select from desk_person where is_superuser and is_active) then
        raise check_violation using constraint = 'person_keeps_an_administrator',
            message = 'the last administrator stays (person_keeps_an_administrator)';
    end if;
    return null;
end $$;
