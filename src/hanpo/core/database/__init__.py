"""What the database itself enforces: row-level security (PostgreSQL) and history that cannot be edited (both)."""
