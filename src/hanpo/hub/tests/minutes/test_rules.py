"""The rules one by one, on small texts of our own."""

import pytest

from hanpo.hub.engine.minutes import Confidence, Kind, Proposal, read_minutes

TOWNS = ("浜田市", "山中町")


def read(text: str, year: int | None = None) -> tuple[Proposal, ...]:
    return read_minutes(text, municipalities=TOWNS, today_year_hint=year).proposals


def of(kind: Kind, text: str, year: int | None = None) -> list[str]:
    return [one.text for one in read(text, year) if one.kind is kind]


def block(sentence: str) -> str:
    return f"（浜田市の取組内容・現状）\n\n{sentence}\n"


# -- enumerations ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "課題は、端末が古いことと、人手が足りないことが挙げられる。",
        "課題として、「端末が古いこと」、「人手が足りないこと」の2点が挙げられる。",
        "主な課題は、①端末が古いこと、②人手が足りないことである。",
        "課題については、端末が古いこと、また人手が足りないことがある。",
        "外部的な課題は、端末が古いことがあり、浜田市固有の課題としては、人手が足りないことがある。",
    ],
)
def test_problems_enumerated_in_any_way_are_one_proposal_each(sentence: str) -> None:
    assert of(Kind.PROBLEM, block(sentence)) == ["端末が古いこと", "人手が足りないこと"]


def test_problems_set_against_each_other_are_told_apart() -> None:
    sentence = "課題は、費用がかさむ一方で効果が見えない点、また担当が一人しかいない点が挙げられる。"
    assert of(Kind.PROBLEM, block(sentence)) == ["費用がかさむ", "効果が見えない点", "担当が一人しかいない点"]


def test_a_problem_belongs_to_the_theme_the_text_pairs_it_with() -> None:
    found = read(block("課題は、図書館については予約の電話、体育館については鍵の受け渡しが挙げられる。"))
    pairs = {one.fields["theme"]: one.text for one in found if one.kind is Kind.PROBLEM}
    assert pairs == {"図書館": "予約の電話", "体育館": "鍵の受け渡し"}


def test_themes_in_quotation_marks_are_one_proposal_each_with_brackets_inside_kept() -> None:
    sentence = "取組内容は「図書の予約（電話「でん丸」を含む）」、「鍵の貸出し」の2点。"
    assert of(Kind.MUNICIPAL_THEME, block(sentence)) == ["図書の予約（電話「でん丸」を含む）", "鍵の貸出し"]


def test_themes_of_several_municipalities_in_one_sentence_go_to_each() -> None:
    text = "開会(県 企画課 主査)\n\n浜田市は「図書DX」、山中町は「林業DX」と分野を定めて取り組む。\n"
    found = {one.municipality: one.text for one in read(text) if one.kind is Kind.MUNICIPAL_THEME}
    assert found == {"浜田市": "図書DX", "山中町": "林業DX"}


def test_outcomes_hoped_for_are_one_proposal_each() -> None:
    sentence = "これにより、「待ち時間を減らす」、「転記をなくす」のアウトカムが期待できる。"
    assert of(Kind.OUTCOME, block(sentence)) == ["待ち時間を減らす", "転記をなくす"]


# -- what a sentence says -------------------------------------------------------------------------------------


def test_a_sentence_of_past_and_future_is_done_and_next() -> None:
    text = block("これまでは聞き取りを行い、今後は、様式の統一に取り組む。")
    assert of(Kind.DONE, text) == ["これまでは聞き取りを行い"]
    assert of(Kind.NEXT_THING, text) == ["今後は、様式の統一に取り組む。"]


def test_a_next_thing_keeps_the_parts_it_lists() -> None:
    found = [one for one in read(block("今後は、①様式の統一、②研修の開催を進める。")) if one.kind is Kind.NEXT_THING]
    assert found[0].fields["parts"].split("\n") == ["様式の統一", "研修の開催を進める"]


def test_hardship_is_a_problem_without_the_word_and_less_sure() -> None:
    found = [one for one in read(block("準備は整ったが、担当者が忙しく日程が組めない。")) if one.kind is Kind.PROBLEM]
    assert [one.text for one in found] == ["担当者が忙しく日程が組めない"]
    assert found[0].confidence is Confidence.LIKELY
    assert found[0].fields["category"] == "業務量"


@pytest.mark.parametrize(
    "sentence",
    [
        "課題の共有を丁寧に進めた。",
        "課題は明確である。",
        "課題について協議した。",
        "課題は特にない。",
        "課題解決へ一歩近づいた。",
    ],
)
def test_speaking_of_problems_is_not_naming_one(sentence: str) -> None:
    assert of(Kind.PROBLEM, block(sentence)) == []


@pytest.mark.parametrize(
    ("problem", "category"),
    [
        ("職員の知識が足りない", "スキル"),
        ("部署ごとの縦割りの体制", "組織"),
        ("担当者が多忙で余裕がない", "業務量"),
        ("関係する課の合意形成", "合意形成"),
        ("要綱の見直し", "制度"),
        ("端末の費用と財源", "費用"),
        ("システムの連携", "技術"),
    ],
)
def test_the_category_of_a_problem_is_guessed_with_the_words_that_made_it_so(problem: str, category: str) -> None:
    found = next(one for one in read(block(f"課題は{problem}である。")) if one.kind is Kind.PROBLEM)
    assert found.fields["category"] == category
    assert all(word in problem for word in found.fields["category_words"].split("・"))


def test_scope_is_given_only_where_the_text_says_it() -> None:
    text = block("外部的な課題は、天候があり、固有の課題としては、坂の多さがある。課題は費用である。")
    scopes = [one.fields.get("scope") for one in read(text) if one.kind is Kind.PROBLEM]
    assert scopes == ["外部", "固有", None]


def test_roles_numbered_in_a_sentence_are_no_options() -> None:
    assert of(Kind.OPTION, "報告(県 企画課 主査)\n\n役割は、①市町との調整、②県への支援、の2つ。\n") == []


@pytest.mark.parametrize(
    "listed",
    [
        "①県がまとめる\n（費用は分ける）\n②市町がまとめる",
        "A案　県がまとめる（費用は分ける）\nB案　市町がまとめる",
        "案1 県がまとめる（費用は分ける）\n案2 市町がまとめる",
    ],
)
def test_options_have_number_title_and_explanation(listed: str) -> None:
    found = [
        one.fields
        for one in read(f"方法(県 企画課 主査)\n\n次の2案が考えられる。\n\n{listed}\n")
        if one.kind is Kind.OPTION
    ]
    assert [(f["number"], f["title"], f.get("explanation")) for f in found] == [
        ("1", "県がまとめる", "費用は分ける"),
        ("2", "市町がまとめる", None),
    ]


def test_decisions_actions_and_what_is_held_over_are_told_by_their_words() -> None:
    text = (
        "日時　2024年12月3日\n■その他\n日程は来週とすることに決定した。\n"
        "事務局は、名簿を1月20日までに各市町へ送付する。\n費用の分担は継続審議とする。\n県から補助金の情報提供があった。\n"
    )
    kinds = [one.kind for one in read(text)][2:]
    assert kinds == [Kind.DECISION, Kind.ACTION, Kind.HELD_OVER, Kind.INFORMATION]
    action = next(one for one in read(text) if one.kind is Kind.ACTION)
    assert dict(action.fields) == {"owner": "事務局", "due": "2025-01-20"}


# -- broken and spaced text -----------------------------------------------------------------------------------


def test_a_sentence_broken_by_a_blank_line_is_one_sentence() -> None:
    text = block(
        "山あいの集落では冬のあいだ便が減るため、その所管である\n\n交通政策課が非常に忙しく、準備に取り組む余裕がない。"
    )
    found = next(one for one in read(text) if one.kind is Kind.PROBLEM)
    assert "所管である交通政策課が" in found.text
    assert [r.first for r in found.source] == [3, 5]


def test_spaces_inside_words_go_and_between_latin_words_stay() -> None:
    assert of(Kind.MUNICIPAL_THEME, block("取組内容は「観光 ＤＸ の Data Platform 作り」である。")) == [
        "観光ＤＸのData Platform作り"
    ]


def test_a_page_number_inside_a_sentence_is_left_out_of_it() -> None:
    text = block("今後は、坂の多い地区から順に見回りの\n- 3 -\n記録を地図に移していく。")
    assert of(Kind.NEXT_THING, text) == ["今後は、坂の多い地区から順に見回りの記録を地図に移していく。"]
    assert "- 3 -" in of(Kind.STRUCTURE, text)


def test_ranges_point_at_the_words_in_the_original_line() -> None:
    text = block("課題は、「 端 末 」と「電源」である。")
    reading = read_minutes(text, municipalities=TOWNS)
    first = next(one for one in reading.proposals if one.kind is Kind.PROBLEM)
    (place,) = first.source
    assert reading.lines[place.first - 1][place.start : place.end] == "端 末"
    assert first.text == "端末"


# -- header, agenda, sections ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "日時等\t2024年8月9日(金) 13:30～15:00 オンライン会議",
        "■日　　時　　令和６年８月９日（金）　午後１時３０分から３時まで　オンライン",
        "1. 日時：R6.8.9（金）13時30分－15時 第1会議室",
        "8/9 金 13:30-15:00 3階",
    ],
)
def test_date_time_and_place_are_read_in_many_forms(line: str) -> None:
    found = {
        one.fields["name"]: one.fields["value"]
        for one in read(f"打合せ議事録\n{line}\n", 2024)
        if one.kind is Kind.MEETING
    }
    assert (found["date"], found["time"]) == ("2024-08-09", "13:30-15:00")
    assert "place" in found


def test_a_date_without_a_year_and_without_a_hint_is_not_invented() -> None:
    names = [
        one.fields["name"] for one in read("打合せ議事録\n日時：8月9日 13:30～15:00\n") if one.kind is Kind.MEETING
    ]
    assert names == ["title", "time"]


def test_an_agenda_row_has_times_titles_and_presenters() -> None:
    text = "アジェンダ\n13:30～13:40\t報告 (県 企画課 主査) 事例 (㈱はま 山野様)\n13:40～14:00\t意見交換\n"
    first, second = (one.fields for one in read(text) if one.kind is Kind.AGENDA_ITEM)
    assert (first["start"], first["end"]) == ("13:30", "13:40")
    assert (first["title"], first["presenter_organisation"], first["presenter_name"]) == ("報告", "県 企画課", "主査")
    assert (first["title_2"], first["presenter_organisation_2"], first["presenter_name_2"]) == (
        "事例",
        "㈱はま",
        "山野様",
    )
    assert dict(second) == {"start": "13:40", "end": "14:00", "title": "意見交換"}


def test_an_agenda_without_times_is_the_list_below_its_label() -> None:
    text = "次第\n1 開会\n2 報告\n3 協議\n\n1 開会\n\n課長から挨拶があった。\n"
    assert [one.fields["title"] for one in read(text) if one.kind is Kind.AGENDA_ITEM] == ["開会", "報告", "協議"]


@pytest.mark.parametrize(
    "heading", ["（浜田市）", "【浜田市】", "■浜田市", "１．浜田市", "浜田市", "（浜田市の取組について）"]
)
def test_a_municipality_is_recognised_in_any_heading(heading: str) -> None:
    found = [one for one in read(f"{heading}\n課題は、坂が多いことである。\n") if one.kind is Kind.PROBLEM]
    assert [one.municipality for one in found] == ["浜田市"]


def test_bullets_below_a_topic_say_their_municipality_themselves() -> None:
    text = "■課題\n・浜田市：坂が多い\n・山中町：雪が深い\n"
    found = [(one.municipality, one.text) for one in read(text) if one.kind is Kind.PROBLEM]
    assert found == [("浜田市", "坂が多い"), ("山中町", "雪が深い")]


def test_a_municipality_outside_the_programme_is_not_taken_for_the_last_one() -> None:
    found = read("【浜田市】\n課題は坂である。\n【川上村】\n課題は雪である。\n")
    assert [one.municipality for one in found if one.kind is Kind.PROBLEM] == ["浜田市", None]


def test_comments_of_the_prefecture_go_to_each_municipality() -> None:
    text = "（県からのコメント）\n・浜田市…\nよく進んでいる。\n・山中町…\n雪が課題である。\n"
    found = {one.municipality: one.text for one in read(text) if one.kind is Kind.PREFECTURE_COMMENT}
    assert found == {"浜田市": "よく進んでいる。", "山中町": "雪が課題である。"}
    assert [(one.text, one.fields["said_by"]) for one in read(text) if one.kind is Kind.PROBLEM] == [("雪", "県")]


# -- questions and answers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Q1：費用はいくらか。\nA（浜田市）：百万円である。\nQ2：期間はいつまでか。\nA（㈱はま）：三月までである。\n",
        "問１　費用はいくらか。\n答　百万円である。（浜田市）\n問２　期間はいつまでか。\n答　三月までである。（㈱はま）\n",
        "質問：費用はいくらか。\n回答：（浜田市）百万円である。\n質問：期間はいつまでか。\n回答：（㈱はま）三月までである。\n",
        "意見交換\n（委員）費用はいくらか。\n（浜田市）百万円である。\n（委員）期間はいつまでか。\n（㈱はま担当）三月までである。\n",
        "■質疑応答\n○委員　費用はいくらか。\n○浜田市　百万円である。\n○委員　期間はいつまでか。\n○事務局　三月までである。\n",
    ],
)
def test_questions_and_answers_are_paired_in_any_form(text: str) -> None:
    found = read(text)
    assert [one.fields["number"] for one in found if one.kind is Kind.QUESTION] == ["1", "2"]
    answers = [one for one in found if one.kind is Kind.ANSWER]
    assert [one.fields["question"] for one in answers] == ["1", "2"]
    assert [one.municipality for one in answers] == ["浜田市", None]
    assert answers[1].fields.get("organisation") or answers[1].fields.get("name")


def test_a_paragraph_without_a_speaker_goes_on_with_the_answer() -> None:
    text = "Q：費用はいくらか。\n\nA（浜田市）：百万円である。\n\nただし次の年は下がる。\n"
    assert of(Kind.ANSWER, text) == ["百万円である。\nただし次の年は下がる。"]


def test_a_decision_after_the_answers_is_a_decision() -> None:
    text = "Q：進めてよいか。\nA（浜田市）：よい。\n\n以上により、共同で調達することに決定した。\n"
    assert of(Kind.DECISION, text) == ["以上により、共同で調達することに決定した。"]


def test_the_chair_summing_up_is_a_remark() -> None:
    text = "意見交換\n○委員　費用はいくらか。\n○浜田市　百万円である。\n○会長　よく分かった。\n"
    assert of(Kind.REMARK, text) == ["よく分かった。"]
