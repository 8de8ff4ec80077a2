"""Search: any Japanese substring from one character on, with the same answer on SQLite and PostgreSQL.

`words` folds text and cuts it into words, `find` answers a query, `index` keeps the index in step with the rows, and
`sqlite` and `postgresql` hold what each database does in its own way. Modules are imported by name, so that the pure
ones can be used without Django.
"""
