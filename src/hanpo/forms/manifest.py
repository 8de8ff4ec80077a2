"""What the forms offer to the house: permissions, places, the end of keeping, forms to adopt, the demo."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hanpo.core.manifest import EVERYBODY_AT_WORK, PROGRAMME, STAFF
from hanpo.core.models import Municipality, Person
from hanpo.core.registry import Adoptable, Manifest, Permission, Place, ResidentSource, SearchSource, verbs_of
from hanpo.forms.actions.drafts import write_form
from hanpo.forms.demo import load_demo
from hanpo.forms.models import FormDraft
from hanpo.forms.preparers import AnswersToErase
from hanpo.forms.queries import drafts, offers

MAKERS = STAFF | PROGRAMME
LEADERS = frozenset({"dx_office", "section_lead"}) | PROGRAMME

PERMISSIONS = (
    Permission(key="forms.see_forms", label=_("様式を見る・紙に出す"), roles=MAKERS | {"supporter"}),
    Permission(key="forms.edit_forms", label=_("様式を作る・直す"), roles=MAKERS),
    Permission(key="forms.publish_forms", label=_("様式を公開する"), roles=LEADERS),
    Permission(key="forms.answer", label=_("様式に答える"), roles=EVERYBODY_AT_WORK | {"resident"}),
    Permission(key="forms.enter_for_others", label=_("代わりに入力する"), roles=MAKERS),
    Permission(key="forms.see_responses", label=_("自分のまちの回答を見る・取り出す"), roles=MAKERS),
)

PLACES = (
    Place(label=_("答える"), url_name="forms:answer_list", permission="forms.answer"),
    Place(label=_("様式を作る・直す"), url_name="forms:forms", permission="forms.see_forms"),
)

SEARCH = (
    SearchSource(
        key="forms.form", label=_("様式"), model=FormDraft, permission="forms.see_forms",
        title=lambda row: row.title, url=offers.form_url, texts=offers.form_texts,
    ),
)  # fmt: skip


def apply_form(person: Person, municipality: Municipality, pk: str | None, content: dict[str, Any]) -> str:
    """Write an adopted form into a municipality, and return its number."""
    form = FormDraft.objects.get(pk=pk) if pk else None
    return str(write_form(actor=person, municipality=municipality, form=form, content=content).pk)


WORDS = {
    "title": _("名前"),
    "purpose": _("何のために聞くか"),
    "audience": _("だれが答えるか"),
    "next_step": _("送ったあとに起こること"),
    "retention_days": _("回答の保存日数"),
    "definition": _("中身"),
    "sections": _("区分"),
    "items": _("項目"),
    "label": _("質問"),
    "help": _("入れ方の説明"),
    "why": _("聞く理由"),
    "kind": _("答え方"),
    "required": _("必須か"),
    "when": _("聞く条件"),
    "checks": _("確かめること"),
    "choices": _("選択肢"),
    "rows": _("行"),
    "columns": _("列"),
    "unit": _("単位"),
    "languages": _("ことば"),
    "intro": _("はじめの文"),
    "closing": _("終わりの文"),
    "note": _("注"),
    "ja": _("日本語"),
    "easy": _("やさしい日本語"),
    "en": _("英語"),
}
"""What the keys of a form's content are called."""

VERBS = {
    "create_form": _("様式を作成"),
    "save_form": _("様式を書換え"),
    "copy_form": _("様式を写して作成"),
    "write_form": _("取り入れた様式を書込み"),
    "publish_form": _("様式を公開"),
    "start_response": _("回答を開始"),
    "save_answers": _("回答を書込み"),
    "submit_response": _("回答を提出"),
    "reopen_response": _("回答を書き直しに戻した"),
    "write_for": _("代わりに入力することを記録"),
    "attach_file": _("回答にファイルを添付"),
    "receive_workbook": _("Excelの回答を受取り"),
    "confirm_workbook": _("Excelの回答を書込み"),
    "put_workbook_aside": _("Excelの回答を使わないと決定"),
    "order_erasure": _("回答を消すと決定"),
    "take_back_erasure": _("回答を消す決定を取消し"),
    "erase_responses": _("回答を消去"),
}
"""What the deeds of the forms are called in the audit record, beside adding and changing rows."""


MANIFEST = Manifest(
    key="forms",
    label=_("様式・アンケート"),
    accent="purple",
    permissions=PERMISSIONS,
    places=PLACES,
    preparers=(AnswersToErase(),),
    search=SEARCH,
    residents=(ResidentSource(key="forms.responses", requests=offers.requests_of),),
    adoptable=(
        Adoptable(
            key="forms.form", label=_("様式"),
            candidates=lambda: FormDraft.objects.only("title"),
            export=lambda pk: drafts.form_content(form=FormDraft.objects.get(pk=pk)),
            apply=apply_form, url=lambda pk: reverse("forms:form", args=[pk]), words=WORDS,
        ),
    ),
    verbs=verbs_of("forms", VERBS),
    demo=load_demo,
)  # fmt: skip
