"""Makes a large installation out of the demo: a hundred times the people, projects, problems, prepared work and
passages.

Rows are multiplied in the database itself. The n-th copy of a row gets the key of the original plus n times a stride,
and so do all its references to other multiplied rows; texts that must be unique get the number of the copy behind them.
The same demo therefore always gives the same large installation. Municipalities, sections, templates, the desks of a
counter and the audit chain stay single. What a counter leaves behind day by day becomes a long history: each copy of it
lies eight weeks before the one after it.
"""

from __future__ import annotations

from django.apps import apps
from django.db import connection, models, transaction

STRIDE = 1_000_000
"""Keys of the demo stay below this."""

SINGLE = {
    "core.auditentry",
    "core.audithead",
    "core.municipality",
    "core.section",
    "core.officeday",
    "hub.programme",
    "hub.participation",
    "hub.steptemplate",
    "hub.step",
    "hub.gatecriterion",
    "hub.laddertemplate",
    "hub.ladderrung",
    "counter.arrivalcount",
    "counter.bereavementcourse",
    "counter.counterhours",
    "counter.desk",
    "counter.deskline",
    "counter.exportcolumn",
    "counter.exportmapping",
    "counter.kiosk",
    "counter.paperform",
    "counter.ruledraft",
    "counter.ruleedition",
    "counter.serviceline",
    "counter.shiftclerk",
}
"""What there is one of, however large the installation."""

DAILY = {
    "counter.booking",
    "counter.bookingslot",
    "counter.deskstep",
    "counter.numberroll",
    "counter.ticket",
    "counter.ticketperiod",
    "counter.ticketstop",
}
"""What grows with the days, not with the people."""
EIGHT_WEEKS = 56
RUNNING = {"counter.case": "running"}
"""A running number that copies go on from."""
OVER = {
    "counter.booking": ("state", "'booked'", "'absent'"),
    "counter.ticket": ("state", "'waiting', 'called', 'serving', 'held', 'parked'", "'done'"),
}
"""A field whose values say that something goes on now, and what stands there once it is over."""

SHORT = 12
"""Texts shorter than this are codes, with no room for the number of a copy behind them."""
MOST_COPIES = 100

Model = type[models.Model]


def multiply(times: int) -> int:
    """Multiply every row of the demo; returns how many rows were added."""
    chosen = multiplied_models()
    with transaction.atomic(), connection.cursor() as cursor:
        added = 0
        for model in chosen:
            cursor.execute(_statement(model, chosen, times))
            added += cursor.rowcount
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")
    return added


def multiplied_models() -> frozenset[Model]:
    """Hanpo's models with numbered rows, but those that stay single."""
    ours = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("hanpo.")]
    chosen = frozenset(m for m in ours if m._meta.label_lower not in SINGLE and _is_numbered(m) and m._meta.managed)
    while single := {model for model in chosen if not _can_be_copied(model, chosen)}:
        chosen -= single
    return chosen


def _can_be_copied(model: Model, chosen: frozenset[Model]) -> bool:
    """Whether each set of columns that is unique together holds something that differs from copy to copy."""
    return all(
        any(_differs(field) or field.related_model in chosen for field in fields) for fields in _unique_sets(model)
    )


def _differs(field: models.Field) -> bool:
    """Whether copies hold another value."""
    return _is_free_text(field) or _is_moved(field) or _runs_on(field)


def _runs_on(field: models.Field) -> bool:
    """Whether copies hold a later number."""
    return field.name == RUNNING.get(field.model._meta.label_lower)


def _is_moved(field: models.Field) -> bool:
    """Whether copies hold an earlier moment."""
    return isinstance(field, models.DateField) and field.model._meta.label_lower in DAILY


def _is_numbered(model: Model) -> bool:
    key = model._meta.pk
    while isinstance(key, models.ForeignKey):
        key = key.target_field
    return isinstance(key, models.AutoField | models.IntegerField)


def _statement(model: Model, chosen: frozenset[Model], times: int) -> str:
    table = model._meta.db_table
    unique = _unique_texts(model)
    names, values = [], []
    for field in model._meta.concrete_fields:
        names.append(f'"{field.column}"')
        values.append(_value(field, chosen, is_unique=field.name in unique))
    numbers = f"WITH RECURSIVE copies(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < {times - 1})"
    source = f'"{table}" AS original CROSS JOIN copies WHERE original."{model._meta.pk.column}" < {STRIDE}'
    return f'INSERT INTO "{table}" ({", ".join(names)}) {numbers} SELECT {", ".join(values)} FROM {source}'


def _value(field: models.Field, chosen: frozenset[Model], *, is_unique: bool) -> str:
    column = f'original."{field.column}"'
    if _is_moved(field):
        return _earlier(field, column)
    if field.name == OVER.get(field.model._meta.label_lower, ("",))[0]:
        _name, now, then = OVER[field.model._meta.label_lower]
        return f"CASE WHEN {column} IN ({now}) THEN {then} ELSE {column} END"
    target = field.related_model if isinstance(field, models.ForeignKey) else None
    if (field.primary_key and target is None) or target in chosen or _runs_on(field):
        return f"{column} + n * {STRIDE}"
    if is_unique and isinstance(field, models.CharField | models.TextField):
        copied = _copied_text(field, column)
        return f"CASE WHEN {column} = '' THEN '' ELSE {copied} END" if field.blank else copied
    return column


def _earlier(field: models.Field, column: str) -> str:
    """The moment eight weeks earlier for each copy: the same day of the week, the same time."""
    if connection.vendor == "postgresql":
        earlier = f"{column} - n * INTERVAL '{EIGHT_WEEKS} days'"
        return earlier if isinstance(field, models.DateTimeField) else f"CAST({earlier} AS DATE)"
    function = "DATETIME" if isinstance(field, models.DateTimeField) else "DATE"
    return f"{function}({column}, '-' || (n * {EIGHT_WEEKS}) || ' days')"


def _copied_text(field: models.Field, column: str) -> str:
    """The text with the number of the copy behind it; a short code becomes the number of its row and of the copy."""
    length = field.max_length or 200
    if length < SHORT:
        key = field.model._meta.pk.column
        return f'CAST(original."{key}" * {MOST_COPIES} + n AS VARCHAR({length}))'
    return f"SUBSTR({column}, 1, {length - 6}) || '-' || CAST(n AS VARCHAR)"


def _unique_texts(model: Model) -> set[str]:
    """The texts that a copy has to change, because they must be unique: the last text of what is unique together.

    The texts before it say of what kind a row is, and copies are of the same kind. One that may be left empty is unique
    only where it is not, so that copies of an empty one stay empty.
    """
    sets = [fields for fields in _unique_sets(model) if not any(_is_moved(field) for field in fields)]
    texts = [[field.name for field in fields if _is_free_text(field)] for fields in sets]
    return {names[-1] for names in texts if names}


def _unique_sets(model: Model) -> list[list[models.Field]]:
    meta = model._meta
    rules = [c for c in meta.constraints if isinstance(c, models.UniqueConstraint)]
    together = [c.fields for c in rules if not (c.condition and meta.label_lower in OVER)]
    return [
        *(
            [field]
            for field in meta.concrete_fields
            if field.unique and not (field.primary_key and not field.is_relation)
        ),
        *([meta.get_field(name) for name in names] for names in together),
    ]


def _is_free_text(field: models.Field) -> bool:
    return isinstance(field, models.CharField | models.TextField) and not field.choices
