"""The ground floor: what every field stands on and no field may rebuild.

Municipalities, sections, people and their assignments; scope; residents, consent and the access log; audit; prepared
work; adoption; documents; search; jobs; files; notifications; and `japanese`, the one place for Japanese rules.
Core knows no field: fields register a manifest in `registry` when they load.

Rooms beyond those of a field: `scope` and `access` (who may see what), `registry` (where the fields meet), `audit`
(the chained record), `pages` (the decorator that every view carries), `database` (row-level security), `japanese`.
"""
