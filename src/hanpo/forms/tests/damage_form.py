"""The survey on which damage is tried, and random true answers to it."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

from hanpo.forms.engine.definition import Choice, Form, Item, Kind, Section, Words

YES_NO = (Choice(id="yes", label=Words("はい", en="Yes")), Choice(id="no", label=Words("いいえ", en="No")))
GRADES = tuple(
    Choice(id=f"g{n}", label=Words(text))
    for n, text in enumerate(("とてもよい", "よい", "ふつう", "よくない"), start=1)
)
PLANS = tuple(
    Choice(id=key, label=Words(text))
    for key, text in (("a", "①集まりを広げる"), ("b", "②企画部門も加わる"), ("c", "③いまのまま続ける"))
)
TROUBLES = tuple(
    Choice(id=f"t{n}", label=Words(text), is_alone=text == "特になし")
    for n, text in enumerate(("職員が足りない", "予算が足りない", "庁内の合意", "知識・経験", "特になし"), start=1)
)
SERVICES = tuple(
    Choice(id=f"s{n}", label=Words(text)) for n, text in enumerate(("文書管理", "電子申請", "施設予約"), start=1)
)


def survey() -> Form:
    """A survey with every kind of item that a workbook can ask."""
    return Form(
        id="council-survey", title=Words("共同システムについての調査", en="Survey on joint systems"),
        intro=Words("各市町のいまの状況と考えをお聞きします。"), closing=Words("ご協力ありがとうございました。"),
        languages=("ja", "en"), sections=(_first(), _second(), _third()),
    )  # fmt: skip


def _first() -> Section:
    return Section(id="people", title=Words("体制"), items=(
        Item(id="staff", kind=Kind.NUMBER, label=Words("情報部門の職員数"), unit="人", low=Decimal(0), required=True),
        Item(id="temps", kind=Kind.NUMBER, label=Words("うち会計年度任用職員の数"), unit="人", low=Decimal(0)),
        Item(id="budget", kind=Kind.MONEY, label=Words("令和6年度の情報関係の予算額"), absences=("undecided",)),
        Item(id="rate", kind=Kind.NUMBER, label=Words("電子申請の利用率"), unit="%", decimals=1,
             low=Decimal(0), high=Decimal(100)),
        Item(id="hours", kind=Kind.NUMBER, label=Words("月あたりの問い合わせ対応時間"), unit="時間", decimals=1),
        Item(id="systems", kind=Kind.NUMBER, label=Words("庁内で動いているシステムの数"), unit="件"),
        Item(id="phone", kind=Kind.TEXT, label=Words("担当課の電話番号")),
    ))  # fmt: skip


def _second() -> Section:
    return Section(id="joint", title=Words("共同システム"), note=Words("令和6年4月1日の状況で答えてください。"), items=(
        Item(id="uses", kind=Kind.CHOICE, label=Words("共同運営システムを使っていますか"), choices=YES_NO),
        Item(id="since", kind=Kind.DATE, label=Words("使い始めた日"), when="${uses} = 'yes'"),
        Item(id="until", kind=Kind.DATE, label=Words("契約の終わる日"), absences=("undecided", "none")),
        Item(id="plan", kind=Kind.CHOICE, label=Words("今後の進め方として望ましい案"), choices=PLANS, has_other=True),
        Item(id="troubles", kind=Kind.MULTIPLE, label=Words("進めるうえで困っていること"), choices=TROUBLES, has_other=True),
        Item(id="grades", kind=Kind.MATRIX, label=Words("それぞれの使いやすさ"), rows=SERVICES, choices=GRADES),
        Item(id="hope", kind=Kind.SCALE, label=Words("共同化への期待"), low_label=Words("低い"), high_label=Words("高い")),
        Item(id="list", kind=Kind.TABLE, label=Words("単独で契約しているシステム"), most_rows=5, columns=(
            Item(id="name", kind=Kind.TEXT, label=Words("名称")),
            Item(id="cost", kind=Kind.MONEY, label=Words("年間費用")),
            Item(id="end", kind=Kind.DATE, label=Words("契約終了日")),
        )),
    ))  # fmt: skip


def _third() -> Section:
    return Section(id="free", title=Words("そのほか"), items=(
        Item(id="office", kind=Kind.ADDRESS, label=Words("担当課の所在地")),
        Item(id="person", kind=Kind.PERSON, label=Words("担当者の氏名")),
        Item(id="opinion", kind=Kind.TEXT, label=Words("自由意見"), lines=4),
        Item(id="signed", kind=Kind.SIGNATURE, label=Words("確認した人")),
        Item(id="total", kind=Kind.CALCULATED, label=Words("職員の合計"), formula="${staff} + ${temps}"),
        Item(id="paper", kind=Kind.FILE, label=Words("参考資料")),
        Item(id="thanks", kind=Kind.NOTE, label=Words("質問は以上です。")),
    ))  # fmt: skip


OPINIONS = (
    "職員が少なく、導入の判断に時間がかかる。\n近くの町と一緒に進めたい。",
    "費用の見通しが立てば参加したい",
    "特になし",
    "説明会を開いてほしい。資料は事前にほしい。",
    "=共同化に賛成",
    "@担当が替わるたびに引継ぎが大変",
)


def true_answers(chance: random.Random) -> dict[str, object]:
    """What one municipality means to answer; now and then a question is left open."""
    answers = {
        "staff": str(chance.randint(1, 30)),
        "temps": str(chance.randint(0, 9)),
        "budget": str(chance.randint(100, 99_999) * 10_000),
        "rate": f"{chance.randint(1, 999) / 10:g}",
        "hours": f"{chance.randint(2, 80) / 2:g}",
        "systems": str(chance.randint(10, 120)),
        "phone": f"079{chance.randint(1, 9)}-{chance.randint(10, 99)}-{chance.randint(1000, 9999)}",
        "uses": {"id": chance.choice(("yes", "no"))},
        "since": _day(chance),
        "until": _day(chance),
        "plan": chance.choice(({"id": "a"}, {"id": "b"}, {"id": "c"}, {"id": "other", "text": "広域連合で進める"})),
        "troubles": _troubles(chance),
        "grades": {row.id: chance.choice(GRADES).id for row in SERVICES},
        "hope": str(chance.randint(1, 5)),
        "list": [_record(chance, n) for n in range(chance.randint(1, 3))],
        "office": {
            "postal": "6600881",
            "prefecture": "兵庫県",
            "city": "尼崎市",
            "town": "昭和通",
            "rest": "2丁目7-16",
        },
        "person": {"family": "山本", "given": "花子", "family_kana": "ヤマモト", "given_kana": "ハナコ"},
        "opinion": chance.choice(OPINIONS),
        "signed": {"name": "山本　花子", "day": _day(chance)},
    }
    for item_id in ("temps", "until", "opinion"):
        if chance.random() < 0.1:
            del answers[item_id]
    return answers


def _troubles(chance: random.Random) -> list[dict[str, str]]:
    chosen = [{"id": one.id} for one in TROUBLES[:-1] if chance.random() < 0.5]
    if chance.random() < 0.2:
        chosen.append({"id": "other", "text": "国の制度が毎年変わる"})
    return chosen or [{"id": "t5"}]


def _record(chance: random.Random, number: int) -> dict[str, str]:
    name = chance.choice(("健康管理", "図書館", "公会計", "学校"))
    return {"name": f"{name}システム{number + 1}", "cost": str(chance.randint(1, 900) * 10_000), "end": _day(chance)}


def _day(chance: random.Random) -> str:
    return (date(2019, 5, 1) + timedelta(days=chance.randrange(3000))).isoformat()
