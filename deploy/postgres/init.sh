#!/bin/sh
# Runs once, on an empty data directory: one role and one schema per service; a role sees only its own schema.
set -eu
schema() {
  psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" -v role="$1" -v schema="$2" -v password="$3" <<'SQL'
CREATE ROLE :"role" LOGIN PASSWORD :'password';
CREATE SCHEMA :"schema" AUTHORIZATION :"role";
SQL
}
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" -c 'CREATE EXTENSION IF NOT EXISTS btree_gist; REVOKE CREATE ON SCHEMA public FROM PUBLIC'
schema gateway identity "$GATEWAY_DB_PASSWORD"
schema instance_manager instances "$INSTANCE_MANAGER_DB_PASSWORD"
schema billing billing "$BILLING_DB_PASSWORD"
schema monitoring monitoring "$MONITORING_DB_PASSWORD"
