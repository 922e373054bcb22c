-- A consent that was withdrawn stays withdrawn, on that day.
create function consent_guard() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    if old.withdrawn_at is not null and new.withdrawn_at is distinct from old.withdrawn_at then
        raise exception 'a consent is withdrawn once' using errcode = 'check_violation';
    end if;
    return new;
end
$$;

create trigger desk_consent_guard before update on desk_consent
    for each row execute function consent_guard();
