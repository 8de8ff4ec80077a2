"""The fixed words of a workbook in three languages, and the folding under which labels meet again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from hanpo.forms.engine.definition import Language, Words

SHEET: Final = Words("回答", "回答", "Answers")
GUIDE: Final = Words("記入要領", "書きかた", "Guide")
NUMBER: Final = Words("番号", "ばんごう", "No.")
QUESTION: Final = Words("質問", "しつもん", "Question")
ANSWER: Final = Words("回答", "こたえ", "Answer")
UNIT: Final = Words("単位", "たんい", "Unit")
NOTES: Final = Words("説明・記入例", "せつめい・れい", "Notes and examples")
APPROVAL: Final = Words("決裁欄", "決裁欄", "Circulation")
APPROVERS: Final = (Words("課長", "課長", "Head"), Words("係長", "係長", "Chief"), Words("担当", "担当", "Staff"))
RESPONDENT: Final = Words("回答団体", "こたえる 団体", "Respondent")
STAMP: Final = Words(
    "様式の番号（消さないでください）", "様式の 番号（けさないで ください）", "Number of the form (keep)"
)
REQUIRED: Final = Words("必須", "かならず", "Required")
OTHER_LABEL: Final = Words("その他", "その ほか", "Other")
OTHER_TEXT: Final = Words("（その他の内容）", "（その ほかの 内容）", "(Other: please say)")
ABSENT: Final = Words("（答えがないとき）", "（こたえが ない とき）", "(If there is no answer)")
CHOICES: Final = Words("選択肢", "えらぶ もの", "Choices")
MARK_HELP: Final = Words(
    "当てはまるものすべてに○", "あてはまる ものに ぜんぶ ○を かいて ください", "Put ○ beside all that apply"
)
ON_PAGE: Final = Words(
    "（ファイルは回答の画面で添付してください）",
    "（ファイルは 画面で つけて ください）",
    "(Attach files on the page)",
)
COUNTED: Final = Words("（自動で計算します）", "（自動で けいさん します）", "(Calculated)")
EXAMPLE: Final = Words("例", "れい", "Example")
ROW: Final = Words("行", "ぎょう", "Row")
QUESTION_NUMBER: Final = Words("問", "しつもん", "Q")

ABSENCES: Final = {
    "none": Words("該当なし", "ありません", "None"),
    "undecided": Words("未定", "まだ きまっていない", "Undecided"),
    "unknown": Words("不明", "わかりません", "Unknown"),
}
"""The words by which a cell says that there is no answer, by kind."""

PARTS: Final = {
    "postal": Words("郵便番号", "郵便番号", "Postal code"),
    "prefecture": Words("都道府県", "都道府県", "Prefecture"),
    "city": Words("市区町村", "市・町", "City"),
    "town": Words("町名", "町の 名前", "Town"),
    "rest": Words("丁目・番地", "番地", "Block and number"),
    "building": Words("建物名・部屋番号", "たてもの・へや", "Building and room"),
    "family": Words("姓", "みょうじ", "Family name"),
    "given": Words("名", "なまえ", "Given name"),
    "family_kana": Words("姓（カナ）", "みょうじ（カナ）", "Family name (kana)"),
    "given_kana": Words("名（カナ）", "なまえ（カナ）", "Given name (kana)"),
    "former": Words("旧氏", "まえの みょうじ", "Former family name"),
    "alias": Words("通称", "通称", "Alias"),
    "name": Words("記名", "なまえ", "Name"),
    "day": Words("記入日", "かいた 日", "Day"),
}
"""The parts of an address, a person and a signature."""

ADDRESS_PARTS: Final = ("postal", "prefecture", "city", "town", "rest", "building")
PERSON_PARTS: Final = ("family", "given", "family_kana", "given_kana", "former", "alias")

_NUMBERING = re.compile(
    r"^(?:問|設問|質問|q)?[\(\[]?(?:\d+(?:[-.]\d+)*|[a-zア-ン])[\)\].．:：、]+|^(?:問|設問|質問|q)\d+(?:[-.]\d+)*|^\d+(?=[^\d.,%])"
)
_LEFT_OUT = re.compile(r"[\s　]+")


def folded(text: str) -> str:
    """The text as labels are compared: NFKC, small letters, no spaces."""
    return _LEFT_OUT.sub("", unicodedata.normalize("NFKC", text)).casefold()


def unnumbered(text: str) -> str:
    """The folded text without the numbering in front (1., (2), ア), 問3)."""
    plain = folded(text)
    return _NUMBERING.sub("", plain, count=1) or plain


def own_number(label: str) -> int | None:
    """The number with which a label begins (①, 1., (2)), if it does; the number of a quantity (10人) is none."""
    first = unicodedata.normalize("NFKC", label[:1])
    if (
        label[:1]
        and not label[:1].isascii()
        and first.isdigit()
        and unicodedata.decomposition(label[0]).startswith("<circle>")
    ):
        return int(first)
    match = re.match(r"(?:\((\d+)\)|(\d+)[.．:：、)）\s　])", unicodedata.normalize("NFKC", label))
    return int(match[1] or match[2]) if match else None


def said_ways(words: Words) -> tuple[str, ...]:
    """A text in every language in which it was written."""
    return tuple(dict.fromkeys(text for text in (words.ja, words.easy, words.en) if text))


GUIDE_LINES: Final[Mapping[Language, tuple[str, ...]]] = {
    "ja": (
        "1. 色のついたセルに答えてください。ほかのセルは変えられないようにしてあります（パスワードはありません）。",
        "2. 一つのセルには一つの答えを入れてください。複数選ぶ質問は、選ぶものの右のセルに○を入れてください。",
        "3. 数は単位をつけずに入れてください。単位はセルの右に書いてあります。はっきりしないときは、分かる範囲の数を入れてください。",
        "4. 日付は「R8.4.1」「令和8年4月1日」「2026/4/1」のどれでも読み取れます。",
        "5. 答えのない欄は空けておいてください。「該当なし」「未定」などを選べる欄では、その言葉を選んでください。",
        "6. 答えは質問の番号で読み取ります。行や列を足しても読み取れますが、質問の行は消さないでください。",
        "7. 課内で回したあと、Excelのまま（.xlsx）送ってください。パスワードはつけないでください。",
    ),
    "easy": (
        "1. 色の ある ところに 答えを 書いて ください。",
        "2. ひとつの ところには ひとつの 答えを 書いて ください。いくつも えらぶ ときは、右に ○を 書いて ください。",
        "3. 数は 数字だけ 書いて ください。",
        "4. 日は 「2026/4/1」のように 書いて ください。",
        "5. 答えが ないときは なにも 書かないで ください。",
        "6. 質問の 行を 消さないで ください。",
        "7. Excelの まま 送って ください。パスワードは つけないで ください。",
    ),
    "en": (
        "1. Answer in the coloured cells. Other cells are locked (there is no password).",
        "2. One answer to a cell. Where several may be chosen, put ○ in the cell to the right of each.",
        "3. Enter numbers without a unit; the unit is printed to the right.",
        "4. Days may be written 2026/4/1, 2026-04-01 or R8.4.1.",
        "5. Leave a cell empty where you have no answer, or choose a word such as “None” where it is offered.",
        "6. Answers are found by the id of the question: rows may be added, but please keep the rows of questions.",
        "7. Send it back as an Excel file (.xlsx) without a password.",
    ),
}
"""How to fill in the workbook, line by line."""
