"""First drafts of decision records in words: the motion, the dissent in its own words, the conditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from hanpo.core.japanese import format_wareki
from hanpo.council.models import DecisionOpinion, DecisionRecord, Poll
from hanpo.council.queries.poll_results import Results, Voice, results


@dataclass(frozen=True, slots=True)
class FirstDraft:
    """The texts of a record made from a choice; `why` are the reasons why it is ready."""

    motion: str
    asked: str
    dissent: str
    conditions: str
    why: tuple[str, ...]


def first_draft(*, poll: Poll, today: date) -> FirstDraft | None:
    """The texts of a record out of the results of a choice; nothing where nobody answered.

    The motion names the leading option where there is one; where rules disagree or tie, it says that the meeting has to
    choose.
    """
    found = results(poll=poll)
    if not found.answered:
        return None
    return FirstDraft(
        motion=_motion(found),
        asked=_asked(found),
        dissent="\n".join(_line(voice) for voice in found.minority or found.elsewhere),
        conditions="\n".join(_conditions(found)),
        why=(
            _("案選びを締め切りましたが、決定記録がまだありません。"),
            *found.headline,
            *([_("まだの市町：%s") % _("、").join(found.missing)] if found.missing else []),
        ),
    )


def amended_motion(*, decision: DecisionRecord, opinions: Sequence[DecisionOpinion]) -> str:
    """The text as it stands, with the opinions below it to be worked in by a person."""
    if not opinions:
        return decision.motion
    said = [_("・%(who)s：%(text)s") % {"who": row.municipality.name, "text": row.text} for row in opinions]
    return "\n".join([decision.motion, "", _("（出た意見。案文に取り入れたら消してください）"), *said])


def _motion(found: Results) -> str:
    winners = {one.winners for one in found.rules}
    leading = [option for option in found.options if found.leading == option.sign]
    if len(leading) == 1 and (len(winners) == 1 or found.poll.rule):
        return _("「%s」を選び、進めること。") % leading[0].title
    named = _("、").join(f"{option.sign}「{option.title}」" for option in found.options if _wins(found, option.sign))
    return _("%s のうちどれを選ぶかを決めること（数え方によって答えが変わります）。") % named


def _wins(found: Results, sign: str) -> bool:
    return any(sign in one.winners for one in found.rules)


def _asked(found: Results) -> str:
    told = {"question": found.poll.question, "all": found.asked, "n": found.answered}
    first = _("構成員%(all)d市町に「%(question)s」と尋ね、%(n)d市町が答えた。") % told
    start, end = found.poll.opens_on, found.poll.closed_on
    if start and end:
        first += _("期間は%(start)sから%(end)s。") % {"start": format_wareki(start), "end": format_wareki(end)}
    return first


def _line(voice: Voice) -> str:
    """One member's words, in full."""
    said = [
        " ".join(filter(None, [one.option.sign, one.acceptance, one.condition, one.reason]))
        for one in voice.said
        if one.reason or one.condition
    ]
    who = voice.member or _("ある市町")
    first = _("（1位は%s）") % voice.prefers if voice.prefers else ""
    return f"・{who}{first}：{' ／ '.join(said) or _('理由の記入なし')}"


def _conditions(found: Results) -> list[str]:
    return [
        _("・%(option)s：%(text)s（%(n)d市町）") % {"option": group.option.sign, "text": one.text, "n": one.count}
        for group in found.conditions
        if group.option.sign in found.leading
        for one in group.conditions
    ]
