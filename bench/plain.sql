-- The same actors as most projects would keep them: one table, an index for each column asked for.
drop schema if exists plain cascade;
create schema plain;
create table plain.actor as
select v.id, v.code, v.fold, t.names, v.legal_form, v.kind, v.cooperative_type, v.sectors,
    v.audiences, v.region, v.province, v.commune, v.arrondissement, v.locality, v.precision,
    v.founded, v.closed_on, v.is_demo, v.point
from directory_actorversion v join directory_actortext t on t.version_id = v.id
where v.closed is null;
alter table plain.actor add primary key (id);
create index on plain.actor (fold);
create index on plain.actor (region);
create index on plain.actor (legal_form);
create index on plain.actor using gin (sectors);
create index on plain.actor using gist (point);
analyze plain.actor;
grant usage on schema plain to athar_web;
grant select on plain.actor to athar_web;
