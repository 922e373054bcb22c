-- Deletes the bytes of records and empties the texts of their rows, and erases the contacts of the
-- actors whose versions these are; codes, dates, numbers and the digest stay. Runs as the owner,
-- inside the revision that says so.
create function redact_records(digests bytea[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    revision integer := open_revision();
begin
    update directory_recordbytes set bytes = null, redacted = revision
    where digest = any(digests) and redacted is null;
    update directory_actorversion set redacted = revision, fold = '', words = ''
    where digest = any(digests) and redacted is null;
    update directory_actortext t
    set names = '{}', descriptions = '{}', products = '[]', website = null,
        summary = (t.summary::jsonb || '{"names": {}}')::text
    from directory_actorversion v
    where v.id = t.version_id and v.digest = any(digests) and v.redacted = revision;
    delete from directory_contact c using directory_actorversion v
    where v.actor_id = c.actor_id and v.digest = any(digests);
    update directory_programmeversion
    set redacted = revision, names = '{}', descriptions = '{}', funders = '[]', website = null, fold = ''
    where digest = any(digests) and redacted is null;
    update directory_membership set redacted = revision where digest = any(digests) and redacted is null;
    update directory_confirmation set redacted = revision where digest = any(digests) and redacted is null;
    update directory_observation set redacted = revision where digest = any(digests) and redacted is null;
    update directory_ending set redacted = revision where digest = any(digests) and redacted is null;
end
$$;
