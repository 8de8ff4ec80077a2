"""The checks of `make check` find what they are there to find."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from types import ModuleType

import pytest

from tests.house import source


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Gives a check of `scripts/` by its name."""
    monkeypatch.syspath_prepend(str(source.ROOT / "scripts"))

    def load(name: str) -> ModuleType:
        return importlib.import_module(f"check_{name}")

    yield load
    for name in [name for name in sys.modules if name.startswith("check_") or name == "findings"]:
        del sys.modules[name]


@pytest.fixture
def said_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Writes a template and gives what the check says of it."""

    def said(check: ModuleType, text: str, name: str = "page.html") -> list[str]:
        monkeypatch.setattr(check, "ROOT", tmp_path)
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return [finding.rpartition(": ")[2] for finding in check.findings_in(path)]

    return said


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ('<p style="color: red">', "an inline style"),
        ("<style>p {}</style>", "an inline style"),
        ("<script>alert(1)</script>", "an inline script"),
        ('<button onclick="go()">', "an inline event handler"),
        ('<a href="javascript:go()">', "a script as an address"),
        ('<script src="https://example.com/a.js"></script>', "an address outside"),
        ("<p>期限</p>", "Japanese that cannot be translated"),
        ('<c-button label="保存" />', "Japanese that cannot be translated"),
    ],
)
def test_a_template_with_a_fault_is_found(check, said_of, text: str, finding: str):
    assert said_of(check("templates"), '{% extends "base.html" %}' + text) == [finding]


@pytest.mark.parametrize(
    "text",
    [
        '{% translate "期限" %}',
        "{% blocktranslate %}残り{{ n }}日{% endblocktranslate %}",
        "<c-button label=\"{% translate '保存' %}\" />",
        '{{ _("期限") }}',
        '<button lang="ja">日本語</button>',
        "<p>豊岡</p> {# not translated: a name #}",
        '<script src="{% static "a.js" %}"></script>',
    ],
)
def test_a_template_without_fault_passes(check, said_of, text: str):
    assert said_of(check("templates"), '{% extends "base.html" %}' + text) == []


def test_a_page_that_extends_nothing_is_found_and_a_part_is_not(check, said_of):
    assert len(said_of(check("templates"), "<p></p>")) == 1
    assert said_of(check("templates"), "<p></p>", "_part.html") == []


@pytest.mark.parametrize(
    "line", ["index: https://py|pi.org/simple", "path = '/ho|me/somebody/hanpo'", "mail: taro|@city.toyooka.lg.jp"]
)
def test_a_leak_is_found(check, said_of, line: str):
    assert len(said_of(check("leaks"), line.replace("|", ""), "notes.txt")) == 1


@pytest.mark.parametrize("line", ["mail: taro@example.lg.jp", "see /account/login/", "http://127.0.0.1:8000/home/"])
def test_what_is_no_leak_passes(check, said_of, line: str):
    assert said_of(check("leaks"), line, "notes.txt") == []


class Installed:
    """A distribution with the metadata that it is given."""

    version = "1.0"

    def __init__(self, **metadata: str) -> None:
        self.metadata = Message()
        for name, value in metadata.items():
            self.metadata[name.replace("_", "-")] = value


@pytest.mark.parametrize(
    ("metadata", "is_bad"),
    [
        ({"License_Expression": "GPL-3.0-or-later"}, True),
        ({"License_Expression": "AGPL-3.0-only"}, True),
        ({"Classifier": "License :: OSI Approved :: GNU Affero General Public License v3"}, True),
        ({"License": "GPLv2"}, True),
        ({"License_Expression": "LGPL-3.0-only"}, False),
        ({"Classifier": "License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)"}, False),
        ({"License_Expression": "MIT"}, False),
        ({}, False),
    ],
)
def test_a_library_under_the_gpl_is_found(check, monkeypatch: pytest.MonkeyPatch, metadata: dict, is_bad: bool):
    licences = check("licences")
    monkeypatch.setattr(licences, "distributions", lambda: [Installed(Name="some-library", **metadata)])
    assert bool(list(licences.findings())) is is_bad


ENGLISH = """
msgid "期限"
msgstr "Due"

#, fuzzy
msgid "課題"
msgstr "Problem"

msgid "会議"
msgstr ""

#, python-format
msgid "残り%(n)s日"
msgstr "days left"

msgid "もう言わない"
msgstr "No longer said"
"""


def test_a_catalogue_with_faults_is_found(check, tmp_path: Path):
    translations = check("translations")
    catalogue = tmp_path / "django.po"
    catalogue.write_text(ENGLISH, encoding="utf-8")
    known = translations.messages_in(catalogue)
    wanted = {key: message for key, message in known.items() if key[1] != "もう言わない"}
    wanted["", "新しい言葉"] = translations.Message(("", "新しい言葉"), "", ("",), False)
    assert sorted(translations.findings(wanted=wanted, known=known)) == [
        "doubtful (fuzzy): 課題",
        "no English for: 新しい言葉",
        "no longer said: もう言わない",
        "not translated: 会議",
        "placeholders differ: 残り%(n)s日 / days left",
    ]


def test_a_setting_and_a_word_without_explanation_are_found(check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    docs = check("docs")
    monkeypatch.setattr(docs, "DOCS", tmp_path)
    (tmp_path / "settings.md").write_text("| `HANPO_NEVER_READ` | |", encoding="utf-8")
    assert "docs/settings.md: `HANPO_HOME` is not explained" in list(docs.settings())
    assert "docs/settings.md: `HANPO_NEVER_READ` is not read anywhere" in list(docs.settings())
    assert "docs/glossary.md: はしご = ladder (hub) is missing" in list(docs.words())
    assert any("`make check`" in finding for finding in docs.commands())
