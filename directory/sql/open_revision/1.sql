-- The number of the revision this transaction is publishing; an error where it publishes none.
-- A row we can see whose writer is still in progress can only be our own, savepoints included.
-- The search path is fixed, as in every guard: a temporary table of the same name is not the ledger.
create function open_revision() returns integer
language plpgsql stable set search_path = public, pg_temp as $$
declare
    head record;
    epoch numeric := 4294967296;
    mine numeric := pg_current_xact_id()::text::numeric;
    writer numeric;
begin
    select number, xmin::text::numeric as low into head
    from directory_revision order by number desc limit 1;
    writer := mine - mine % epoch + head.low;
    if writer > mine + epoch / 2 then
        writer := writer - epoch;
    end if;
    if writer < 0 or pg_xact_status(writer::text::xid8) is distinct from 'in progress' then
        raise exception 'no revision is open: publish() is the only door to the register'
            using errcode = 'integrity_constraint_violation';
    end if;
    return head.number;
end
$$;
