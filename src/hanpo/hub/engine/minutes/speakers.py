"""Who speaks: the organisation, person, post or municipality named in brackets or before a colon."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hanpo.hub.engine.minutes.labels import municipality_in
from hanpo.hub.engine.minutes.words import CHAIR_WORDS, HONORIFICS, ORGANISATION_WORDS, POSTS

_ORGANISATION_END = re.compile("(?:" + "|".join(map(re.escape, ORGANISATION_WORDS)) + ")$")
_ORGANISATION = re.compile("|".join(re.escape(word) for word in ORGANISATION_WORDS if len(word) > 1 or word in "㈱㈲"))
_GLUED_POST = re.compile(r"^(.*(?:課|部|局|室|係|市|町|村|県|社|会))((?:" + "|".join(map(re.escape, POSTS)) + "))$")
_NAMED = re.compile("(?:" + "|".join(map(re.escape, HONORIFICS + POSTS)) + r")\s*\d?$")

_EXPLAINS = re.compile(r"[。、「」を]|[一-龯](?:は|が|に|で)(?:[一-龯ァ-ヴA-Za-z0-9]|$)")
"""Particles between words: a sentence rather than a name (はま is a name, 市は is not)."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker or presenter as the minutes name them; empty where they do not say."""

    organisation: str = ""
    name: str = ""
    municipality: str | None = None

    def fields(self, prefix: str = "") -> dict[str, str]:
        """As proposal fields, empty parts left out."""
        parts = {f"{prefix}organisation": self.organisation, f"{prefix}name": self.name}
        return {key: value for key, value in parts.items() if value}


def read_speaker(text: str, municipalities: Sequence[str]) -> Speaker:
    """The speaker of a phrase such as 兵庫県 デジタル戦略課 主査, ㈱X 山野様, 西宮市, 事務局."""
    words = text.replace("\t", " ").split()
    municipality = municipality_in(text, municipalities)
    if not words:
        return Speaker()
    if len(words) == 1:
        glued = _GLUED_POST.match(words[0])
        if glued and words[0] not in POSTS:
            return Speaker(glued[1], glued[2], municipality)
        organisation = municipality is not None or _is_organisation(words[0])
        return Speaker(words[0], "", municipality) if organisation else Speaker("", words[0], municipality)
    if _NAMED.search(words[-1]) or not _is_organisation(words[-1]):
        return Speaker(" ".join(words[:-1]), words[-1], municipality)
    return Speaker(" ".join(words), "", municipality)


def _is_organisation(word: str) -> bool:
    if _NAMED.search(word) and not _ORGANISATION.search(word):
        return False
    return bool(_ORGANISATION.search(word) or _ORGANISATION_END.search(word))


def is_presenter(text: str) -> bool:
    """Whether the words in brackets behind a title name somebody rather than explain."""
    words = [word for word in re.split(r"[\s、,・/]+", text) if word]
    if not words or len(text) > 60 or _EXPLAINS.search("".join(words[:3])):
        return False
    return any(_is_organisation(word) or _NAMED.search(word) for word in words)


def is_speaker(text: str, municipalities: Sequence[str]) -> bool:
    """Whether a short phrase before a turn is a speaker: a municipality, a post, the secretariat, a name with 様."""
    phrase = text.strip()
    if not phrase or len(phrase) > 24 or _EXPLAINS.search(phrase):
        return False
    known = municipality_in(phrase, municipalities) is not None
    return known or bool(_NAMED.search(phrase)) or phrase.endswith(CHAIR_WORDS)
