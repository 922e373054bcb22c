#!/bin/sh
# Run once by the database's image on an empty volume: the web's own role, and what Athar builds on.
set -eu
psql --set ON_ERROR_STOP=1 --set password="$ATHAR_WEB_PASSWORD" --username "$POSTGRES_USER" \
    --dbname "$POSTGRES_DB" <<'SQL'
create role athar_web login password :'password';
create extension if not exists postgis;
create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists btree_gist;
create extension if not exists btree_gin;
SQL
