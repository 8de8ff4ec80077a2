"""Whatever text comes: no error, no line lost, every range inside its line."""

from hypothesis import given, settings
from hypothesis import strategies as st

from hanpo.hub.engine.minutes import LineRange, MinutesReading, read_minutes
from hanpo.hub.tests.minutes.samples import OWN_NAMES, own_text

TOWNS = ("浜田市", "山中町", "A市")
WORDS = (
    "浜田市", "山中町", "課題は、", "今後は", "取組内容は", "「窓口DX」", "「", "」", "（", "）", "【課題】", "■", "・", "①", "②",
    "Q1：", "A（浜田市）：", "問１　", "答　", "○委員　", "事務局：", "が挙げられる。", "ことと、", "点、また", "一方で", "議題", "日時：",
    "令和６年８月２９日", "13:30～15:00", "3案が考えられる。", "意見交換", "（以上）", "- 1 -", "忙しい。", "コメント", "所感", "実施済。",
    "に取り組む", "までに提出する。", "決定した。", "DX", " ", "\t", "\u3000", "\n", "\r\n", "\n\n", "。", "、", "※", "ﾃﾞｰﾀ", "㈱", "\ufeff",
)  # fmt: skip

structured = st.lists(st.sampled_from(WORDS), max_size=40).map("".join)
shuffled = st.sampled_from(OWN_NAMES).flatmap(
    lambda name: st.permutations(own_text(name).split("\n")).map(lambda lines: "\n".join(lines[:40]))
)


def sound(reading: MinutesReading) -> None:
    """No non-blank line is lost, and every range lies inside its lines."""
    ranges = [one for p in reading.proposals for one in p.source] + list(reading.unplaced)
    for one in ranges:
        assert 1 <= one.first <= one.last <= len(reading.lines)
        assert 0 <= one.start <= len(reading.lines[one.first - 1])
        assert 0 <= one.end <= len(reading.lines[one.last - 1])
        assert one.first < one.last or one.start < one.end
    touched = {line for one in ranges for line in range(one.first, one.last + 1)}
    written = {number for number, line in enumerate(reading.lines, start=1) if line.strip()}
    assert written <= touched
    assert all(one.source for one in reading.proposals)


@given(st.text(max_size=300))
def test_arbitrary_text_is_read_without_losing_a_line(text: str) -> None:
    sound(read_minutes(text, municipalities=TOWNS))


@given(structured, st.sampled_from([None, 2024]))
@settings(max_examples=200)
def test_structure_words_in_any_order_are_read_without_losing_a_line(text: str, year: int | None) -> None:
    sound(read_minutes(text, municipalities=TOWNS, today_year_hint=year))


@given(shuffled)
@settings(max_examples=30)
def test_minutes_with_their_lines_shuffled_are_read_without_losing_a_line(text: str) -> None:
    sound(read_minutes(text, municipalities=("尼崎市", "みさき市", "うみべ市", "北浜市")))


@given(structured)
def test_a_reading_depends_on_nothing_but_the_text(text: str) -> None:
    assert read_minutes(text, municipalities=TOWNS) == read_minutes(text, municipalities=TOWNS)


def test_no_text_has_no_lines_and_no_proposals() -> None:
    assert read_minutes("", municipalities=TOWNS) == MinutesReading((), (), ())


def test_what_no_rule_understands_is_listed_with_its_place() -> None:
    reading = read_minutes("浜辺を歩いた。\n\n  月が出ていた。", municipalities=TOWNS)
    assert reading.proposals == ()
    assert reading.unplaced == (LineRange(1, 1, 0, 7), LineRange(3, 3, 2, 9))


def test_lines_are_kept_as_they_were_written() -> None:
    text = "観光 ＤＸ\r\n２行目　\r３行目\n"
    assert read_minutes(text, municipalities=TOWNS).lines == ("観光 ＤＸ", "２行目　", "３行目")


def test_a_long_text_without_any_break_is_read() -> None:
    sound(read_minutes("課題は人手と費用とがある点、" * 400, municipalities=TOWNS))
    sound(read_minutes("（「" * 2000, municipalities=TOWNS))
