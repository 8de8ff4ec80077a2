"""Deeds on results: groups of texts put right and back, publishing, numbers that stay as they were."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from hanpo.core import scope
from hanpo.core.editing import EditConflict
from hanpo.core.models import AuditEntry, Notification
from hanpo.core.tests import factories as ground
from hanpo.council.actions.freetext import keep_groups, merge_groups, move_text, rename_group, undo_text_edit
from hanpo.council.actions.publication import publish_results, write_comment, write_publication
from hanpo.council.engine.results import Said
from hanpo.council.models import FreeTextGroup, Publication, PublishedNumbers, SurveyState
from hanpo.council.queries.freetext import edits_of, last_edit, text_item, texts_of, wordings_of
from hanpo.council.queries.results import published_of
from hanpo.council.tests import results_makers as make
from hanpo.council.tests.freetext_answers import NEARLY_THE_SAME
from hanpo.council.tests.surveys_makers import answered, reply_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]

SENTENCES = (
    "引継ぎの時間が足りません。", "担当の引継ぎに時間がかかります。", "人事異動の引継ぎが毎年たいへんです。",
    "業者の見積りが高くて比べられません。", "見積りの高さを業者に聞いても分かりません。", "業者ごとに見積りの書き方が違います。",
    "研修に出る時間がありません。", "研修の案内が届くのが遅いです。", "研修の内容が基礎ばかりです。",
)  # fmt: skip


@pytest.fixture
def survey():
    told = {code: make.answers("yes", 1, text) for code, text in zip(make.MANY, SENTENCES, strict=False)}
    return make.survey_with(told)


@pytest.fixture
def kept(survey) -> list[FreeTextGroup]:
    return keep_groups(actor=None, survey=survey, item="worry", groups=found(survey).groups)


def found(survey):
    item = text_item(survey=survey, item_id="worry")
    assert item is not None
    return texts_of(survey=survey, item=item)


def test_groups_are_the_same_each_time_and_hold_each_text_once(survey):
    first, second = found(survey), found(survey)
    assert first == second
    texts = [one.reply for group in first.groups for one in group.texts] + [one.reply for one in first.rest]
    assert sorted(texts) == sorted(reply_of(survey, code).pk for code in make.MANY[: len(SENTENCES)])
    assert len(first.groups) > 1


def test_what_is_said_in_nearly_the_same_words_stands_together_with_each_wording_and_its_reply():
    texts = [NEARLY_THE_SAME[0], f"{NEARLY_THE_SAME[0]} ", NEARLY_THE_SAME[1], "帳票の印刷がずれる"]
    said = [Said(text=text, who=f"町{number}", reply=number) for number, text in enumerate(texts, start=1)]
    several, alone = wordings_of(said)
    assert ([one.reply for one in several.usual], [one.reply for one in several.near]) == ([1, 2], [3])
    assert (several.count, alone.count, alone.usual[0].text) == (3, 1, "帳票の印刷がずれる")


def test_kept_groups_hold_no_texts_of_their_own(survey, kept):
    for group in kept:
        assert all(isinstance(one, int) for one in group.replies)
    assert found(survey).is_kept


def test_groups_are_kept_once(survey, kept):
    with pytest.raises(ValidationError):
        keep_groups(actor=None, survey=survey, item="worry", groups=found(survey).groups)


def test_a_group_gets_another_name_and_it_back_again(survey, kept):
    actor = ground.person("secretariat", ground.municipality("280003"))
    before = kept[0].name
    rename_group(actor=actor, group=kept[0], based_on=kept[0].version, name="引継ぎ")
    edit = last_edit(survey=survey, item_id="worry")
    assert edit is not None
    assert edit.recorded_by == actor
    assert before in edit.told
    undo_text_edit(actor=actor, survey=survey, item="worry", edit=edit.pk)
    kept[0].refresh_from_db()
    assert kept[0].name == before
    assert [one.deed for one in edits_of(survey=survey, item_id="worry")] == ["undone", "renamed", "kept"]


def test_a_name_that_somebody_else_changed_is_not_overwritten(kept):
    seen = kept[0].version
    rename_group(actor=None, group=FreeTextGroup.objects.get(pk=kept[0].pk), based_on=seen, name="引継ぎ")
    with pytest.raises(EditConflict):
        rename_group(actor=None, group=kept[0], based_on=seen, name="異動")


def test_two_groups_do_not_get_the_same_name(kept):
    with pytest.raises(ValidationError):
        rename_group(actor=None, group=kept[0], based_on=kept[0].version, name=kept[1].name)


def test_merged_groups_lose_no_text_and_come_apart_again(survey, kept):
    before = {one.name: {said.reply for said in one.texts} for one in found(survey).groups}
    merge_groups(actor=None, group=kept[0], into=kept[1])
    together = {one.name: {said.reply for said in one.texts} for one in found(survey).groups}
    assert together[kept[1].name] == before[kept[0].name] | before[kept[1].name]
    assert kept[0].name not in together
    edit = last_edit(survey=survey, item_id="worry")
    assert edit is not None
    undo_text_edit(actor=None, survey=survey, item="worry", edit=edit.pk)
    assert {one.name: {said.reply for said in one.texts} for one in found(survey).groups} == before


def test_a_group_does_not_go_into_itself_or_into_one_that_went_elsewhere(kept):
    with pytest.raises(ValidationError):
        merge_groups(actor=None, group=kept[0], into=kept[0])
    merge_groups(actor=None, group=kept[0], into=kept[1])
    with pytest.raises(ValidationError):
        merge_groups(actor=None, group=kept[1], into=kept[0])


def test_a_text_is_moved_and_moved_back(survey, kept):
    reply = kept[0].replies[0]
    move_text(actor=None, survey=survey, item="worry", reply=reply, into=kept[1])
    assert reply in FreeTextGroup.objects.get(pk=kept[1].pk).replies
    assert reply not in FreeTextGroup.objects.get(pk=kept[0].pk).replies
    move_text(actor=None, survey=survey, item="worry", reply=reply, into=None)
    assert reply in {one.reply for one in found(survey).rest}
    with pytest.raises(ValidationError):
        move_text(actor=None, survey=survey, item="worry", reply=10**6, into=kept[1])


def test_only_the_last_edit_is_undone(survey, kept):
    rename_group(actor=None, group=kept[0], based_on=kept[0].version, name="引継ぎ")
    first = last_edit(survey=survey, item_id="worry")
    assert first is not None
    merge_groups(actor=None, group=kept[1], into=kept[0])
    with pytest.raises(ValidationError):
        undo_text_edit(actor=None, survey=survey, item="worry", edit=first.pk)


def test_undoing_the_first_step_leaves_the_groups_to_the_machine_again(survey, kept):
    edit = last_edit(survey=survey, item_id="worry")
    assert edit is not None
    undo_text_edit(actor=None, survey=survey, item="worry", edit=edit.pk)
    assert not found(survey).is_kept
    assert not FreeTextGroup.objects.exists()


def test_a_new_reply_stands_outside_of_the_kept_groups(survey, kept):
    survey.state = SurveyState.OPEN
    survey.save()
    late = answered(survey, make.MANY[12], make.answers("yes", 1, "会議室が足りません。"))
    assert late.pk in {one.reply for one in found(survey).rest}


def test_publishing_keeps_the_numbers_and_tells_each_office_once():
    survey = make.survey_with(make.twelve(), promise="office")
    office = ground.person("dx_office", ground.municipality("282022"))
    publish_results(actor=None, survey=survey)
    assert survey.state == SurveyState.PUBLISHED
    first = published_of(survey=survey)
    assert first is not None
    assert first.publication.k == first.results.hidden_below == 3
    answered(survey, make.MANY[12], make.answers("no", 1))
    draft = write_publication(actor=None, survey=survey, based_on=0, changes={"summary": "直したまとめ", "k": 5})
    publish_results(actor=None, survey=survey)
    again = published_of(survey=survey)
    assert again is not None
    assert again.publication.summary == draft.summary
    assert again.results == first.results
    assert again.publication.k == 3
    assert Notification.objects.filter(person=office).count() == 1
    assert Publication.objects.filter(survey=survey).count() == PublishedNumbers.objects.count() == 2


def test_named_results_are_counted_anew_when_they_are_published_again():
    survey = make.survey_with(make.twelve())
    publish_results(actor=None, survey=survey)
    answered(survey, make.MANY[12], make.answers("no", 1))
    publish_results(actor=None, survey=survey)
    again = published_of(survey=survey)
    assert again is not None
    assert again.results.base.counted == 13
    assert again.publication.k == 1


def test_an_open_survey_is_not_published():
    survey = make.survey_with(make.twelve(), state=SurveyState.OPEN)
    with pytest.raises(ValidationError):
        publish_results(actor=None, survey=survey)
    assert not Publication.objects.exists()


def test_small_groups_of_texts_are_published_together(survey):
    survey.promise = "office"
    survey.save()
    groups = keep_groups(actor=None, survey=survey, item="worry", groups=found(survey).groups)
    for reply in groups[0].replies[1:]:
        move_text(actor=None, survey=survey, item="worry", reply=reply, into=None)
    publish_results(actor=None, survey=survey)
    shown = published_of(survey=survey)
    assert shown is not None
    assert all(one.count >= 3 for one in shown.texts["worry"])
    assert groups[0].name not in {one.name for one in shown.texts["worry"]}


def test_a_comment_is_written_beside_others_and_in_the_audit_record(survey):
    write_comment(actor=None, survey=survey, item="moved", comment="ひとつめ", seen="")
    write_comment(actor=None, survey=survey, item="staff", comment="ふたつめ", seen="")
    publish_results(actor=None, survey=survey)
    shown = published_of(survey=survey)
    assert shown is not None
    assert shown.publication.comments == {"moved": "ひとつめ", "staff": "ふたつめ"}
    assert AuditEntry.objects.filter(verb="write_comment").count() == 2
    with pytest.raises(EditConflict):
        write_comment(actor=None, survey=survey, item="moved", comment="みっつめ", seen="")


def test_another_council_does_not_see_a_publication(survey):
    publish_results(actor=None, survey=survey)
    with scope.within(scope.of("283827")):
        assert published_of(survey=survey) is not None
    with scope.within(scope.of("285862")):
        assert Publication.objects.count() == PublishedNumbers.objects.count() == 0
