"""Writes of the progress sheet: a record of the rung that one side saw."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanpo.core import audit
from hanpo.core.actions.rows import add_row
from hanpo.core.models import Person
from hanpo.hub.models import LadderRung, LadderTask, RungRecord, Side


@audit.deed
def record_rung(
    *,
    actor: Person | None,
    task: LadderTask,
    rung: LadderRung,
    side: Side | str,
    observed_on: date,
    done_by: str,
    watched_by: str,
    evidence: str,
    link: str = "",
) -> RungRecord:
    """Record that a side saw a task on a rung, higher or lower than before; `done_by` and `watched_by` are posts.

    Raises `ValidationError` without evidence, or for a rung of another ladder.
    """
    if rung.template_id != task.template_id:
        raise ValidationError({"rung": _("この仕事のはしごにない段です。")})
    return add_row(
        actor=actor,
        row=RungRecord(
            task=task,
            rung=rung,
            side=side,
            observed_on=observed_on,
            done_by=done_by,
            watched_by=watched_by,
            evidence=evidence,
            link=link,
            recorded_by=actor,
        ),
    )
