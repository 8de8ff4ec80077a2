"""What the counter offers to the house for tickets, desks, the display, bookings at the counter."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hanpo.core.manifest import STAFF
from hanpo.core.registry import Part, Permission, Place
from hanpo.counter.preparers.waiting import PREPARERS

PART = Part(
    permissions=(
        Permission(key="counter.see_waiting", label=_("窓口のいまの様子と予約を見る"), roles=STAFF),
        Permission(key="counter.serve", label=_("番号を呼ぶ・対応する・予約の人を受け付ける"), roles=STAFF),
        Permission(
            key="counter.run_waiting", label=_("受付種別・席・発券機・予約枠を決める"),
            roles=frozenset({"section_lead", "dx_office"}),
        ),
    ),
    places=(
        Place(label=_("窓口のいま"), url_name="counter:waiting", permission="counter.see_waiting"),
        Place(label=pgettext_lazy("一覧", "窓口の予約"), url_name="counter:bookings", permission="counter.see_waiting"),
    ),
    preparers=PREPARERS,
    verbs={
        "take_ticket": _("番号を発行"),
        "call_ticket": _("番号を呼出し"),
        "recall_ticket": _("番号をもう一度呼出し"),
        "begin_service": _("窓口の対応を開始"),
        "finish_service": _("窓口の対応が終了"),
        "hold_ticket": _("番号を保留"),
        "park_ticket": _("番号の人が一時外出"),
        "bring_back_ticket": _("番号の人が戻った"),
        "mark_absent": _("番号の人が不在"),
        "transfer_ticket": _("番号をほかの窓口へ"),
        "add_stop": _("続けて行く窓口を追加"),
        "give_ticket_back": _("番号の取りやめ"),
        "close_left_open": _("前の日の番号を締めた"),
        "open_again_left_open": _("前の日の番号の締めを取消し"),
        "add_desk": _("窓口の席を追加"),
        "change_desk": _("窓口の席を変更"),
        "set_desk_open": _("窓口の席の開閉"),
        "renew_kiosk": _("発券機のアドレスを更新"),
        "open_slots": _("予約枠を作成"),
        "withdraw_slots": _("予約枠を取下げ"),
        "book_slot": _("窓口の予約"),
        "cancel_booking": _("窓口の予約を取消し"),
        "check_in": _("予約の人が来庁"),
        "mark_no_shows": _("予約の人が来なかったと記録"),
        "take_back_no_shows": _("来なかったという記録を取消し"),
    },
)  # fmt: skip
