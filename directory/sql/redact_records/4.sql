-- Deletes the bytes of records and empties the texts of their rows, and erases the contacts and
-- pictures of the actors whose versions these are; codes, dates, numbers and the digest stay. Runs
-- as the owner, inside the revision that says so.
create function redact_records(digests bytea[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    revision integer := open_revision();
    kind record;
begin
    update directory_recordbytes set bytes = null, redacted = revision
    where digest = any(digests) and redacted is null;
    for kind in
        select relation, (
            select string_agg(format(
                ', %1$I = (jsonb_populate_record(null::%2$I, $3)).%1$I', key, relation
            ), '') from jsonb_object_keys(blank) key
        ) as emptied, blank
        from directory_recordkind k where exists (
            select from directory_recordbytes b
            where b.digest = any(digests) and b.record = k.record and b.redacted = revision
        ) order by id
    loop
        execute format('update %I set redacted = $1%s where digest = any($2) and redacted is null',
            kind.relation, coalesce(kind.emptied, '')) using revision, digests, kind.blank;
    end loop;
    update directory_actortext t
    set names = '{}', descriptions = '{}', products = '[]', website = null,
        summary = (t.summary::jsonb || '{"names": {}}')::text
    from directory_actorversion v
    where v.id = t.version_id and v.digest = any(digests) and v.redacted = revision;
    delete from directory_picturefile f
    using directory_picture p, directory_actorversion v
    where p.id = f.picture_id and v.actor_id = p.actor_id and v.digest = any(digests);
    delete from directory_picture p using directory_actorversion v
    where v.actor_id = p.actor_id and v.digest = any(digests);
    delete from directory_contact c using directory_actorversion v
    where v.actor_id = c.actor_id and v.digest = any(digests);
end
$$;
