"""What the council's part for deciding offers to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hanpo.core.manifest import PROGRAMME, STAFF
from hanpo.core.registry import CalendarSource, Part, Permission, Place, SearchSource
from hanpo.council.models import DecisionRecord, Poll, PollOption
from hanpo.council.queries import decisions, polls
from hanpo.council.queries.councils import member_codes

LEADERS = frozenset({"section_lead", "dx_office"})

PART = Part(
    permissions=(
        Permission(key="council.run_polls", label=_("案選びを用意し、代わりに回答を入れる"), roles=PROGRAMME),
        Permission(key="council.write_ballot", label=_("案選びの回答を書く"), roles=STAFF),
        Permission(key="council.submit_ballot", label=_("案選びの回答を提出する"), roles=LEADERS),
        Permission(key="council.keep_decisions", label=_("決定記録を書く・進める・公表する"), roles=PROGRAMME),
        Permission(key="council.give_opinion", label=_("決定の案に意見を入れる"), roles=LEADERS | PROGRAMME),
        Permission(key="council.finish_follow_ups", label=_("決定後の作業を済みにする"), roles=STAFF | PROGRAMME),
    ),
    places=(
        Place(label=pgettext_lazy("一覧", "案選び"), url_name="council:polls", permission="council.see"),
        Place(label=pgettext_lazy("一覧", "決定記録"), url_name="council:decisions", permission="council.see"),
    ),
    search=(
        SearchSource(
            key="council.poll", label=_("案選び"), model=Poll, permission="council.see",
            title=lambda row: row.title, url=polls.poll_url, texts=polls.poll_texts, dated=lambda row: row.due_on,
            places=member_codes,
        ),
        SearchSource(
            key="council.poll_option", label=_("案選びの案"), model=PollOption, permission="council.see",
            title=lambda row: str(row), url=polls.option_url, texts=polls.option_texts, places=member_codes,
        ),
        SearchSource(
            key="council.decision", label=_("決定記録"), model=DecisionRecord, permission="council.see",
            title=lambda row: row.title, url=decisions.decision_url, texts=decisions.decision_texts,
            dated=lambda row: row.decided_on, places=member_codes,
        ),
    ),
    calendar=(
        CalendarSource(key="council.polls", permission="council.see", items=polls.poll_calendar),
        CalendarSource(key="council.decisions", permission="council.see", items=decisions.decision_calendar),
    ),
    verbs={
        "prepare_poll": _("案選びを用意"),
        "edit_poll": _("案選びを変更"),
        "remove_option": _("案を外した"),
        "open_poll": _("案選びの受付を開始"),
        "close_poll": _("案選びを締切り"),
        "reopen_poll": _("案選びをもう一度受付け"),
        "write_ballot": _("案選びの回答を下書き"),
        "submit_ballot": _("案選びの回答を提出"),
        "take_ballot_back": _("案選びの回答を書き直し"),
        "enter_ballot_by_proxy": _("案選びの回答を代理入力"),
        "receive_ballot_book": _("案選びの回答のExcelを受取り"),
        "confirm_ballot_book": _("案選びの回答のExcelを確認"),
        "put_ballot_book_aside": _("案選びの回答のExcelを使わないことに"),
        "propose_decision": _("決定を提案"),
        "edit_decision": _("決定記録を変更"),
        "move_decision": _("決定を次の状態へ"),
        "take_step_back": _("決定の直前の操作を取消し"),
        "give_opinion": _("決定の案に意見"),
        "correct_decision": _("決定記録に訂正"),
        "finish_follow_up": _("決定後の作業を済みに"),
        "reopen_follow_up": _("決定後の作業をこれからに戻した"),
    },
)  # fmt: skip
