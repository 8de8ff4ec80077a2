"""Furigana for やさしい日本語: 漢字《かんじ》 in a text becomes a ruby with its reading above.

A reading belongs to the run of kanji (and 々, digits) right before it. The marks are plain characters, so they travel
through translations and escaping unharmed; where no ruby can stand (attributes, titles, options), the reading is left
out.
"""

from __future__ import annotations

import re

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_READING = re.compile(r"([\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff0-9]+)《([ぁ-ゖァ-ヺー]+)》")
_UNRUBIED = re.compile(r"<(title|option|textarea|script|style|text)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)


@register.filter(name="ruby")
def ruby(text: object) -> SafeString:
    """The text, escaped, with its readings as furigana."""
    return mark_safe(_with_ruby(conditional_escape(str(text) if not isinstance(text, str) else text)))


@register.filter(name="unruby")
def unruby(text: object) -> str:
    """The text without its readings, for mail subjects and other places that cannot show furigana."""
    return _READING.sub(r"\1", str(text))


@register.tag(name="easy")
def easy(parser: Parser, token: Token) -> EasyNode:
    """Turn the readings in a whole piece of a page into furigana: `{% easy %}…{% endeasy %}`."""
    nodes = parser.parse(("endeasy",))
    parser.delete_first_token()
    return EasyNode(nodes)


class EasyNode(template.Node):
    """A piece of a page whose texts carry readings."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        return mark_safe(ruby_in_html(self.nodelist.render(context)))


def ruby_in_html(html: str) -> str:
    """HTML with furigana in its text; in tags and in elements that hold only plain text the readings are left out."""
    if "《" not in html:
        return html
    pieces, end = [], 0
    for plain in _UNRUBIED.finditer(html):
        pieces += [_in_one(html[end : plain.start()]), unruby(plain.group())]
        end = plain.end()
    return "".join([*pieces, _in_one(html[end:])])


def _in_one(text: str) -> str:
    """The text with furigana, held together: a label that lines its parts up must not take each ruby for a part."""
    rubied = _with_ruby(text)
    return text if rubied == text else f"<span>{rubied}</span>"


def _with_ruby(escaped: str) -> str:
    return _READING.sub(r"<ruby>\1<rp>（</rp><rt>\2</rt><rp>）</rp></ruby>", escaped)
