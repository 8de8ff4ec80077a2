"""Problems (課題) in a sentence: announced by a topic word, judged by a predicate, or told as hardship."""

import re
from collections.abc import Iterable

from hanpo.hub.engine.minutes.model import Confidence, Kind
from hanpo.hub.engine.minutes.strand import Strand, matches, split
from hanpo.hub.engine.minutes.things import Finding, clauses, finding, quote_run, things, tidy
from hanpo.hub.engine.minutes.words import HARDSHIPS, NOT_A_PROBLEM, PROBLEM_CATEGORIES, PROBLEM_SCOPES

_WORD = r"(?:課題|問題点|懸案事項|懸案|懸念点|懸念事項|懸念材料|悩み|困りごと|ボトルネック|障壁|支障)"
_TOPIC = re.compile(
    rf"(?P<pre>[^、。]{{0,24}}?)(?P<word>{_WORD})(?:として(?:は|も)?|について(?:は|も)?|に関しては|とは|には|は|:)、?"
)
_PREDICATE = re.compile(
    r"(?:が|も|は|を)(?:(?:最も|一番|特に|なお|今後の|最大の|大きな|喫緊の|主な|共通の|新たな|引き続き|依然として)、?){0,3}"
    r"(?:課題|懸案|悩み|支障)(?:である|であ|だ|で、|です|でし|と(?:な|考|感|思|認|し)|に(?:なって|挙げ)|。|$)"
)
_FACED = re.compile(
    r"(?:という|といった|などの|との)[^、。]{0,8}(?:課題|懸念|問題)"
    r"(?:に直面|を抱え|(?=(?:が|も)(?:ある|あり|残|生じ|見)))"
)
_HARDSHIP = re.compile(rf"(?:{'|'.join(map(re.escape, HARDSHIPS))})[^、]{{0,14}}$")
_CONTRAST = re.compile(r"(?:(?<=[だるたいん]が)|(?<=ものの)|(?<=けれど)|(?<=けれども))、")


def problems(sentence: Strand, *, said_by: str = "") -> list[Finding]:
    """Every problem the sentence names; empty when it names none. What is left of it has kind None."""
    extra = {"said_by": said_by} if said_by else {}
    return _announced(sentence, extra) or _judged(sentence, extra) or _told(sentence, extra)


def problem_fields(text: str, context: str = "") -> dict[str, str]:
    """The guess at scope (外部 or 固有) and category, with the words that made it so."""
    fields = {}
    for scope, words in PROBLEM_SCOPES.items():
        if any(word in context for word in words):
            fields["scope"] = scope
    counts = {name: [w for w in words if w in text] for name, words in PROBLEM_CATEGORIES.items()}
    best = max(counts, key=lambda name: len(counts[name]))
    if counts[best]:
        fields |= {"category": best, "category_words": "・".join(counts[best])}
    return fields


def _announced(sentence: Strand, extra: dict[str, str]) -> list[Finding]:
    cues = [m for m in matches(_TOPIC, sentence) if not m["pre"].endswith(("という", "との", "の解決", "これらの"))]
    found: list[Finding] = []
    for index, cue in enumerate(cues):
        end = cues[index + 1].start() if index + 1 < len(cues) else None
        segment = sentence.cut(cue.end(), end).trim("、")
        if not segment.text or _NEGATED.match(segment.text):
            continue
        for thing in things(segment):
            fields = problem_fields(thing.strand.text, cue["pre"]) | extra
            if thing.about:
                fields["theme"] = thing.about
            found.append(finding(Kind.PROBLEM, thing.strand, cue["word"], Confidence.SURE, fields))
    return _with_before(sentence, cues[0].start() if cues else 0, found)


_NEGATED = re.compile(
    rf"^(?:{'|'.join(map(re.escape, NOT_A_PROBLEM))})|^[^、]{{0,12}}(?:解決|解消)(?:した|され)|^(?:特に)?ない"
)


def _with_before(sentence: Strand, start: int, found: list[Finding]) -> list[Finding]:
    before = sentence.cut(0, start)
    if found and len(before.text.strip("、。 ")) > 12:
        return [finding(None, before, "", Confidence.LIKELY), *found]
    return found


def _judged(sentence: Strand, extra: dict[str, str]) -> list[Finding]:
    predicate = next(matches(_PREDICATE, sentence), None)
    faced = next(matches(_FACED, sentence), None)
    if predicate:
        end = predicate.start()
    elif faced:
        end = faced.end()
    else:
        return []
    parts = split(sentence.cut(0, end), _CONTRAST)
    found = [finding(None, part) for part in parts[:-1]]
    for piece in _each(parts[-1]) if parts else []:
        fields = problem_fields(piece.text) | extra
        found.append(finding(Kind.PROBLEM, piece, "課題", Confidence.SURE, fields))
    return found


def _each(strand: Strand) -> list[Strand]:
    quoted, _, _ = quote_run(strand)
    if len(quoted) > 1:
        return quoted
    parts = clauses(strand)
    return parts if len(parts) > 1 else [tidy(strand)]


def _told(sentence: Strand, extra: dict[str, str]) -> list[Finding]:
    """Hardship in a clause, though the word 課題 is missing."""
    found: list[Finding] = []
    for part in split(sentence, _CONTRAST):
        found += _hardships(clauses(part), extra)
    return found if any(f.kind is Kind.PROBLEM for f in found) else []


def _hardships(parts: Iterable[Strand], extra: dict[str, str]) -> list[Finding]:
    found = []
    for part in parts:
        match = _HARDSHIP.search(part.text.rstrip("。"))
        if match:
            fields = problem_fields(part.text) | extra
            found.append(finding(Kind.PROBLEM, part, match[0], Confidence.LIKELY, fields))
        else:
            found.append(finding(None, part, "", Confidence.LIKELY))
    return found
