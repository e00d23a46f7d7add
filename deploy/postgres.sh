#!/bin/bash
# Run once by the postgres image on an empty data directory: the two roles, the database, what the plain role may do.
set -euo pipefail

psql --set ON_ERROR_STOP=1 --username postgres --file /wasl/roles.sql
psql --set ON_ERROR_STOP=1 --username postgres --set password="$POSTGRES_PASSWORD" <<'SQL'
ALTER ROLE crm_owner PASSWORD :'password';
ALTER ROLE postgres PASSWORD NULL; -- the superuser is for this container only
CREATE DATABASE wasl OWNER crm_owner TEMPLATE template0 ENCODING 'UTF8';
SQL
{ echo 'SET ROLE crm_owner;'; cat /wasl/grants.sql; } | psql --set ON_ERROR_STOP=1 --username postgres --dbname wasl
