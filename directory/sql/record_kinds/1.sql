-- All that a row says stays; redaction may empty its texts, and only as its kind of record says.
create function record_kept() returns trigger
language plpgsql set search_path = public, pg_temp as $$
declare
    before record := old;
begin
    before.closed := new.closed;
    if before *= new then
        return new;
    end if;
    before.redacted := new.redacted;
    if old.redacted is null and new.redacted is not null and to_jsonb(new) = to_jsonb(before) || (
        select blank from directory_recordkind where relation = tg_table_name
    ) then
        return new;
    end if;
    raise exception 'rows of % are closed once and never rewritten', tg_table_name
        using errcode = 'integrity_constraint_violation';
end
$$;
