"""What the counter offers to the house for one case in many sections, visits after a death, export to core systems."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hanpo.core.manifest import STAFF
from hanpo.core.registry import CalendarSource, Part, Permission, Place, ResidentSource, SearchSource
from hanpo.counter.models import Case
from hanpo.counter.preparers.cases import DueTasks, TomorrowsVisits, UnbroughtCases
from hanpo.counter.preparers.cases_to_erase import CasesToErase
from hanpo.counter.queries.cases import visits, work

PART = Part(
    permissions=(
        Permission(key="counter.see_cases", label=_("窓口の案件と課の仕事を見る"), roles=STAFF),
        Permission(key="counter.work_on_cases", label=_("窓口の案件を受け付け、仕事を進める"), roles=STAFF),
        Permission(
            key="counter.run_course",
            label=_("おくやみコースの受け方を決める"),
            roles=frozenset({"section_lead", "dx_office"}),
        ),
        Permission(
            key="counter.export_cases", label=_("案件を他のシステムへ書き出す"), roles=frozenset({"dx_office"})
        ),
    ),
    places=(
        Place(
            label=pgettext_lazy("一覧", "窓口の仕事"), url_name="counter:case_tasks", permission="counter.see_cases"
        ),
        Place(label=pgettext_lazy("一覧", "案件"), url_name="counter:cases", permission="counter.see_cases"),
        Place(
            label=pgettext_lazy("一覧", "おくやみの予約"), url_name="counter:appointments",
            permission="counter.see_cases",
        ),
        Place(
            label=pgettext_lazy("一覧", "システムへの書き出し"), url_name="counter:exports",
            permission="counter.export_cases",
        ),
    ),
    preparers=(DueTasks(), TomorrowsVisits(), UnbroughtCases(), CasesToErase()),
    search=(
        SearchSource(
            key="counter.case", label=_("案件"), model=Case, permission="counter.see_cases",
            title=lambda row: row.number, url=work.case_url, texts=work.case_texts,
            dated=lambda row: row.opened_at.date(),
        ),
    ),
    calendar=(
        CalendarSource(key="counter.due", permission="counter.see_cases", items=work.due_tasks),
        CalendarSource(key="counter.visits", permission="counter.see_cases", items=visits.visit_calendar),
    ),
    residents=(
        ResidentSource(
            key="counter.cases", requests=work.requests_of,
            due=lambda resident, today: work.due_for(resident=resident, today=today),
        ),
    ),
    verbs={
        "open_case": _("案件を開いた"),
        "receive_case": _("案件を窓口で受けた"),
        "name_resident": _("案件を住民の台帳とつないだ"),
        "close_case": _("案件を完了"),
        "reopen_case": _("案件を再開"),
        "withdraw_case": _("案件を取りやめ"),
        "order_case_erasure": _("終わった案件を消すと決定"),
        "take_back_case_erasure": _("終わった案件を消す決定を取消し"),
        "erase_cases": _("終わった案件を消去"),
        "move_casetask": _("案件の仕事を進めた"),
        "hand_over_casetask": _("案件の仕事を引き継いだ"),
        "mark_urgent": _("急ぎの印を付け外し"),
        "set_course": _("おくやみコースの受け方を決めた"),
        "book_visit": _("おくやみの来庁を予約"),
        "cancel_visit": _("おくやみの予約を取消し"),
        "receive_visit": _("おくやみの来庁を受付け"),
        "miss_visit": _("おくやみの来庁がなかった"),
        "mark_prepared": _("おくやみの準備の印を付け外し"),
        "begin_exportmapping": _("連携の対応表を作成"),
        "extend_exportmapping": _("連携の対応表に列を追加"),
        "remove_exportcolumn": _("連携の対応表の列を外した"),
        "make_exportbatch": _("システムへ書き出し"),
        "take_exportreceipts": _("受領記録を取込み"),
    },
)  # fmt: skip
