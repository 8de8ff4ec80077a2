"""The lists of the hub as Excel, exactly as the pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from hanpo.core.documents import About, Column, Kind, export_table
from hanpo.hub.models import HalfStep, Programme, Project
from hanpo.hub.queries.gates import GatePage
from hanpo.hub.queries.ladders import Sheet
from hanpo.hub.queries.outlines import ProjectLine
from hanpo.hub.queries.overview import ProjectOverview
from hanpo.hub.queries.stakeholders import StakeholderLine
from hanpo.hub.queries.words import finding_words, shown_words
from hanpo.hub.queries.workload import SectionLoad


def programme_file(
    programme: Programme, lines: Sequence[ProjectLine], *, filters: Mapping[str, str], made_by: str, today: date
) -> bytes:
    """The projects of a programme, in the order of 団体コード."""
    about = About(source=programme.source or _("各市町の記録"), as_of=today, made_by=made_by, filters=filters)
    return _outline_file(_("%s 取組一覧") % programme.name, lines, about)


def projects_file(lines: Sequence[ProjectLine], *, filters: Mapping[str, str], made_by: str, today: date) -> bytes:
    """The projects of the current scope."""
    return _outline_file(
        _("取組一覧"), lines, About(source=_("各市町の記録"), as_of=today, made_by=made_by, filters=filters)
    )


def project_file(project: Project, shown: ProjectOverview, *, made_by: str, today: date) -> bytes:
    """A project's problems, work, outputs, outcomes and next things, one line each."""
    columns = [Column(_("種類")), Column(_("内容")), Column(_("状態")), Column(_("担当・誰の言葉か")),
               Column(_("日付"), Kind.DATE), Column(_("補足"))]  # fmt: skip
    return _file(project.title, columns, project_rows(shown), project, made_by, today)


def gate_file(project: Project, shown: GatePage, *, made_by: str, today: date) -> bytes:
    """The criteria of the gate with their latest evidence."""
    columns = [Column(_("観点")), Column(_("確かめること")), Column(_("状態")), Column(_("証拠")),
               Column(_("証拠のありか")), Column(_("確かめた日"), Kind.DATE), Column(_("誰が確かめたか"))]  # fmt: skip
    rows = [
        [view.label, line.criterion.statement, shown_words(line.shown)]
        + ([line.latest.evidence, line.latest.link, line.latest.observed_on, line.latest.shown_by]
           if line.latest else ["", "", None, ""])
        for view in shown.views
        for line in view.lines
    ]  # fmt: skip
    return _file(_("ゲートの証拠"), columns, rows, project, made_by, today)


def sheet_file(project: Project, sheets: Iterable[Sheet], *, made_by: str, today: date) -> bytes:
    """The progress sheet, one line a record; a task without a record has a line of its own."""
    columns = [Column(_("仕事")), Column(_("課")), Column(_("段")), Column(_("誰の見方か")), Column(_("見た日"), Kind.DATE),
               Column(_("誰がしたか")), Column(_("誰がそばで見たか")), Column(_("証拠"))]  # fmt: skip
    rows: list[list[Any]] = []
    for row in (row for sheet in sheets for row in sheet.rows):
        head = [row.task.name, row.task.section.name]
        rows += [
            [*head, r.rung.name, r.get_side_display(), r.observed_on, r.done_by, r.watched_by, r.evidence]
            for r in row.records
        ] or [[*head, _("まだ記録がありません"), "", None, "", "", ""]]
    return _file(_("進捗シート"), columns, rows, project, made_by, today)


def half_steps_file(half_steps: Iterable[HalfStep], *, made_by: str, today: date) -> bytes:
    """The half-steps in sight, with the day of their last state."""
    columns = [Column(_("市町")), Column(_("取組")), Column(_("半歩先の一手")), Column(_("支援者")), Column(_("引き取る課")),
               Column(_("状態")), Column(_("日付"), Kind.DATE), Column(_("省ける時間（分・見積り）"), Kind.INTEGER)]  # fmt: skip
    rows = [
        [h.municipality.name, h.project.title, h.title, h.supporter, h.section.name if h.section else "",
         h.get_state_display(), h.records.all()[0].happened_on, h.minutes_saved]
        for h in half_steps
    ]  # fmt: skip
    return export_table(
        title=_("半歩先の一手"), columns=columns, rows=rows,
        about=About(source=_("支援者の記録"), as_of=today, made_by=made_by),
    )  # fmt: skip


def stakeholders_file(project: Project, lines: Iterable[StakeholderLine], *, made_by: str, today: date) -> bytes:
    """The map of stakeholders."""
    columns = [Column(_("関係者")), Column(_("種類")), Column(_("理解")), Column(_("温度感（−2〜＋2）"), Kind.INTEGER),
               Column(_("最後に話した日"), Kind.DATE), Column(_("誰が話したか")), Column(_("本人たちの言葉")),
               Column(_("約束したこと")), Column(_("次にすること"))]  # fmt: skip
    rows = [
        [x.stakeholder.name, x.stakeholder.get_kind_display(), x.last.get_understanding_display() if x.last else "",
         x.warmth, x.last.spoken_on if x.last else None, x.last.spoken_by if x.last else "",
         x.last.stance if x.last else x.stakeholder.own_words, x.stakeholder.promise, x.stakeholder.next_step]
        for x in lines
    ]  # fmt: skip
    return _file(_("関係者"), columns, rows, project, made_by, today)


def workload_file(project: Project, sections: Iterable[SectionLoad], *, made_by: str, today: date) -> bytes:
    """The hours of a project by section and month; empty cells are unknown, not zero."""
    columns = [Column(_("課")), Column(_("月"), Kind.DATE), Column(_("求める時間（時間）"), Kind.DECIMAL),
               Column(_("根拠")), Column(_("返る時間（時間）"), Kind.DECIMAL), Column(_("根拠")),
               Column(_("使える時間（時間）"), Kind.DECIMAL), Column(_("忙しい理由"))]  # fmt: skip
    rows = [
        [s.section.name, m.month, m.asked, _basis(m.asked_is_measured), m.returned, _basis(m.returned_is_measured),
         m.capacity, "、".join(m.reasons)]
        for s in sections
        for m in s.months
    ]  # fmt: skip
    return _file(_("業務量"), columns, rows, project, made_by, today)


def _outline_file(title: str, lines: Iterable[ProjectLine], about: About) -> bytes:
    columns = [Column(_("団体コード")), Column(_("市町")), Column(_("分野")), Column(_("取組")), Column(_("ステップ")),
               Column(_("ゲートの証拠（確かめた数）"), Kind.INTEGER), Column(_("必要な数"), Kind.INTEGER),
               Column(_("進捗シート")), Column(_("最後の近況"), Kind.DATE), Column(_("未解決の課題"), Kind.INTEGER),
               Column(_("職員が引き取った一手"), Kind.INTEGER), Column(_("業務量"))]  # fmt: skip
    rows = [
        [x.municipality.code, x.municipality.name, x.project.field, x.project.title,
         x.project.current_step.name if x.project.current_step else "", x.gate.shown, x.gate.required,
         "、".join(f"{r.name or _('記録なし')} {r.tasks}" for r in x.rungs), x.last_news, x.open_problems, x.taken_over,
         finding_words(x.verdict)]
        for x in lines
    ]  # fmt: skip
    about = replace(about, notes=[_("団体コードの順です。順位ではありません。")])
    return export_table(title=title, columns=columns, rows=rows, about=about)


def _file(
    title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], project: Project, made_by: str, today: date
) -> bytes:
    about = About(
        source=project.source or _("市町の記録"), as_of=today, municipality=project.municipality.name, made_by=made_by,
        filters={_("取組"): project.title},
    )  # fmt: skip
    return export_table(title=title, columns=columns, rows=rows, about=about)


def project_rows(shown: ProjectOverview) -> list[list[Any]]:
    """What a project holds, one line each: kind, what, state, whose, day, addition."""
    problems = [
        [p.problem.get_side_display(), p.problem.text, p.problem.get_state_display(), p.problem.in_whose_words,
         p.last.mentioned_on if p.last else None, p.problem.tried]
        for p in (*shown.external, *shown.own)
    ]  # fmt: skip
    work = [[_("作業"), w.title, w.get_state_display(), w.owner, w.due, w.note] for w in shown.work_items]
    outputs = [[_("アウトプット"), o.title, _("できた") if o.delivered_on else _("まだ"), "", o.delivered_on, o.quantity]
               for o in shown.results.outputs]  # fmt: skip
    outcomes = [[_("アウトカム"), o.title, _("見えた") if o.seen_on else _("まだ"), "", o.seen_on, o.actual or o.sign]
                for o in shown.results.outcomes]  # fmt: skip
    coming = [[_("今後の取組"), n.title, _("済み") if n.done_on else _("これから"), "", n.done_on or n.expected_by, ""]
              for n in shown.next_things]  # fmt: skip
    return [*problems, *work, *outputs, *outcomes, *coming]


def _basis(is_measured: bool) -> str:
    return _("実測") if is_measured else _("見積り")
