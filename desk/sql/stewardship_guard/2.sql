-- A stewardship ends once, and nothing else of it changes, its ground neither.
create or replace function stewardship_guard() returns trigger language plpgsql as $$
begin
    if old.revoked_at is not null
            or (new.person_id, new.actor_id, new.role, new.since, new.ground,
                new.claim_id, new.invitation_id, new.submission_id)
            is distinct from (old.person_id, old.actor_id, old.role, old.since, old.ground,
                old.claim_id, old.invitation_id, old.submission_id) then
        raise check_violation using constraint = 'stewardship_ends_once',
            message = 'a stewardship ends once and is never rewritten (stewardship_ends_once)';
    end if;
    return new;
end $$;

-- At commit its ground was accepted, and is of this person and profile. Who runs the site may
-- grant without more (`truncate` is never granted to the web's role); through the web only an
-- administrator does.
create function stewardship_has_a_ground() returns trigger language plpgsql as $$
begin
    if new.ground = 'claim' and exists (select from desk_claim c where c.id = new.claim_id
                and c.state = 'accepted'
                and (c.person_id, c.actor_id) = (new.person_id, new.actor_id))
            or new.ground = 'invitation' and exists (
                select from desk_invitation i where i.id = new.invitation_id
                and i.state = 'accepted'
                and (i.accepted_by_id, i.actor_id) = (new.person_id, new.actor_id))
            or new.ground = 'submission' and exists (
                select from desk_submission s where s.id = new.submission_id
                and s.state = 'accepted' and s.kind = 'new-profile' and s.author_id = new.person_id
                and s.actor_id = (select code from directory_actor a where a.id = new.actor_id))
            or new.ground = 'grant' and (
                has_table_privilege(current_user, 'desk_stewardship', 'truncate') or exists (
                select from desk_person p where p.id = new.given_by_id
                and p.is_superuser and p.is_active)) then
        return null;
    end if;
    raise check_violation using constraint = 'stewardship_ground_is_hers',
        message = 'nothing is given without a ground (stewardship_ground_is_hers)';
end $$;

-- An invitation is answered once, and stays of one profile, address, role and inviter.
create function invitation_guard() returns trigger language plpgsql as $$
begin
    if old.state <> 'open'
            or (new.actor_id, new.mark, new.role, new.hands_over, new.invited_by_id)
            is distinct from
            (old.actor_id, old.mark, old.role, old.hands_over, old.invited_by_id) then
        raise check_violation using constraint = 'invitation_is_answered_once',
            message = 'an invitation is answered once (invitation_is_answered_once)';
    end if;
    return new;
end $$;
