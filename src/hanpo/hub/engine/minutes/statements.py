"""What one sentence of a report says: theme, problem, next thing, done, outcome, decision, action."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from hanpo.hub.engine.minutes.dates import find_date
from hanpo.hub.engine.minutes.model import Confidence, Kind
from hanpo.hub.engine.minutes.problems import problem_fields, problems
from hanpo.hub.engine.minutes.strand import Strand, key_of, matches
from hanpo.hub.engine.minutes.things import Finding, finding, quote_run, things, tidy
from hanpo.hub.engine.minutes.words import TOPIC_WORDS, Topic

KIND_OF_TOPIC = {
    Topic.THEME: Kind.MUNICIPAL_THEME,
    Topic.STATE: Kind.MUNICIPAL_STATE,
    Topic.PROBLEM: Kind.PROBLEM,
    Topic.NEXT: Kind.NEXT_THING,
    Topic.DONE: Kind.DONE,
    Topic.OUTCOME: Kind.OUTCOME,
    Topic.COMMON: Kind.COMMON_ISSUE,
    Topic.DECISION: Kind.DECISION,
    Topic.ACTION: Kind.ACTION,
    Topic.HELD: Kind.HELD_OVER,
    Topic.INFORMATION: Kind.INFORMATION,
    Topic.OPTION: Kind.OPTION,
}
_ENUMERATED = {Topic.THEME, Topic.PROBLEM, Topic.OUTCOME, Topic.COMMON}


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a sentence stands."""

    municipalities: Sequence[str]
    today: date | None
    """The day of the meeting, from which dates without a year are counted."""
    municipal: bool
    """In the block of one municipality, where a plain account of work counts as done or next."""
    opening: bool = False
    """The first sentence of that block, which often names the theme."""


Rule = Callable[[Strand, Setting], list[Finding]]

_THEME_CUE = re.compile(
    r"(?:取組内容|取り組み内容|支援内容|支援項目|支援の柱|主要項目|取組項目|重点項目|実施内容|事業内容|取組|取り組み|テーマ|柱)"
    r"(?:として(?:は|、)?|は|:|が)、?"
)
_THEME_DEED = re.compile(r"(?:に(?:取り?組む|取り?組んで|着手)|を(?:進め|支援し|行う|行って))")
_THEME_GOAL = re.compile(r"(?:の実現|の推進)?(?:に向け|を目指し|を目的に|をテーマに)(?:て|た)?、?(?:支援|取り?組|検討)")
_THEME_WORK = re.compile(
    r"(?:の|ための|に向けた)?(?:取組|取り組み|事業|実証|プロジェクト)(?:を|に)(?:進め|着手|始め|行|実施|開始)"
    r"|(?<=の導入|の整備|の構築|の推進|の実証)(?:を|に)(?:進め|着手|始め)"
)
_SHARED_OUT = re.compile(r"分野|テーマ|取り?組|担当|支援")
_COMMON = re.compile(
    r"共通(?:する|の|的な|した)?(?:課題|悩み|問題)[^、。「]{0,12}?(?:は|として(?:は)?|に|を大別すると|について(?:は)?|が|:)、?"
)
_OUTCOME = re.compile(
    r"(?:アウトカム|効果|成果|変化)[^、。]{0,8}?(?:期待|見込)|(?:こと|効果|の)が?(?:期待(?:でき|され|して)|見込(?:まれ|める))"
)
_BY_THIS = re.compile(r"^(?:これにより|これによって|このことにより|その結果)、?")
_OUTCOME_FRAME = re.compile(
    r"(?:といった|などの|の)?(?:[2-9](?:つ|点)の)?(?:アウトカム|効果|成果|変化)?(?:が|を|も|に)?(?:期待|見込).*$"
)
_NEXT_CUE = re.compile(
    r"(?:^|(?<=[、。]))(?:今後(?:は|も|については|の(?:予定|方針|展開|取組|進め方)(?:は|として(?:は)?|:)|、)"
    r"|これからは|次(?:は|に)、|次回は|次年度(?:は|以降は|以降、)|来年度(?:は|以降は|から)|来月(?:は|から)|年明けから|引き続き)、?"
)
_NEXT_END = re.compile(
    r"(?:て|で)(?:いく|いきたい|ゆく)(?:予定|方針|考え|こと|つもり)?(?:である|だ|としている)?。?$|予定(?:である|だ|です|としている)?。?$"
)
_DONE = re.compile(
    r"(?:実施|作成|導入|完了|整備|公開|配布|設置|研修|検証|確認|開始|策定|対応)済み?(?:。|である|だ|で、|となって|$)|を?完了(?:した|して|。)"
    r"|アウトプット(?:は|が|として|も)|^これまで(?:は|に|の)"
)
_DONE_DEED = re.compile(
    r"(?:実施|開催|作成|策定|導入|整備|公開|設置|開始|配布|完成|終了|試行|調査|測定|試作|登録)(?:した|しており|してきた)。?$"
    r"|(?:を|回|分|名)[^、。]{0,4}(?:行った|行なった|開いた|終えた|測った|配った|まとめた|作った|始めた|済ませた|立ち上げた)。?$"
)
_DECISION = re.compile(
    r"(?:決定|可決|承認|了承|合意|採択|議決)(?:した|された|を得た|する|となった|。|$)|こと(?:に|と)(?:決まった|決定した|した|した。)$|異議な"
)
_ACTION = re.compile(
    r"(?:まで(?:に|の)?|(?:本日|今月|来月|年度)中に)[^。]{0,60}?(?:提出|回答|作成|連絡|確認|報告|配布|共有|送付|送る|配る|出す|用意|依頼)"
    r"(?:する|すること|を?お願い|して(?:ほしい|ください|いただ|もらう)|されたい|のこと)?。?$"
)
_HELD = re.compile(
    r"継続(?:審議|協議|検討)|持ち帰|持ち越|保留|次回[^、。]{0,8}(?:改めて|再度|引き続き)|改めて(?:協議|検討|議論)|結論(?:は|を)(?:出さ|先送|得ら)"
)
_INFORMATION = re.compile(
    r"(?:情報提供|周知|情報共有)(?:が|を|し|さ|。|$)|を(?:紹介|報告)(?:。|$|した|し、|された|があ)|(?:紹介|報告|案内)(?:があった|された)"
)
_OWNER = re.compile(r"^(?P<owner>[^、。]{1,20}?)(?:は|が|において|にて|にお願い)(?:、|(?=[^、。]))")
_DUE = re.compile(r"(?P<due>[^、。はを]{1,16}?)まで")


def read_sentence(sentence: Strand, setting: Setting) -> list[Finding]:
    """What the sentence says, in pieces; a piece that no rule knows has kind None."""
    for rule in _RULES:
        found = rule(sentence, setting)
        if found:
            return [again for one in found for again in _remainders(one, rule, setting)]
    return [finding(None, sentence)]


def _remainders(one: Finding, rule: Rule, setting: Setting) -> list[Finding]:
    """A remainder goes once more through the rules that come behind the one which left it."""
    if one.kind is not None:
        return [one]
    later = _RULES[_RULES.index(rule) + 1 :]
    for other in later:
        found = other(one.strand, setting)
        if found:
            return found
    return [one]


def read_under_topic(strand: Strand, topic: Topic, setting: Setting) -> list[Finding]:
    """A passage under a heading or label that says what it is."""
    kind, why = KIND_OF_TOPIC[topic], TOPIC_WORDS[topic][0]
    body = strand.trim("、。")
    if topic is Topic.ACTION:
        return [finding(kind, body, why, Confidence.SURE, action_fields(body.text, setting.today))]
    if topic not in _ENUMERATED:
        return [finding(kind, body, why, Confidence.SURE)]
    found = []
    for thing in things(body):
        fields = problem_fields(thing.strand.text) if topic is Topic.PROBLEM else {}
        if thing.about:
            fields["theme"] = thing.about
        found.append(finding(kind, thing.strand, why, Confidence.SURE, fields))
    return found


def action_fields(text: str, today: date | None) -> dict[str, str]:
    """Owner and due date of an action as far as the words give them."""
    fields = {}
    owner = _OWNER.match(text)
    if owner:
        fields["owner"] = owner["owner"]
    for due in _DUE.finditer(text):
        found = find_date(due["due"], after=today)
        if found:
            fields["due"] = found.value
    return fields


def _shared_out(sentence: Strand, setting: Setting) -> list[Finding]:
    """A市は「X」、B町は「Y」…と分野を定めて: one theme for each municipality."""
    if not _SHARED_OUT.search(sentence.text):
        return []
    found = []
    for name in setting.municipalities:
        pattern = re.compile(re.escape(key_of(name)) + r"(?:は|では|が|:)、?「([^」]+)」")
        for match in pattern.finditer(sentence.text):
            theme = sentence.cut(match.start(1), match.end(1))
            found.append(Finding(Kind.MUNICIPAL_THEME, theme, "は「」", Confidence.SURE, municipality=name))
    found.sort(key=lambda one: (one.strand.places[0].line, one.strand.places[0].start))
    return found if len(found) > 1 else []


def _themes(sentence: Strand, setting: Setting) -> list[Finding]:
    if not setting.municipal or _NEXT_CUE.search(sentence.text):
        return []
    quoted, start, end = quote_run(sentence)
    cue = next((m for m in matches(_THEME_CUE, sentence) if not quoted or m.end() <= start + 1), None)
    if quoted and cue and start - cue.end() < 12:
        return _all(Kind.MUNICIPAL_THEME, quoted, cue[0], Confidence.SURE)
    if quoted and start < 20 and _THEME_DEED.search(sentence.text, end, end + 20):
        return _all(Kind.MUNICIPAL_THEME, quoted, "に取り組む", Confidence.SURE)
    if (cue and not quoted and cue[0][:2] not in ("取組", "取り")) or (cue and cue[0].startswith("取組内容")):
        listed = [thing.strand for thing in things(sentence.cut(cue.end()))]
        return _all(Kind.MUNICIPAL_THEME, listed, cue[0], Confidence.LIKELY)
    return _opening_theme(sentence) if setting.opening else []


def _opening_theme(sentence: Strand) -> list[Finding]:
    """A block's first sentence names its theme: …の実現に向けて支援, …する取組を進めている."""
    for pattern in (_THEME_GOAL, _THEME_WORK):
        match = next(matches(pattern, sentence), None)
        if match:
            theme = sentence.cut(0, match.start())
            return _all(Kind.MUNICIPAL_THEME, [theme], match[0], Confidence.LIKELY)
    return []


def _all(kind: Kind, strands: Sequence[Strand], why: str, confidence: Confidence) -> list[Finding]:
    return [finding(kind, strand, why.strip("、"), confidence) for strand in strands if strand.text]


def _common(sentence: Strand, setting: Setting) -> list[Finding]:
    cue = next(matches(_COMMON, sentence), None)
    if cue is None:
        return []
    quoted, start, end = quote_run(sentence)
    if not quoted or start < cue.start():
        listed = [thing.strand for thing in things(sentence.cut(cue.end()))]
        return _all(Kind.COMMON_ISSUE, listed, "共通課題", Confidence.SURE)
    rest = sentence.cut(end)
    clause = re.search(r"、", rest.text)
    more = problems(rest.cut(clause.end())) if clause else []
    again = [replace(one, kind=Kind.COMMON_ISSUE) for one in more if one.kind is Kind.PROBLEM]
    return _all(Kind.COMMON_ISSUE, quoted, "共通課題", Confidence.SURE) + again


def _outcomes(sentence: Strand, _: Setting) -> list[Finding]:
    cue = next(matches(_OUTCOME, sentence), None)
    if cue is None:
        return []
    quoted, _start, _end = quote_run(sentence)
    if not quoted:
        lead = _BY_THIS.match(sentence.text)
        body = sentence.cut(lead.end() if lead else 0)
        frame = _OUTCOME_FRAME.search(body.text)
        quoted = [thing.strand for thing in things(body.cut(0, frame.start() if frame else None))]
    return _all(Kind.OUTCOME, quoted, cue[0], Confidence.SURE)


def _decisions(sentence: Strand, setting: Setting) -> list[Finding]:
    held = _HELD.search(sentence.text)
    if held:
        return [finding(Kind.HELD_OVER, sentence, held[0])]
    decided = _DECISION.search(sentence.text.rstrip("。"))
    if decided:
        return [finding(Kind.DECISION, sentence, decided[0])]
    action = None if setting.municipal else _ACTION.search(sentence.text)
    fields = action_fields(sentence.text, setting.today)
    return [finding(Kind.ACTION, sentence, action[0][:8], Confidence.LIKELY, fields)] if action else []


def _next(sentence: Strand, setting: Setting) -> list[Finding]:
    cue = next(matches(_NEXT_CUE, sentence), None)
    if cue is None:
        return []
    parts = things(sentence.cut(cue.end()))
    fields = {"parts": "\n".join(p.strand.original() for p in parts)} if len(parts) > 1 else {}
    after = finding(Kind.NEXT_THING, sentence.cut(cue.start()), cue[0].strip("、"), Confidence.SURE, fields)
    before = sentence.cut(0, cue.start())
    return [*([finding(None, before)] if before.text.strip("、 ") else []), after]


def _problems(sentence: Strand, _: Setting) -> list[Finding]:
    return problems(sentence)


def _done(sentence: Strand, setting: Setting) -> list[Finding]:
    cue = _DONE.search(sentence.text.strip("、"))
    if cue is None and setting.municipal:
        cue = _DONE_DEED.search(sentence.text)
    if cue is None:
        return []
    form = "output" if "アウトプット" in sentence.text else "done"
    return [finding(Kind.DONE, tidy(sentence), cue[0], Confidence.SURE, {"form": form})]


def _information(sentence: Strand, setting: Setting) -> list[Finding]:
    cue = None if setting.municipal else _INFORMATION.search(sentence.text)
    return [finding(Kind.INFORMATION, sentence, cue[0])] if cue else []


def _next_by_ending(sentence: Strand, setting: Setting) -> list[Finding]:
    cue = _NEXT_END.search(sentence.text) if setting.municipal else None
    return [finding(Kind.NEXT_THING, sentence, cue[0])] if cue else []


_RULES: tuple[Rule, ...] = (
    _shared_out, _themes, _common, _outcomes, _decisions, _next, _problems, _done, _information, _next_by_ending,
)  # fmt: skip
STRONG = (Kind.DECISION, Kind.ACTION, Kind.HELD_OVER)
"""Kinds that are their own even inside a discussion."""
