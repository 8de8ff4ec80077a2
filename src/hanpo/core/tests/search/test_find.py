"""What a query finds, on whichever database the tests run."""

from __future__ import annotations

import random
from datetime import date

import pytest
from django.db import connection, transaction

from hanpo.core.models import Passage
from hanpo.core.scope import NOWHERE, of
from hanpo.core.search import postgresql, sqlite
from hanpo.core.search.find import QueryTooLong, find, passage_ids
from hanpo.core.search.question import COUNTED
from hanpo.core.search.words import MAX_TERM_LENGTH, PASSAGE_LENGTH, fold
from hanpo.core.tests.search.sources import access, passage

pytestmark = pytest.mark.django_db


def found(query: str, **options: object) -> list[str]:
    """The records that a query finds, in order."""
    return [hit.object_id for hit in find(query=query, access=options.pop("access", access()), **options).hits]


@pytest.mark.parametrize(
    "query", ["窓", "窓口", "口の予", "の予約の", "窓口の予約のしかた", "ＤＸ", "dx", "𠮷", "葛城", "た"]
)
def test_any_part_of_a_sentence_is_found_from_one_character_on(query):
    passage("窓口の予約のしかた", record="a")
    passage("観光DXと𠮷田さんと葛\U000e0100城さん", record="b")
    assert len(found(query)) == 1


@pytest.mark.parametrize("query", ["口窓", "約の窓", "％", "%", "_", "窓口予約", '"', "'", "\\", "*", "AND", "-"])
def test_nothing_is_found_that_does_not_stand_there(query):
    passage("窓口の予約のしかた")
    assert found(query) == []


@pytest.mark.parametrize("sign", [*"'\"\\%*():&|!<>-", "''", "a'b", "\\'"])
def test_signs_that_mean_something_to_a_database_are_found_as_they_are(sign):
    passage(f"記号{sign}の話", record="a")
    assert found(sign) == ["a"]
    assert found(f"号{sign}の") == ["a"]


def test_every_substring_is_found_and_nothing_else():
    chance = random.Random(7)
    texts = ["".join(chance.choices("ああいう窓口、。ＤＸdx09髙𠮷", k=chance.randint(1, 60))) for _ in range(60)]
    keys = {passage(text)[0].pk: fold(text) for text in texts}
    for _ in range(150):
        text = chance.choice(texts)
        start = chance.randrange(len(text))
        query = text[start : start + chance.randint(1, 6)]
        expected = {key for key, folded in keys.items() if fold(query) in folded}
        assert passage_ids(query=query, access=access()) == expected


def test_one_character_repeated_thousands_of_times_loses_no_phrase():
    """Text search of PostgreSQL keeps 256 positions of a word and none above 16,383: a phrase beyond would be lost."""
    long = "あ" * 20_000 + "終わり"
    passage(long, record="a")
    assert max(Passage.objects.values_list("folded", flat=True), key=len) == "あ" * PASSAGE_LENGTH
    for query in ("ああ", "あ" * MAX_TERM_LENGTH, "あ終", "あ" * (MAX_TERM_LENGTH - 3) + "終わり", "終わり"):
        assert found(query) == ["a"]
    assert found("終あ") == []


def test_a_term_longer_than_can_be_promised_is_refused():
    with pytest.raises(QueryTooLong):
        find(query="あ" * (MAX_TERM_LENGTH + 1), access=access())


def test_several_terms_must_all_stand_in_the_record():
    passage("窓口で予約する", record="both")
    passage("窓口だけ", record="one")
    assert found("窓口 予約") == ["both"]
    assert found("予約　窓口") == ["both"]


def test_terms_may_stand_in_different_passages_of_a_record():
    passage("窓口の改善", record="a", weight=3)
    passage("予約を始める", record="a")
    passage("窓口の改善", record="b", weight=3)
    result = find(query="窓口 予約", access=access())
    assert [hit.object_id for hit in result.hits] == ["a"]
    assert result.count == 1


def test_a_record_shows_once_however_many_passages_hold_the_term():
    passage("窓口", record="a", weight=3)
    passage("窓口の話" + "あ" * 3 * PASSAGE_LENGTH + "窓口", record="a")
    result = find(query="窓口", access=access())
    assert ([hit.object_id for hit in result.hits], result.count) == (["a"], 1)


def test_titles_come_before_decisions_before_bodies_and_newer_before_older():
    passage("窓口", record="body", weight=1, dated=date(2026, 4, 1))
    passage("窓口", record="old title", weight=3, dated=date(2024, 4, 1))
    passage("窓口", record="undated title", weight=3)
    passage("窓口", record="new title", weight=3, dated=date(2025, 4, 1))
    passage("窓口", record="decision", weight=2)
    assert found("窓口") == ["new title", "old title", "undated title", "decision", "body"]


def test_terms_that_stand_nearer_come_first_within_a_weight():
    passage("窓口" + "あ" * 50 + "予約", record="far", dated=date(2026, 1, 1))
    passage("窓口の予約", record="near", dated=date(2020, 1, 1))
    assert found("窓口 予約") == ["near", "far"]


def test_hits_carry_the_passage_as_written_with_the_marks():
    passage("観光ＤＸと葛\U000e0100城")
    hit = find(query="dxと葛", access=access()).hits[0]
    assert [(piece.text, piece.is_hit) for piece in hit.extract] == [
        ("観光", False), ("ＤＸと葛\U000e0100", True), ("城", False),
    ]  # fmt: skip


def test_a_foreign_municipality_is_neither_shown_nor_counted(amagasaki, toyooka):
    passage("窓口", record="own", place=amagasaki.code)
    passage("窓口", record="foreign", place=toyooka.code)
    passage("窓口", record="common")
    result = find(query="窓口", access=access(of(amagasaki.code)))
    assert ({hit.object_id for hit in result.hits}, result.count) == ({"own", "common"}, 2)
    assert len(passage_ids(query="窓口", access=access(of(amagasaki.code)))) == 2


def test_passages_need_the_permission_where_they_belong(amagasaki, toyooka):
    passage("窓口", record="a", place=amagasaki.code, permission="hub.secret")
    passage("窓口", record="c", permission="hub.secret")
    assert found("窓口") == []
    assert found("窓口", access=access(of(toyooka.code), "hub.secret")) == ["c"]
    assert sorted(found("窓口", access=access(of(amagasaki.code), "hub.secret"))) == ["a", "c"]
    assert found("窓口", access=access(NOWHERE, "hub.secret")) == []


def test_terms_are_not_brought_together_from_passages_that_may_not_be_seen():
    passage("窓口", record="a")
    passage("予約", record="a", permission="hub.secret")
    assert found("窓口 予約") == []


def test_results_are_narrowed_by_source_and_municipality(amagasaki, toyooka):
    passage("窓口", record="a", place=amagasaki.code, source="test.one")
    passage("窓口", record="t", place=toyooka.code, source="test.two")
    assert found("窓口", source="test.one") == ["a"]
    assert found("窓口", municipality=toyooka.code) == ["t"]
    assert found("窓口", source="test.one", municipality=toyooka.code) == []


def test_pages_follow_each_other_without_gap_or_repeat_beyond_the_count():
    for n in range(COUNTED + 30):
        passage("窓口" if n % 2 else "窓口、予約", record=f"{n:04d}", weight=1 + n % 3)
    first = find(query="窓口", access=access(), size=50)
    assert (first.count, first.is_capped, first.has_next) == (COUNTED, True, True)
    pages = [found("窓口", page=page, size=50) for page in range(1, 9)]
    seen = [record for page in pages for record in page]
    assert len(seen) == len(set(seen)) == COUNTED + 30
    assert not find(query="窓口", access=access(), page=7, size=50).has_next


def test_long_records_do_not_push_others_from_the_page():
    passage("窓口" * 200 * PASSAGE_LENGTH, record="long", weight=2)
    for n in range(5):
        passage("窓口", record=f"short {n}")
    assert len(found("窓口")) == 6


@pytest.mark.parametrize("rows", [10, 60])
def test_a_page_takes_as_many_queries_for_few_rows_as_for_many(rows, django_assert_max_num_queries):
    for n in range(rows):
        passage("窓口の予約" if n % 12 == 0 else "観光", record=f"{n}")
    with django_assert_max_num_queries(3 if connection.vendor == "postgresql" else 2):
        assert found("窓口")


def test_other_words_of_the_glossary_are_offered_and_not_mixed_in():
    passage("所管課の仕事", record="a")
    passage("原課の仕事", record="b")
    result = find(query="原課 仕事", access=access())
    assert [hit.object_id for hit in result.hits] == ["b"]
    assert result.also == ("所管課 仕事", "担当課 仕事")


def test_a_blank_query_and_a_person_without_permissions_find_nothing():
    passage("窓口")
    assert find(query=" 　", access=access()).count == 0
    assert find(query="窓口", access=access(NOWHERE)).count == 0


def test_a_page_loses_no_hit_of_a_long_phrase_where_the_index_fills_many_pages():
    chance = random.Random(1)
    words = ["窓口を", "見直す", "ことにした。", "続けるように", "なった。"]
    texts = ["".join(chance.choices(words, k=chance.choice((1, 2, 4, 9, 40)))) for _ in range(240)]
    if connection.vendor == "sqlite":
        connection.cursor().execute("INSERT INTO core_passage_words(core_passage_words, rank) VALUES ('pgsz', 64)")
    for n, text in enumerate(texts):
        passage(text, record=str(n), weight=3 if n % 7 == 0 else 1, dated=date(2024, 1, 1 + n % 28))
    with transaction.atomic():
        (postgresql if connection.vendor == "postgresql" else sqlite).refill_index(connection)
    for query in ("口を見直", "を続けるよう", "ようにことにし", "すなった"):
        holding = [n for n, text in enumerate(texts) if query in text]
        best = sorted(holding, key=lambda n: (n % 7 > 0, -(n % 28), -n))
        assert find(query=query, access=access()).count == len(holding)
        assert found(query) == [str(n) for n in best[:20]]
