"""From the text of an expression to its parts: a small parser by precedence, which says in Japanese what is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from hanpo.forms.engine.expressions.syntax import (
    FUNCTIONS,
    PRECEDENCE,
    Binary,
    Call,
    Expression,
    ExpressionError,
    Literal,
    Name,
    Negative,
    This,
)

MOST_TOKENS: Final = 400
MOST_DEPTH: Final = 40

_TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)|(?P<string>'[^']*'|\"[^\"]*\")"
    r"|\$\{\s*(?P<name>[^\W\d][\w-]*(?:\.[^\W\d][\w-]*)?)\s*\}"
    r"|(?P<word>[a-zA-Z][a-zA-Z0-9]*(?:-[a-zA-Z0-9]+)*)|(?P<mark>!=|<=|>=|[=<>+*(),-])|(?P<this>\.(?![./])))"
)
_STRANGE = {
    "/": "「/」や「..」で場所を書くことはできません。「${項目のid}」で書いてください。割り算は「div」です。",
    "..": "「/」や「..」で場所を書くことはできません。「${項目のid}」で書いてください。",
    "$": "項目は「${項目のid}」のように、$と波かっこで書いてください。idは文字で始まります。",
    "'": "引用符「'」が閉じていません。文字の終わりにも「'」を書いてください。",
    '"': '引用符「"」が閉じていません。文字の終わりにも「"」を書いてください。',
    "!": "「ちがう」は「!=」か not( ) で書いてください。",
}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """The parts of an expression. Raises `ExpressionError`, whose Japanese message says what to write."""
    parser = _Parser(tuple(_tokens(text)))
    expression = parser.expression(0, 0)
    parser.end()
    return expression


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise _strange(text[at:].lstrip(), at)
        found.append(_Token(match.lastgroup, match[match.lastgroup], match.start(match.lastgroup)))
        at = match.end()
    if not found:
        raise ExpressionError("式が空です。例：${q1} = 'yes'")
    if len(found) > MOST_TOKENS:
        raise ExpressionError("式が長すぎます。計算の項目を作って、いくつかに分けてください。", found[-1].position)
    return found


def _strange(rest: str, at: int) -> ExpressionError:
    for start, message in sorted(_STRANGE.items(), reverse=True):
        if rest.startswith(start):
            return ExpressionError(message, at)
    return ExpressionError(
        f"「{rest[:1]}」は式に使えません。記号と数字は半角で、文字は引用符で囲んで書いてください。", at
    )


class _Parser:
    """Precedence climbing over the tokens."""

    def __init__(self, tokens: tuple[_Token, ...]) -> None:
        self.tokens = tokens
        self.at = 0

    def peek(self) -> _Token:
        if self.at < len(self.tokens):
            return self.tokens[self.at]
        return _Token("end", "", self.tokens[-1].position + len(self.tokens[-1].text))

    def take(self) -> _Token:
        token = self.peek()
        self.at += 1
        return token

    def expression(self, above: int, depth: int) -> Expression:
        if depth > MOST_DEPTH:
            raise ExpressionError(
                "かっこの重なりが深すぎます。計算の項目を作って分けてください。", self.peek().position
            )
        left = self.operand(depth)
        while (precedence := self.operator()) > above:
            operator = self.take().text
            left = Binary(operator, left, self.expression(precedence, depth + 1))
        return left

    def operator(self) -> int:
        token = self.peek()
        return PRECEDENCE.get(token.text, 0) if token.kind in {"mark", "word"} else 0

    def operand(self, depth: int) -> Expression:
        token = self.take()
        if token.kind == "number":
            return Literal(Decimal(token.text))
        if token.kind == "string":
            return Literal(token.text[1:-1])
        if token.kind == "name":
            return Name(token.text)
        if token.kind == "this":
            return This()
        return self.call(token, depth) if token.kind == "word" else self.marked(token, depth)

    def marked(self, token: _Token, depth: int) -> Expression:
        if token.text == "-":
            return Negative(self.negated(depth + 1))
        if token.text == "(":
            inner = self.expression(0, depth + 1)
            self.expect(")")
            return inner
        before = f"「{self.tokens[self.at - 2].text}」の後に、" if self.at > 1 else ""
        raise ExpressionError(f"{before}項目か値が要ります。例：${{q1}} = 'yes'", token.position)

    def negated(self, depth: int) -> Expression:
        if depth > MOST_DEPTH:
            raise ExpressionError("「-」が続きすぎています。一つにしてください。", self.peek().position)
        return self.operand(depth)

    def call(self, token: _Token, depth: int) -> Expression:
        if self.peek().text != "(" or self.peek().kind != "mark":
            raise ExpressionError(
                f"「{token.text}」が読めません。項目は「${{{token.text}}}」、文字は「'{token.text}'」と書いてください。",
                token.position,
            )
        if token.text not in FUNCTIONS:
            usable = "、".join(FUNCTIONS)
            raise ExpressionError(f"「{token.text}」という関数はありません。使えるのは {usable} です。", token.position)
        self.take()
        call = Call(token.text, self.arguments(depth + 1))
        self.check_count(call, token.position)
        return call

    def arguments(self, depth: int) -> tuple[Expression, ...]:
        if self.peek().text == ")":
            self.take()
            return ()
        found = [self.expression(0, depth)]
        while self.peek().text == "," and self.peek().kind == "mark":
            self.take()
            found.append(self.expression(0, depth))
        self.expect(")")
        return tuple(found)

    def check_count(self, call: Call, position: int) -> None:
        fewest, most = FUNCTIONS[call.function]
        if fewest <= len(call.arguments) <= most:
            return
        wanted = f"{fewest}つ" if fewest == most else f"{fewest}つ以上" if most > 9 else f"{fewest}つか{most}つ"
        raise ExpressionError(
            f"{call.function}( ) のかっこの中には値を{wanted}、「,」で区切って書いてください。", position
        )

    def expect(self, mark: str) -> None:
        token = self.take()
        if token.kind != "mark" or token.text != mark:
            raise ExpressionError("かっこが閉じていません。「)」を書いてください。", token.position)

    def end(self) -> None:
        token = self.peek()
        if token.kind != "end":
            raise ExpressionError(
                f"「{token.text}」の前に、つなぐ言葉（and、or、=、+ など）が要ります。", token.position
            )
