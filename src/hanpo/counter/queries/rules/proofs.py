"""The proof of the rules in the editor, in words: every finding with a household for which it is true."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from hanpo.counter.engine.proof import Overlap, Proof, Witness, prove
from hanpo.counter.engine.rules import RuleError, Table
from hanpo.counter.models import RuleApproval
from hanpo.counter.queries.rules.book import interview_over
from hanpo.counter.queries.rules.drafts import Desk
from hanpo.counter.queries.rules.words import Line, Speech


@dataclass(frozen=True, slots=True)
class FindingLine:
    """Something found: in which table, what, and the household (with the first day) for which it is so."""

    table: str
    title: str
    words: str
    household: tuple[Line, ...] = ()
    since: date | None = None


@dataclass(frozen=True, slots=True)
class ProofPage:
    """A proof as its page shows it. `stops` are findings with which nothing can be published."""

    is_sound: bool
    tables: int
    rows: int
    stops: tuple[FindingLine, ...]
    overlaps: tuple[FindingLine, ...]
    unreachable: tuple[FindingLine, ...]
    expired: tuple[FindingLine, ...]
    unverified: tuple[FindingLine, ...]
    confirmed: tuple[tuple[str, RuleApproval], ...]
    procedures: int


def proof_page(*, desk: Desk, today: date) -> ProofPage:
    """Everything that is wrong with the rules from today on, and what nobody has confirmed."""
    proof, speech = prove(desk.catalogue.rules, today), Speech(desk.catalogue)
    stops = [*_stops(desk, speech, proof), *_unasked(desk, today, is_sound=proof.is_sound)]
    return ProofPage(
        is_sound=not stops,
        tables=len(desk.tables),
        rows=sum(len(table.rows) for table in desk.tables.values()),
        stops=tuple(stops),
        overlaps=tuple(_overlap(desk, speech, one) for one in proof.overlaps if not one.is_harmful),
        unreachable=tuple(
            _row(speech, desk.tables[one.table], one.row, _("この行が答えになることはありません。"))
            for one in proof.unreachable
        ),
        expired=tuple(
            _row(speech, desk.tables[one.table], one.row, _("有効期間が終わりました。"), one.last_day)
            for one in proof.expired
        ),
        unverified=tuple(
            FindingLine(key, speech.titles[key], "") for key in desk.procedures if desk.is_unverified(key)
        ),
        confirmed=_confirmed(desk, speech),
        procedures=len(desk.procedures),
    )


def _confirmed(desk: Desk, speech: Speech) -> tuple[tuple[str, RuleApproval], ...]:
    """What was confirmed as it stands, by whom and against what, in the order of the catalogue."""
    marks = [desk.fingerprints[key] for key in desk.confirmed]
    rows = RuleApproval.objects.filter(municipality_id=desk.municipality, fingerprint__in=marks, is_given=True)
    last = {row.procedure: row for row in rows.select_related("recorded_by", "section").order_by("pk")}
    return tuple((speech.titles[key], last[key]) for key in desk.procedures if key in last)


def _stops(desk: Desk, speech: Speech, proof: Proof) -> Iterable[FindingLine]:
    for ring in proof.cycles:
        names = " → ".join(speech.titles.get(key, key) for key in ring)
        yield FindingLine(ring[0], _("表の循環"), _("表がたがいの結果を待っています：%s") % names)
    for overlap in proof.overlaps:
        if overlap.is_harmful:
            yield _overlap(desk, speech, overlap)
    for gap in proof.gaps:
        yield _line(speech, gap.table, _("この世帯には、当てはまる行がありません。"), gap.witness)


def _unasked(desk: Desk, today: date, *, is_sound: bool) -> Iterable[FindingLine]:
    """What stands in the way of an interview: a fact that no question asks for."""
    if desk.fault or not is_sound:
        return
    try:
        interview_over(catalogue=desk.catalogue, on=today)
    except RuleError as wrong:
        yield FindingLine("", _("聞き取り"), str(wrong))


def _overlap(desk: Desk, speech: Speech, one: Overlap) -> FindingLine:
    table = desk.tables[one.table]
    first, second = (speech.row(table, key) for key in one.rows)
    words = _("{first}と{second}がいっしょに当てはまります。").format(first=first, second=second)
    if one.is_harmful:
        words += _("結果が食い違うか、当て方が許していません。")
    elif one.order_matters:
        words += _("上の行が答えになります。行の順番に意味があります。")
    else:
        words += _("答えは同じなので、問題はありません。")
    return _line(speech, one.table, words, one.witness)


def _line(speech: Speech, table: str, words: str, witness: Witness) -> FindingLine:
    return FindingLine(table, speech.titles[table], words, speech.household(witness), witness.day)


def _row(speech: Speech, table: Table, key: str, words: str, day: date | None = None) -> FindingLine:
    said = _("{row}：{words}").format(row=speech.row(table, key), words=words)
    return FindingLine(table.key, speech.titles[table.key], said, (), day)
