-- Every record of the register, whatever its kind. Rooms above add their own in a new version.
create or replace view register_record as
    select 'actor-version' as record, opened, closed, redacted, digest from directory_actorversion
    union all
    select 'ending', opened, closed, redacted, digest from directory_ending
    union all
    select 'confirmation', opened, closed, redacted, digest from directory_confirmation
    union all
    select 'membership', opened, closed, redacted, digest from directory_membership
    union all
    select 'programme-version', opened, closed, redacted, digest from directory_programmeversion
    union all
    select 'observation', opened, closed, redacted, digest from directory_observation;
