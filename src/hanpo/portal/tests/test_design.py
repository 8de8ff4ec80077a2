"""The design system: every component is shown, nothing is written inline, and the frame says who and where."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import engines
from django.urls import reverse
from django_cotton.compiler_regex import CottonCompiler

from hanpo.core.tests import factories

PORTAL = Path(__file__).parents[1]
COMPONENTS = sorted((PORTAL / "templates" / "cotton").glob("*.html"))
FRAME = {"language_switch", "furigana_switch", "print_head"}
DESIGN = PORTAL / "templates" / "portal" / "design"
SHOWN = "\n".join(path.read_text("utf-8") for path in [DESIGN.with_suffix(".html"), *DESIGN.glob("*.html")])
USES = "\n".join(path.read_text("utf-8") for path in PORTAL.rglob("templates/**/*.html"))


@pytest.fixture
def design(client, db) -> str:
    return client.get(reverse("portal:design")).content.decode()


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in COMPONENTS])
def test_every_component_is_shown_on_the_design_page_or_stands_in_the_frame(path: Path):
    where = USES if path.stem in FRAME else SHOWN
    tag = path.stem.replace("_", "-")
    assert re.search(rf"<c-{tag}[ >/\n]", where), f"show <c-{tag}> on /design/"


def test_nothing_on_a_page_is_styled_or_scripted_inline(design):
    """The content security policy refuses both."""
    assert not re.search(r"<[^>]+\sstyle=", design)
    assert not re.search(r"<[^>]+\son[a-z]+=", design)
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", design)


def test_no_template_of_the_portal_is_styled_or_scripted_inline():
    assert not re.search(r"<[a-z][^>{]*\s(style|onclick|onchange|onsubmit)=", USES)


def test_the_credit_for_the_design_tokens_stands_on_the_page_about_hanpo(client, db):
    page = client.get(reverse("portal:about")).content.decode()
    assert "デジタル庁デザインシステム" in page
    assert "MIT License" in page
    assert 'href="https://design.digital.go.jp/dads/"' in page


def test_vendored_files_keep_their_licence_and_version_beside_them():
    vendored = PORTAL / "static" / "vendor" / "design-tokens"
    assert "MIT License" in (vendored / "LICENSE").read_text("utf-8")
    script = (PORTAL.parents[2] / "scripts" / "vendor.sh").read_text("utf-8")
    version = re.search(r"DESIGN_TOKENS=(\S+)", script).group(1)
    assert version in (vendored / "README.md").read_text("utf-8")


def test_the_head_of_a_page_says_where_the_person_works_and_as_what(db, sign_in):
    place = factories.municipality("282090")
    page = (
        sign_in(factories.person("section_lead", place, section=factories.section(place)))
        .get("/design/")
        .content.decode()
    )
    assert "豊岡市 観光課" in page
    assert "課長" in page


def test_the_navigation_shows_only_what_the_person_may_open(db, sign_in):
    page = sign_in(factories.person("section_staff")).get("/design/")
    urls = {link.url for group in page.context["navigation"] for link in group.links}
    assert reverse("portal:tray") in urls
    assert reverse("portal:audit") not in urls


def test_exactly_one_place_of_the_navigation_is_the_current_one(db, sign_in):
    page = sign_in(factories.person("section_staff")).get(reverse("portal:benefit"))
    assert [link.url for group in page.context["navigation"] for link in group.links if link.is_current] == [
        reverse("portal:benefit")
    ]


def test_a_resident_gets_the_airy_page(db, sign_in):
    assert '<body class="resident"' in sign_in(factories.person("resident")).get("/design/").content.decode()
    assert '<body class=""' in sign_in(factories.person("section_staff")).get("/design/").content.decode()


@pytest.mark.parametrize(("chosen", "shown"), [("on", "on"), ("off", "off"), (None, "off")])
def test_furigana_follows_the_choice_of_the_reader(client, db, chosen, shown):
    if chosen:
        client.cookies["hanpo_furigana"] = chosen
    assert f'data-furigana="{shown}"' in client.get("/design/").content.decode()


def test_an_unknown_page_says_what_to_do(client, db):
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "ページが見つかりません" in answer.content.decode()


def test_a_refused_page_says_whom_to_ask(db, sign_in):
    answer = sign_in(factories.person("section_staff")).get(reverse("portal:audit"))
    assert answer.status_code == 403
    assert "DX担当課に役割の追加を頼んでください" in answer.content.decode()


def test_the_page_of_a_fault_needs_nothing_that_could_fail():
    """It is drawn without request, database and session."""
    page = engines["django"].get_template("500.html").render()
    assert "うまく動きませんでした" in page


def drawn(source: str, **context) -> str:
    return engines["django"].from_string(CottonCompiler().process(source)).render(context)


def test_a_button_with_an_address_is_a_link_and_a_disabled_one_leads_nowhere():
    assert "<button" in drawn("<c-button>はい</c-button>")
    assert 'href="/x"' in drawn('<c-button href="/x">はい</c-button>')
    disabled = drawn('<c-button href="/x" disabled="True">はい</c-button>')
    assert "href" not in disabled
    assert 'aria-disabled="true"' in disabled


def test_what_people_wrote_is_escaped_in_every_attribute():
    page = drawn('<c-banner title="{{ words }}" next="{{ words }}">{{ words }}</c-banner>', words="<b>&")
    assert "<b>" not in page
    assert page.count("&lt;b&gt;&amp;") == 3


def test_a_component_does_not_take_what_the_page_happens_to_call_alike():
    assert "もれ" not in drawn("<c-banner>ことば</c-banner>", title="もれ", next="もれ")


def test_furigana_follows_its_word_without_a_gap():
    assert "</ruby>を" in drawn('<c-ruby kana="よしんひょう">予診票</c-ruby>を')


@pytest.mark.parametrize(("asked", "is_offered"), [("", False), ("?page=2", False), ("?text=観光", True)])
def test_a_filter_bar_offers_to_clear_conditions_only_where_there_are_some(sign_in, amagasaki, asked, is_offered):
    factories.section(amagasaki)
    page = sign_in(factories.person("dx_office", amagasaki)).get(f"/sections/{asked}").content.decode()
    assert ("条件を消す" in page) is is_offered
