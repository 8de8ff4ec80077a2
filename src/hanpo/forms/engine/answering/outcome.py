"""What reading an answer comes to, and the sentences that are said about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from hanpo.forms.engine.definition import Language, Words
from hanpo.forms.engine.values import Value


@dataclass(frozen=True, slots=True)
class Read:
    """A value that was read (`None`: nothing was typed), and what was repaired, in words.

    `confirm`: the repair lost something (約100 became 100) and the person must say yes to it.
    """

    value: Value | None
    repairs: tuple[str, ...] = ()
    confirm: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """What was typed can not be taken; `message` says what to enter, `proposal` is a value that may have been meant."""

    message: str
    proposal: Value | None = None


Outcome = Read | Refused


def number_text(value: Decimal) -> str:
    """A number as answers hold it: plain decimal, no exponent, no zeros behind the point that say nothing."""
    written = f"{value:f}"
    written = written.rstrip("0").rstrip(".") if "." in written else written
    return "0" if written in {"-0", ""} else written


def say(key: str, language: Language, **values: object) -> str:
    """One of the sentences below, in a language."""
    return SENTENCES[key].said(language).format(**values)


SENTENCES: Final[Mapping[str, Words]] = {
    "read_as": Words("「{typed}」を「{value}」と読みました。", en="“{typed}” was read as “{value}”."),
    "about": Words(
        "「{typed}」を「{value}」としました。およその数でよいか、確かめてください。",
        "「{typed}」を「{value}」に しました。これで いいですか。",
        "“{typed}” was taken as “{value}”. Please confirm that a rough number will do.",
    ),
    "dash": Words(
        "「{typed}」は答えなしとして読みました。0のときは0と入れてください。",
        en="“{typed}” was read as no answer. If you mean 0, enter 0.",
    ),
    "removed": Words("見えない文字を取り除きました。", en="Invisible characters were removed."),
    "unit_dropped": Words("単位「{unit}」を外しました。", en="The unit “{unit}” was left out."),
    "cut_unit": Words(
        "「{typed}」の単位が分かりません。{unit}の数字だけ（例 {example}）か、「3万円」のように円まで入れてください。",
        en="The unit of “{typed}” is unclear. Enter a number in {unit} (such as {example}), or write the yen out: 3万円.",
    ),
    "other_unit": Words(
        "「{typed}」は{found}で書かれています。{unit}で入れてください（例 {example}{unit}）。",
        "「{unit}」の 数字を 書いて ください。例：{example}{unit}",
        "“{typed}” is written in {found}. Enter it in {unit}, such as {example} {unit}.",
    ),
    "inexact": Words(
        "「{typed}」は{unit}に直すと割り切れません。{unit}で入れてください（例 {example}{unit}）。",
        en="“{typed}” is no exact number in {unit}. Enter it in {unit}, such as {example} {unit}.",
    ),
    "not_number": Words("{reason}", en="“{typed}” is not one number. Enter a number such as {example}."),
    "not_date": Words("{reason}", en="“{typed}” is not a date. Enter a day such as 2026/4/1."),
    "not_absent": Words(
        "「{typed}」とは答えられません。{wanted}を入れてください。",
        en="“{typed}” is no answer here. Please enter {wanted}.",
    ),
    "not_choice": Words(
        "「{typed}」は選択肢にありません。{choices}から選んでください。",
        "{choices}の 中から 選んで ください。",
        "“{typed}” is not one of the choices. Choose from {choices}.",
    ),
    "not_row": Words("表に「{typed}」という行や列はありません。", en="The table has no row or column “{typed}”."),
    "shape": Words(
        "この答えは読めません。もう一度入れてください。",
        "もういちど 書いて ください。",
        "This answer cannot be read. Please enter it again.",
    ),
    "required": Words("「{label}」に答えてください。", "「{label}」に 答えて ください。", "Please answer “{label}”."),
    "low": Words(
        "{low}以上の数字を入れてください。", "{low}より 大きい 数字を 書いて ください。", "Enter {low} or more."
    ),
    "high": Words(
        "{high}以下の数字を入れてください。", "{high}より 小さい 数字を 書いて ください。", "Enter {high} or less."
    ),
    "decimals": Words(
        "小数点の後は{decimals}けたまでにしてください。", en="Use at most {decimals} digits after the point."
    ),
    "whole": Words(
        "小数のない数字（例 12）を入れてください。",
        "12の ような 数字を 書いて ください。",
        "Enter a whole number such as 12.",
    ),
    "steps": Words("1から{steps}までの数字を選んでください。", en="Choose a number from 1 to {steps}."),
    "long": Words(
        "{most}字までで書いてください（今は{count}字です）。",
        "{most}字より 短く 書いて ください。",
        "Write at most {most} characters ({count} now).",
    ),
    "other_text": Words(
        "「その他」の内容を書いてください。", "「その他」は 何ですか。書いて ください。", "Say what “other” is."
    ),
    "unused": Words(
        "「その他」が選ばれていないので、「{typed}」は入れていません。「その他」のことなら、それも選んでください。",
        en="“Other” is not chosen, so “{typed}” was left out. If you meant it, choose “other” as well.",
    ),
    "alone": Words(
        "「{choice}」を選ぶときは、ほかのものを選ばないでください。",
        "「{choice}」の ときは、ほかの ものを 選ばないで ください。",
        "“{choice}” cannot be chosen together with others.",
    ),
    "retired": Words(
        "「{choice}」は今は選べません。ほかのものを選んでください。",
        en="“{choice}” is no longer offered. Choose another.",
    ),
    "rows_left": Words("「{rows}」の行にも答えてください。", en="Please answer the rows {rows} as well."),
    "too_many_rows": Words(
        "{most}行までにしてください（今は{count}行です）。", en="At most {most} rows ({count} now)."
    ),
    "in_row": Words("{row}行目の「{column}」：{message}", en="Row {row}, “{column}”: {message}"),
    "postal": Words(
        "郵便番号は7けたの数字（例 660-0881）で入れてください。",
        en="The postal code has seven digits, such as 660-0881.",
    ),
    "place": Words("市町の名前から後の住所も入れてください。", en="Please enter the address from the city onwards."),
    "kana": Words(
        "フリガナはカタカナ（例 ヤマダ）で入れてください。", en="Write the reading in katakana, such as ヤマダ."
    ),
    "name": Words(
        "氏と名を入れてください。", "名前を 書いて ください。", "Please enter the family and the given name."
    ),
    "signed": Words(
        "署名する人の名前と日付を入れてください。", en="Please enter the name of the signer and the day of signing."
    ),
    "file": Words("ファイルを選んでください。", en="Please choose a file."),
    "other": Words("その他", "その他", "Other"),
    "none": Words("該当なし", "ない", "None"),
    "undecided": Words("未定", "まだ 決まっていない", "Undecided"),
    "unknown": Words("不明", "わからない", "Unknown"),
}
