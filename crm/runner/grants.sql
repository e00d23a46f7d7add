-- Run as the owner, in each database: what the plain role may do with the tables the owner will make.
-- No TRUNCATE: it does not look at row security.
ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO crm_app;
ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT ON SEQUENCES TO crm_app;
