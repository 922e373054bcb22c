-- What the web's role may not delete goes by its age alone: lines of the access log, after a year;
-- by a day it forgives clocks that differ. It runs as the owner.
create function forget_accesses(before timestamptz) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    gone bigint;
begin
    if before > clock_timestamp() - interval '364 days' then
        raise exception 'the access log is kept for a year at least'
            using errcode = 'check_violation';
    end if;
    delete from desk_access where at < before;
    get diagnostics gone = row_count;
    return gone;
end
$$;
