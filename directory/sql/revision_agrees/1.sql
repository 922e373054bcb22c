-- At commit, a revision's bytes and the rows it opened, closed and redacted say the same.
create function revision_agrees() returns trigger
language plpgsql as $$
declare
    told jsonb := convert_from(new.bytes, 'UTF8')::jsonb;
    opened jsonb;
    closed jsonb;
    redacted jsonb;
begin
    select coalesce(jsonb_agg(encode(digest, 'hex') order by digest), '[]') into opened
    from register_record r where r.opened = new.number;
    select coalesce(jsonb_agg(encode(digest, 'hex') order by digest), '[]') into closed
    from register_record r where r.closed = new.number;
    select coalesce(jsonb_agg(encode(digest, 'hex') order by digest), '[]') into redacted
    from directory_recordbytes b where b.redacted = new.number;
    if told->'opened' is distinct from opened or told->'closed' is distinct from closed
        or told->'redacted' is distinct from redacted
        or (told->>'number')::integer is distinct from new.number
        or (told->>'recorded_at')::timestamptz is distinct from new.recorded_at
        or (told->>'date')::date is distinct from new.date
        or told->>'kind' is distinct from new.kind or told->>'role' is distinct from new.role
        or told->>'reason' is distinct from new.reason
        or told->>'previous' is distinct from encode(new.previous, 'hex')
        or told->'reference_sets' is distinct from new.reference_sets
        or jsonb_array_length(opened) <> new.opened_count
        or jsonb_array_length(closed) <> new.closed_count
        or jsonb_array_length(redacted) <> new.redacted_count
    then
        raise exception 'revision % tells other than its rows', new.number
            using errcode = 'integrity_constraint_violation';
    end if;
    return null;
end
$$;

create constraint trigger directory_revision_agrees after insert on directory_revision
    deferrable initially deferred for each row execute function revision_agrees();
