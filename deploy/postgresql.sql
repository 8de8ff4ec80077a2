-- The role and the database of Hanpo. Run once as the superuser:  runuser -u postgres -- psql -f postgresql.sql
-- The role must be neither superuser nor BYPASSRLS: only then does row-level security bind it.
CREATE ROLE hanpo LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
CREATE DATABASE hanpo OWNER hanpo ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8' TEMPLATE template0;
REVOKE ALL ON DATABASE hanpo FROM PUBLIC;
