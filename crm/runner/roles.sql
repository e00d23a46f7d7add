-- The login that owns and migrates, and the plain role that everything else assumes.
-- SET TRUE, INHERIT FALSE: the owner may become the plain role but gains nothing from it,
-- and the plain role has no way back to what the owner may do.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'crm_owner') THEN
        CREATE ROLE crm_owner LOGIN CREATEDB NOSUPERUSER NOCREATEROLE NOBYPASSRLS;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'crm_app') THEN
        CREATE ROLE crm_app NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
    END IF;
END
$$;
GRANT crm_app TO crm_owner WITH INHERIT FALSE, SET TRUE, ADMIN FALSE;
