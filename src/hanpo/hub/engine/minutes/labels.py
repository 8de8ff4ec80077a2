"""Headings and labels: which topic and which municipality a line announces."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hanpo.hub.engine.minutes.strand import Strand, key_of
from hanpo.hub.engine.minutes.words import HEADER_LABELS, TOPIC_WORDS, Topic

MARKS = "・●○◯◎■◆□◇▼▲▽△★☆▪◦►➢※*#§＃-"
_OTHER_MUNICIPALITY = re.compile(r"[一-龯ヶケァ-ヴーA-Zぁ-ん]{1,6}[市町村区]")
_WORDS = sorted(((w, t) for t, words in TOPIC_WORDS.items() for w in words), key=lambda p: -len(p[0]))
_TOPIC = "|".join(re.escape(word) for word, _ in _WORDS)
_TOPIC_OF = dict(_WORDS)
_BULLET = rf"[{re.escape(MARKS)}]*\s*"
_LABEL = re.compile(
    rf"^{_BULLET}(?:[【\[(<《]\s*(?P<boxed>[^】\])>》:。、]{{1,24}}?)\s*[】\])>》]\s*[:：]?"
    rf"|(?P<plain>[^】\])>》:。、「」()]{{1,24}}?)\s*(?::|…+|\.{{3,}}))\s*(?P<rest>.*)$",
    re.DOTALL,
)
_HEADER_KEYS = sorted(((word, key) for key, words in HEADER_LABELS.items() for word in words), key=lambda p: -len(p[0]))
_HEADER_LABEL = re.compile(
    rf"^{_BULLET}(?:\d{{1,2}}(?:[.)、]\s*|\s+))?[【\[(<]?\s*(?P<label>"
    + "|".join(r"\s*".join(map(re.escape, word)) for word, _ in _HEADER_KEYS)
    + r")\s*(?:[】\])>]\s*:?|:|\t|\s+|$)\s*(?P<rest>.*)$",
    re.DOTALL,
)
_HEADER_OF = dict(_HEADER_KEYS)


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before the text of a line: topics and municipality announced, and the rest."""

    words: str
    topics: frozenset[Topic]
    municipality: str | None
    rest: Strand


def topics_in(text: str) -> frozenset[Topic]:
    """The topics a heading names; a word inside a longer one (課題 in 共通課題) does not count again."""
    squeezed = re.sub(r"\s", "", text)
    found = {_TOPIC_OF[m[0]] for m in re.finditer(_TOPIC, squeezed)}
    if Topic.PROBLEM in found and re.search(r"今後の課題", squeezed):
        found.discard(Topic.NEXT)
    return frozenset(found)


def is_topic_phrase(text: str) -> bool:
    """Whether a phrase is a topic word with little around it (主な課題, 課題等, 今後の予定について)."""
    squeezed = re.sub(r"\s", "", text)
    around = re.sub(_TOPIC, "", squeezed)
    return around != squeezed and bool(
        re.fullmatch(
            r"(?:主な|その他の?|今回の|全体の|各市町の|等|など|について|に関して|・|と|及び|事項|[0-9.)(])*", around
        )
    )


def municipality_in(text: str, municipalities: Sequence[str]) -> str | None:
    """The one municipality of the programme that a heading or speaker names."""
    squeezed = key_of(text)
    found = {name for name in municipalities if key_of(name) and key_of(name) in squeezed}
    outer = [name for name in found if not any(name != other and name in other for other in found)]
    return outer[0] if len(outer) == 1 else None


def names_other_municipality(text: str) -> bool:
    """Whether a heading is about a municipality which the programme does not know."""
    return bool(_OTHER_MUNICIPALITY.search(re.sub(r"\s|各市|市町|市区町村", "", text)))


def municipality_at_start(text: str, municipalities: Sequence[str]) -> tuple[str, int] | None:
    """The municipality a text begins with, and where its name ends in the text."""
    for name in sorted(municipalities, key=len, reverse=True):
        folded = key_of(name)
        if folded and text.startswith(folded):
            return name, len(folded)
    return None


def parse_label(strand: Strand, municipalities: Sequence[str]) -> Label | None:
    """The label before a line's text: ●課題：…, 【今後の予定】…, ・尼崎市…; None when there is none."""
    match = _LABEL.match(strand.text)
    if match is None:
        return None
    words = (match["boxed"] or match["plain"]).strip()
    municipality = municipality_in(words, municipalities)
    about = re.sub(re.escape(key_of(municipality or "")), "", key_of(words))
    topics = topics_in(about) if is_topic_phrase(about) else frozenset[Topic]()
    bare = re.fullmatch(r"(?:の|について|では|は|[・()])*", about) is not None
    if not topics and not (municipality and bare):
        return None
    return Label(words, topics, municipality, strand.cut(match.start("rest")).trim())


def parse_header_label(strand: Strand) -> tuple[str, str, Strand] | None:
    """A label of the minutes' header (日時, 場 所, 出席者): its key, the label itself and its value."""
    match = _HEADER_LABEL.match(strand.text)
    if match is None:
        return None
    label = re.sub(r"\s", "", match["label"])
    return _HEADER_OF[label], label, strand.cut(match.start("rest")).trim()
