"""Rules of likeness between problems."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from hanpo.hub.engine.likeness import ENOUGH, Text, character_cosines, find_alike
from hanpo.hub.engine.words import content_words, plain
from hanpo.hub.queries import seeds

SYNONYMS = (("所管課", "原課", "担当課"),)
WORDS = st.lists(
    st.sampled_from(["職員", "異動", "窓口", "合意", "農家", "費用", "データ", "配送"]), min_size=1, max_size=6
)
TEXTS = st.lists(WORDS.map("と".join), min_size=2, max_size=5)


def texts(*written: str) -> list[Text]:
    return [Text(key=n, text=text, group=str(n)) for n, text in enumerate(written, start=1)]


STAFF_MOVE = "職員が異動するたびに経験が引き継がれない"
STAFF_MOVE_TOO = "担当職員の異動で、積んだ経験が途切れてしまう"
COST = "農家が初期の費用をまかなえない"


def test_the_same_difficulty_in_other_words_is_found_and_the_shared_words_are_named():
    (best, *_rest) = find_alike(texts(STAFF_MOVE, STAFF_MOVE_TOO, COST), enough=0)
    assert best.pair == frozenset({1, 2})
    assert {"職員", "異動", "経験"} <= set(best.shared)


def test_the_marks_show_the_shared_words_in_either_text():
    (found,) = find_alike(texts(STAFF_MOVE, STAFF_MOVE_TOO), enough=0)
    assert {STAFF_MOVE_TOO[a:b] for a, b in found.marks_b} >= {"職員", "異動", "経験"}


def test_a_refused_pair_is_never_proposed_again():
    both = texts(STAFF_MOVE, STAFF_MOVE_TOO)
    assert find_alike(both, enough=0)
    assert not find_alike(both, enough=0, refused={frozenset({1, 2})})


def test_two_problems_of_one_municipality_are_not_compared():
    same = [Text(key=n, text=STAFF_MOVE, group="282022") for n in (1, 2)]
    assert not find_alike(same, enough=0)


def test_problems_without_a_shared_word_are_not_proposed():
    assert not find_alike(texts("農家の負担", "窓口の混雑"), enough=0)


def test_words_of_one_synonym_group_count_as_one():
    (found,) = find_alike(texts("原課に余裕がない", "所管課が忙しい"), synonyms=SYNONYMS, enough=0)
    assert "所管課" in found.shared


def test_the_longer_expression_hides_the_shorter_one_inside_it():
    forms = [w.form for w in content_words("伴走支援を受ける", synonyms=(("伴走支援", "伴走"),))]
    assert forms.count("伴走支援") == 1


@pytest.mark.parametrize("few", [[], ["一つだけ"], ["", "  "]])
def test_fewer_than_two_texts_give_nothing(few):
    assert find_alike(texts(*few)) == []


@settings(max_examples=40)
@given(TEXTS)
def test_likeness_is_symmetrical(written):
    forward = texts(*written)
    turned = [Text(key=t.key, text=t.text, group=t.group) for t in reversed(forward)]
    score = {p.pair: round(p.score, 9) for p in find_alike(forward, enough=0)}
    assert score == {p.pair: round(p.score, 9) for p in find_alike(turned, enough=0)}


@settings(max_examples=40)
@given(TEXTS)
def test_scores_lie_between_0_and_1_and_a_text_equals_its_copy(written):
    for found in find_alike(texts(*written, written[0]), enough=0):
        assert 0 <= found.score <= 1 + 1e-9
        if {found.a, found.b} == {1, len(written) + 1}:
            assert found.score == pytest.approx(1)


def test_what_we_judged_to_be_alike_is_found_and_little_else():
    gold = yaml.safe_load(Path(__file__).with_name("gold_alike.yaml").read_text(encoding="utf-8"))
    written = dict.fromkeys(text for kind in ("like", "unlike") for pair in gold[kind] for text in pair)
    numbers = {text: n for n, text in enumerate(written, start=1)}
    pairs = {
        found.pair: found.score for found in find_alike(texts(*written), synonyms=seeds.load("synonyms"), enough=0)
    }

    def found(kind: str, enough: float) -> int:
        return sum(pairs.get(frozenset({numbers[a], numbers[b]}), 0) >= enough for a, b in gold[kind])

    def f1(enough: float) -> float:
        return 2 * found("like", enough) / (found("like", enough) + found("unlike", enough) + len(gold["like"]))

    assert (found("like", ENOUGH), found("unlike", ENOUGH)) == (14, 3)
    assert f1(ENOUGH) == max(f1(n / 100) for n in range(1, 100))


@settings(max_examples=30)
@given(TEXTS)
def test_characters_weigh_as_scikit_learn_has_it(written):
    text = pytest.importorskip("sklearn.feature_extraction.text", reason="scikit-learn is not installed")
    matrix = text.TfidfVectorizer(analyzer="char", ngram_range=(1, 3)).fit_transform([plain(t) for t in written])
    for ours, theirs in zip(character_cosines(written), (matrix @ matrix.T).toarray().tolist(), strict=True):
        assert ours == pytest.approx(theirs)


def test_whoever_compares_texts_waits_for_no_library_of_machine_learning():
    compare = (
        "import sys; from hanpo.hub.engine.likeness import Text, find_alike;"
        " find_alike([Text(key=1, text='窓口', group='a'), Text(key=2, text='窓口', group='b')]);"
        " print({'sklearn', 'scipy', 'pandas'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", compare], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
