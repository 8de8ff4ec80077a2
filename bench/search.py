"""The search over 100,000 passages: is every hit found and nothing else, and how long does a page of results take?

1,000 random substrings of one to six characters are looked up in generated Japanese text, on SQLite and PostgreSQL,
and compared with a plain substring test. FTS5's own tokenizers answer the same queries beside them. What is timed is
what the page does: the first twenty records with their marks, and the count.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

PASSAGES = 100_000
QUERIES = 1_000
LONGEST_QUERY = 6
SEED = 20240829
TOWNS = 42
DAYS = 700
POSTGRESQL = Path(os.environ.get("HANPO_POSTGRESQL_BIN", "/usr/lib/postgresql/15/bin"))

Report = Callable[[str, str, str, str], None]
"""Takes a name, a value, a unit and a note."""

THINGS = """窓口 合意 課題 予約 職員 住民 市民 配送 農家 収穫 観光 学校 児童 保健 福祉 予防接種 相談 申請 手続 証明書 様式 帳票 会議 議事録
議題 質疑 宿題 引継ぎ 異動 担当課 所管課 支援者 伴走支援 県庁 市役所 町役場 協議会 事務局 推進計画 方針 予算 補助金 契約 調達 仕様書 実証 実装
検証 効果 指標 成果 調査 アンケート 回答 集計 分析 地図 位置情報 データ連携 基盤 共同利用 システム サービス アプリ クラウド ネットワーク
セキュリティ 研修 ワークショップ ファシリテーション マニュアル スケジュール チェックリスト 直売所 出荷 注文 商品 野菜 玉ねぎ 黒大豆 山椒 温泉 城跡
棚田 海岸 渓谷 宿泊 旅館 周遊 来訪者 案内板 多言語 翻訳 高齢者 買物 見守り 運転手 経路 荷物 世帯 集落 自治会 民生委員 保育所 母子手帳 健診
乳幼児 接種券 医療機関 診療所 薬局 先生 生徒 保護者 教材 端末 学習履歴 図書館 公民館 避難所 防災 水道 道路 河川 税務 戸籍 転入 転出 出生届
国民健康保険 介護認定 障害者手帳 就学援助 奨学金 空き家 移住 起業 商店街 特産品 ふるさと納税 広報紙 ホームページ 電子申請 押印 決裁 文書管理""".split()
PEOPLE = "尼崎市 西宮市 加西市 多可町 上郡町 豊岡市 養父市 丹波市 洲本市 姫路市 山本 田中 藤原 井上 岡田 前川 中西 小林 松本 谷口".split()
DOINGS = """見直す 進める 整理する 共有する 確認する 準備する 試行する 広げる 減らす 支える 始める 続ける 任せる 記録する 比べる 説明する 聞き取る
話し合う まとめる 引き継ぐ 取り入れる 改善する 連携する 受け付ける 届ける 測る 公開する 更新する 検討する 依頼する""".split()
LINKS = "では において については とともに に向けて をもとに のために によって から まで".split()
ENDS = "ことにした。 必要がある。 予定である。 ことが難しい。 ようになった。 という声が多い。 ことで時間が減った。 方向で合意した。".split()
MARKS = "、 ・ （ ） 「 」 ： ～ Ａ B DX ＤＸ ３ 10 ① ② ㈱ ｱﾝｹｰﾄ Ｑ１".split()


def sentence(chance: random.Random, rare: Sequence[str]) -> str:
    """One sentence; now and then with a rare name, so that there are words of every frequency."""

    def thing() -> str:
        return THINGS[min(int(chance.paretovariate(0.45)) - 1, chance.randrange(len(THINGS)))]

    parts = [thing(), chance.choice("のとや"), thing(), chance.choice("をがは")]
    if chance.random() < 0.4:
        parts[:0] = [chance.choice(PEOPLE), chance.choice(LINKS)]
    if chance.random() < 0.3:
        parts[:0] = [chance.choice(rare), chance.choice("のにで")]
    if chance.random() < 0.3:
        parts.insert(chance.randrange(len(parts)), chance.choice(MARKS))
    return "".join([*parts, chance.choice(DOINGS), chance.choice(ENDS)])


def passages(count: int = PASSAGES, seed: int = SEED) -> list[str]:
    """Generated passages of one to twelve sentences, always the same ones."""
    chance = random.Random(seed)
    kanji = [chr(code) for code in range(0x4E00, 0x4E00 + 6000, 3)]
    rare = ["".join(chance.choices(kanji, k=chance.choice((2, 3)))) for _ in range(4000)]
    return ["".join(sentence(chance, rare) for _ in range(chance.choice((1, 1, 2, 3, 5, 12)))) for _ in range(count)]


def queries(texts: Sequence[str], count: int = QUERIES, seed: int = SEED) -> list[str]:
    """Random substrings of the passages, one to six characters long."""
    chance = random.Random(seed + 1)
    found = []
    while len(found) < count:
        text, length = chance.choice(texts), chance.randint(1, LONGEST_QUERY)
        start = chance.randrange(max(1, len(text) - length + 1))
        query = text[start : start + length]
        if query.strip():
            found.append(query)
    return found


class Oracle:
    """Plain substring search over all passages, normalised by the standard library alone."""

    def __init__(self, texts: Sequence[str]) -> None:
        folded = [self.fold(text) for text in texts]
        self.whole = "\n".join(folded)
        self.starts, at = [], 0
        for text in folded:
            self.starts.append(at)
            at += len(text) + 1

    @staticmethod
    def fold(text: str) -> str:
        """Unicode NFKC and case folding."""
        return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())

    def holding(self, query: str) -> set[int]:
        """The numbers of the passages that hold the query."""
        wanted, found, at = self.fold(query), set(), 0
        while (at := self.whole.find(wanted, at)) >= 0:
            number = bisect_right(self.starts, at) - 1
            found.add(number)
            at = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.whole)
        return found


def measure(report: Report, name: str, texts: Sequence[str], asked: Sequence[str]) -> None:
    """Measure Hanpo's search on the database that Django is set to."""
    import django

    django.setup()
    from hanpo.core.access import Access
    from hanpo.core.scope import EVERYWHERE, of
    from hanpo.core.search.find import passage_ids

    _fill(report, name, texts)
    town = f"{TOWNS // 2:06d}"
    own = {n for n in range(len(texts)) if n % TOWNS == TOWNS // 2}
    everybody, one_town = Access((), {"core.search": EVERYWHERE}), Access((), {"core.search": of(town)})
    oracle = Oracle(texts)
    true = found = false = 0
    for query in asked:
        expected = oracle.holding(query)
        for wanted, access in ((expected, everybody), (expected & own, one_town)):
            answered = {number - 1 for number in passage_ids(query=query, access=access)}
            true, found = true + len(wanted), found + len(wanted & answered)
            false += len(answered - wanted)
    report(f"{name}: recall", f"{found / true:.3f}", "", f"{true:,} true hits of {len(asked):,} queries")
    report(f"{name}: false hits", str(false), "passages", "against a plain substring test")
    wrong = sum(not _is_right(query, oracle.holding(query), everybody) for query in asked)
    report(f"{name}: wrong pages", str(wrong), "", "the first twenty records in order, and the count up to 300")
    for label, access in (("every municipality", everybody), ("one municipality", one_town)):
        _report_times(report, f"{name}, {label}", _times(asked, access))


def _is_right(query: str, expected: set[int], access: object) -> bool:
    """Whether the first page holds the best records in order, and the count is true. Several terms are put in order by
    their nearness, so that only the count is compared.
    """
    from hanpo.core.search.find import find
    from hanpo.core.search.question import COUNTED

    answer = find(query=query, access=access)  # type: ignore[arg-type]
    best = sorted(expected, key=lambda n: (-_weight(n), -(n % DAYS), -n))[:20]
    is_in_order = len(answer.terms) > 1 or [int(hit.object_id) for hit in answer.hits] == best
    return is_in_order and answer.count == min(len(expected), COUNTED) and answer.is_capped == (len(expected) > COUNTED)


def _weight(number: int) -> int:
    return 3 if number % 7 == 0 else 1


def _times(asked: Sequence[str], access: object) -> list[float]:
    """Milliseconds of what the page does: the first twenty records with marks, and the count (exact up to 300)."""
    from hanpo.core.search.find import find

    return [_milliseconds(lambda query=query: find(query=query, access=access)) for query in asked]  # type: ignore


def _milliseconds(ask: Callable[[], object]) -> float:
    """How long it takes: the middle of three times, so that other work on the machine disturbs less."""
    took = []
    for _n in range(3):
        began = time.perf_counter()
        ask()
        took.append((time.perf_counter() - began) * 1000)
    return sorted(took)[1]


def _fill(report: Report, name: str, texts: Sequence[str]) -> None:
    """Put the passages into the house, each a record of its own, spread over the municipalities and 700 days."""
    from django.core.management import call_command
    from django.db import connection, transaction

    from hanpo.core.models import Municipality, Passage
    from hanpo.core.search import postgresql, sqlite
    from hanpo.core.search.words import fold

    call_command("migrate", verbosity=0, run_syncdb=True)
    began = time.perf_counter()
    with transaction.atomic():
        Municipality.objects.bulk_create(
            Municipality(code=f"{n:06d}", kind="town", name=f"{n}", kana="", name_en="", latitude=0, longitude=0)
            for n in range(TOWNS)
        )
        for first in range(0, len(texts), 2000):
            Passage.objects.bulk_create(
                Passage(
                    pk=n + 1, source="bench", object_id=str(n), municipality_id=f"{n % TOWNS:06d}",
                    permission="core.search", title=f"{n}", url="/", text=texts[n], folded=fold(texts[n]),
                    weight=_weight(n), dated=date(2024, 1, 1) + timedelta(days=n % DAYS),
                )
                for n in range(first, min(first + 2000, len(texts)))
            )  # fmt: skip
    (postgresql if connection.vendor == "postgresql" else sqlite).refill_index(connection)
    took = time.perf_counter() - began
    report(f"{name}: filling", f"{took:.0f}", "s", f"{len(texts):,} passages, {sum(map(len, texts)):,} characters")


def measure_peer(report: Report, tokenizer: str, texts: Sequence[str], asked: Sequence[str]) -> None:
    """The same queries over FTS5 with one of its own tokenizers: the ids, up to a page, and the count."""
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE VIRTUAL TABLE peer USING fts5(words, tokenize='{tokenizer}')")
    folded = [Oracle.fold(text) for text in texts]
    database.executemany("INSERT INTO peer(rowid, words) VALUES (?, ?)", enumerate(folded))
    database.execute("INSERT INTO peer(peer) VALUES ('optimize')")
    oracle = Oracle(texts)
    true, found, took = [0] * (LONGEST_QUERY + 1), [0] * (LONGEST_QUERY + 1), []
    for query in asked:
        wanted = '"' + Oracle.fold(query).replace('"', '""') + '"'
        took.append(_milliseconds(lambda wanted=wanted: _page_of_peer(database, wanted)))  # type: ignore[misc]
        answered = {row[0] for row in database.execute("SELECT rowid FROM peer WHERE peer MATCH ?", [wanted])}
        expected = oracle.holding(query)
        true[len(query)] += len(expected)
        found[len(query)] += len(expected & answered)
    by_length = ", ".join(f"{n}: {found[n] / max(true[n], 1):.3f}" for n in range(1, LONGEST_QUERY + 1))
    report(f"FTS5 {tokenizer}: recall", f"{sum(found) / sum(true):.3f}", "", f"by length {by_length}")
    _report_times(report, f"FTS5 {tokenizer}", took)


def _page_of_peer(database: sqlite3.Connection, wanted: str) -> None:
    database.execute("SELECT rowid, words FROM peer WHERE peer MATCH ? LIMIT 20", [wanted]).fetchall()
    database.execute("SELECT count(*) FROM (SELECT 1 FROM peer WHERE peer MATCH ? LIMIT 301)", [wanted]).fetchone()


def _report_times(report: Report, name: str, took: Sequence[float]) -> None:
    p95 = statistics.quantiles(took, n=20)[-1]
    report(f"{name}: p50", f"{statistics.median(took):.2f}", "ms", "a query")
    report(f"{name}: p95", f"{p95:.2f}", "ms", f"a query; slowest {max(took):.1f}")


@contextmanager
def postgresql_server() -> Iterator[str]:
    """A PostgreSQL server that lives as long as the block, with a role that is no superuser; gives its address."""
    folder = Path(tempfile.mkdtemp(prefix="hanpo-bench-"))
    folder.chmod(0o755)
    home, port = folder / "server", "54399"
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    home.mkdir()
    if as_user:
        shutil.chown(home, "postgres")

    def run(*command: str) -> None:
        subprocess.run([*as_user, *command], check=True, stdout=subprocess.DEVNULL)

    control = (str(POSTGRESQL / "pg_ctl"), "-D", f"{home}/data", "-w")
    options = f"-p {port} -k {home} -c listen_addresses=127.0.0.1 -c fsync=off -c shared_buffers=512MB"
    run(str(POSTGRESQL / "initdb"), "-D", f"{home}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8",
        "--locale=C.UTF-8", "--no-sync")  # fmt: skip
    run(*control, "-l", f"{home}/log", "-o", options, "start")
    try:
        psql = (str(POSTGRESQL / "psql"), "-q", "-h", str(home), "-p", port, "-U", "postgres", "-c")
        run(*psql, "CREATE ROLE hanpo LOGIN NOSUPERUSER CREATEDB")
        run(*psql, "CREATE DATABASE hanpo OWNER hanpo")
        yield f"postgres://hanpo@127.0.0.1:{port}/hanpo"
    finally:
        run(*control, "-m", "immediate", "stop")
        shutil.rmtree(folder)


def _measure_apart(report: Report, name: str, address: str, count: int) -> None:
    """Measure in a process of its own, since Django knows one database."""
    with tempfile.TemporaryDirectory(prefix="hanpo-bench-") as home:
        here = Path(__file__).resolve().parent.parent
        environment = {"DJANGO_SETTINGS_MODULE": "hanpo.config.settings", **os.environ, "HANPO_HOME": home}
        environment["DATABASE_URL"] = address or f"sqlite:///{home}/bench.sqlite3"
        command = [sys.executable, "-m", "bench.search", "--measure", name, "--passages", str(count)]
        done = subprocess.run(command, env=environment, cwd=here, check=True, stdout=subprocess.PIPE)
    for line in done.stdout.decode().splitlines():
        report(*json.loads(line))


def run(report: Report, count: int = PASSAGES) -> None:
    """Measure Hanpo on both databases and FTS5's tokenizers beside it, and compare."""
    values: dict[str, str] = {}

    def remember(name: str, value: str, unit: str, note: str) -> None:
        values[name] = value
        report(name, value, unit, note)

    texts = passages(count)
    asked = queries(texts)
    _measure_apart(remember, "Hanpo on SQLite", "", count)
    if (POSTGRESQL / "initdb").exists():
        with postgresql_server() as address:
            _measure_apart(remember, "Hanpo on PostgreSQL", address, count)
    else:
        report("Hanpo on PostgreSQL", "-", "", "not measured: no PostgreSQL 15 on this machine")
    for tokenizer in ("unicode61", "trigram"):
        measure_peer(remember, tokenizer, texts, asked)
        hanpo, peer = "Hanpo on SQLite", f"FTS5 {tokenizer}"
        recall = float(values[f"{hanpo}: recall"]) / max(float(values[f"{peer}: recall"]), 0.001)
        time_ratio = float(values[f"{hanpo}, every municipality: p95"]) / float(values[f"{peer}: p95"])
        report(f"Hanpo : {peer}", f"{recall:.1f}", "times the recall", f"at {time_ratio:.1f} times the p95")


def main() -> None:
    """Print every result as a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=PASSAGES)
    parser.add_argument("--measure", metavar="NAME", help="measure on the database of the environment, print JSON")
    chosen = parser.parse_args()
    if chosen.measure:
        texts = passages(chosen.passages)
        measure(lambda *row: print(json.dumps(row)), chosen.measure, texts, queries(texts))
    else:
        run(lambda *row: print("{:45} {:>8} {:16} {}".format(*row)), chosen.passages)


if __name__ == "__main__":
    main()
