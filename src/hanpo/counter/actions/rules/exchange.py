"""Writes of rules that come from elsewhere: a model that is adopted, tables in a file."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanpo.core import audit
from hanpo.core.database.locks import held
from hanpo.core.models import Municipality, Person
from hanpo.counter.actions.rules.editing import replace_content, start_rules
from hanpo.counter.engine.rules import Table
from hanpo.counter.engine.rules.content import Content, table_content
from hanpo.counter.files.dmn_reading import read_dmn
from hanpo.counter.files.problems import RuleFileError
from hanpo.counter.files.rule_sheet import read_sheet
from hanpo.counter.files.rule_workbook import read_workbook
from hanpo.counter.models import RuleDraft, RuleUpload, UploadState
from hanpo.counter.queries.rules.uploads import with_tables


@audit.deed
def adopt_rules(*, actor: Person, municipality: Municipality, pk: str | None, content: Content) -> str:
    """Take rules over from a model, or a newer version of it; what was laid over at home stays."""
    name, rules = _apart(content)
    if pk is None:
        draft = start_rules(actor=actor, municipality=municipality, name=name, content=rules, keeps_base=True)
        return str(draft.pk)
    draft = RuleDraft.objects.get(pk=pk)
    kept = {**rules, "overlays": draft.content["overlays"]}
    replace_content(actor=actor, draft=draft, content=kept, words=_("モデルの新しい版を取り入れた"))
    return pk


@audit.deed
def receive_rules(*, actor: Person | None, draft: RuleDraft, name: str, body: bytes) -> RuleUpload:
    """Read a file with tables and lay it before a person. A file that cannot be read says where, cell by cell."""
    tables: list[Content] = []
    problems: list[list[str]] = []
    try:
        tables = [table_content(table) for table in _read(body)]
    except RuleFileError as wrong:
        problems = [[one.place, one.message] for one in wrong.problems]
    RuleUpload.objects.filter(draft=draft, state=UploadState.WAITING).update(state=UploadState.ASIDE)
    upload: RuleUpload = RuleUpload.objects.create(
        draft=draft, name=name[:200], tables=tables, problems=problems, received_by=actor,
        state=UploadState.REFUSED if problems else UploadState.WAITING,
    )  # fmt: skip
    audit.record(
        actor=actor, verb="receive_rules", subject=upload, new={"tables": len(tables), "problems": len(problems)}
    )
    return upload


@audit.deed
def take_rules(*, actor: Person | None, upload: RuleUpload) -> RuleUpload:
    """Put the tables of a file into the editor. Raises `ValidationError` where they do not fit the rules there."""
    current = _waiting(upload)
    draft = RuleDraft.objects.get(pk=current.draft_id)
    content = with_tables(draft=draft, tables=current.tables)
    words = _("ファイル「%s」を取り込んだ") % current.name
    replace_content(actor=actor, draft=draft, content=content, words=words)
    return _settled(actor, current, UploadState.TAKEN, "take_rules")


@audit.deed
def put_rules_aside(*, actor: Person | None, upload: RuleUpload) -> RuleUpload:
    """Leave the tables of a file alone."""
    return _settled(actor, _waiting(upload), UploadState.ASIDE, "put_rules_aside")


def _settled(actor: Person | None, current: RuleUpload, state: UploadState, verb: str) -> RuleUpload:
    current.state = state
    current.save()
    audit.record(actor=actor, verb=verb, subject=current, new={"state": state})
    return current


def _waiting(upload: RuleUpload) -> RuleUpload:
    current: RuleUpload = held(RuleUpload.objects.all()).get(pk=upload.pk)
    if current.state != UploadState.WAITING:
        raise ValidationError(_("このファイルは、もう片付いています。"))
    return current


def _read(body: bytes) -> list[Table]:
    """By what the file is, not by what it is called: a zip is a workbook, XML is DMN, the rest a CSV sheet."""
    if body[:2] == b"PK":
        return read_workbook(body)
    if body.lstrip(b"\xef\xbb\xbf\x00 \r\n\t")[:1] == b"<":
        return list(read_dmn(body).tables)
    return [read_sheet(body)]


def _apart(content: Content) -> tuple[str, Content]:
    """The name, and the rules without what another municipality laid over them."""
    parts = {key: value for key, value in content.items() if key != "name"}
    if not isinstance(content.get("name"), str) or not isinstance(parts.get("tables"), list):
        raise ValidationError(_("手続きの決まりのモデルではありません。"))
    return content["name"], {**parts, "overlays": []}
