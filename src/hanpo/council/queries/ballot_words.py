"""What the parts of a ballot are called, what is said in them, and what is still missing before it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from hanpo.council.models import AcceptanceWord, GradeWord, PollOption

PARTS = ("grade", "rank", "acceptance", "condition", "reason")
"""The parts of an answer to one option, in the order in which they are asked."""


def part_label(part: str) -> str:
    """What a part is called."""
    return {
        "grade": _("評価"),
        "rank": _("順位"),
        "acceptance": _("受け入れられるか"),
        "condition": _("条件"),
        "reason": _("理由"),
    }[part]


def part_words(*, part: str, value: Any) -> str:
    """What was said in a part, in words; empty where nothing was."""
    if not value:
        return ""
    if part == "grade":
        return str(GradeWord(value).label)
    if part == "rank":
        return _("%d位") % value
    return str(AcceptanceWord(value).label) if part == "acceptance" else str(value)


def missing_parts(*, answers: Mapping[str, Mapping[str, Any]], options: Sequence[PollOption]) -> list[str]:
    """What keeps a ballot from being sent, in sentences.

    Grades and whether one could live with it are asked of every option; ranks may be left out. Who accepts on a
    condition names it, and who cannot accept says why: the reason is what the others will read first.
    """
    return [problem for option in options for problem in _missing(option, answers.get(option.key, {}))]


def _missing(option: PollOption, said: Mapping[str, Any]) -> list[str]:
    named = {"option": option.sign}
    found = []
    if not said.get("grade"):
        found.append(_("%(option)sの評価を選んでください。") % named)
    if not said.get("acceptance"):
        found.append(_("%(option)sを受け入れられるかを選んでください。") % named)
    if said.get("acceptance") == AcceptanceWord.CONDITIONAL and not said.get("condition"):
        found.append(_("%(option)sを受け入れられる条件を書いてください。") % named)
    if said.get("acceptance") == AcceptanceWord.UNACCEPTABLE and not said.get("reason"):
        found.append(_("%(option)sを受け入れられない理由を書いてください。") % named)
    return found
