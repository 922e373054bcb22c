-- Digests as canonical JSON lists them.
create function digest_list(digests bytea[]) returns text
language sql immutable parallel safe as $$
    select '["' || string_agg(encode(digest, 'hex'), '","' order by digest) || '"]'
    from unnest(digests) digest
$$;

-- The canonical bytes a revision must have, told by its row and by the rows it opened, closed and
-- redacted: what publish() writes, made a second way. Nothing else fits in them, so no person and
-- no free text does.
create function revision_bytes(revision integer) returns bytea
language plpgsql stable set search_path = public, pg_temp as $$
declare
    r directory_revision;
    moment text;
    sets text;
    opened bytea[];
    closed bytea[];
    redacted bytea[];
begin
    select * into r from directory_revision where number = revision;
    if not found then
        return null;
    end if;
    opened := array(select digest from register_record x where x.opened = revision);
    closed := array(select digest from register_record x where x.closed = revision);
    redacted := array(select digest from directory_recordbytes x where x.redacted = revision);
    if r.opened_count <> cardinality(opened) or r.closed_count <> cardinality(closed)
        or r.redacted_count <> cardinality(redacted)
    then
        return null;
    end if;
    moment := to_char(r.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US');
    select coalesce(string_agg(format('"%s":{"digest":"%s","number":%s}',
        key, value->>'digest', value->>'number'), ',' order by key collate "C"), '')
    into sets from jsonb_each(r.reference_sets);
    return convert_to(
        '{"closed":' || coalesce(digest_list(closed), '[]')
        || ',"date":"' || to_char(r.date, 'YYYY-MM-DD')
        || '","kind":"' || r.kind
        || '","number":' || r.number
        || ',"opened":' || coalesce(digest_list(opened), '[]')
        || ',"previous":"' || encode(r.previous, 'hex')
        || '","reason":"' || r.reason
        || '","recorded_at":"' || replace(moment, '.000000', '')
        || 'Z","redacted":' || coalesce(digest_list(redacted), '[]')
        || ',"reference_sets":{' || sets
        || '},"role":"' || r.role
        || '","schema":1}', 'UTF8');
end
$$;
