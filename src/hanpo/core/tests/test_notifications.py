"""Notifications: in the site at once, by e-mail when the deed has happened, and readable without signing in."""

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from hanpo.core.actions.notifications import mark_read, notify
from hanpo.core.mail import compose_mail, send_pending_mail
from hanpo.core.models import Notification
from hanpo.core.queries.notifications import latest_notifications, unread_count
from hanpo.core.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(amagasaki, everywhere):
    return factories.person("section_staff", amagasaki)


def tell(people, place, title="期限が近づいています", body="4月10日までに回答してください。", url="/hub/"):
    return notify(actor=None, people=people, municipality=place, title=title, body=body, url=url)


def test_a_person_told_twice_in_one_breath_gets_one_notification(clerk, amagasaki):
    assert len(tell([clerk, clerk], amagasaki)) == 1
    assert unread_count(person=clerk) == 1


def test_a_notification_without_words_of_its_own_is_refused(clerk, amagasaki):
    with pytest.raises(ValueError):
        tell([clerk], amagasaki, body=" ")


def test_mail_goes_out_once_the_deed_has_happened(clerk, amagasaki, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tell([clerk], amagasaki)
        assert mail.outbox == []
    (message,) = mail.outbox
    assert message.to == [clerk.email]
    assert message.subject == "期限が近づいています"
    for part in (clerk.name, "4月10日までに回答してください。", "http://127.0.0.1:8000/hub/", "尼崎市"):
        assert part in message.body


def test_who_has_no_address_is_told_in_the_site_alone(clerk, amagasaki):
    clerk.email = ""
    clerk.save()
    tell([clerk], amagasaki)
    assert send_pending_mail() == (0, 0)
    assert unread_count(person=clerk) == 1


def test_several_notifications_come_as_one_digest(clerk, amagasaki, toyooka):
    tell([clerk], amagasaki, title="一つ目")
    tell([clerk], toyooka, title="二つ目", body="二つ目の本文。")
    assert send_pending_mail() == (1, 0)
    assert mail.outbox[0].subject == "一つ目 ほか1件のお知らせ"
    assert "■ 二つ目\n二つ目の本文。" in mail.outbox[0].body
    assert send_pending_mail() == (0, 0)


def test_mail_that_failed_is_tried_again(clerk, amagasaki, monkeypatch):
    def refuse(*_args):
        raise ConnectionRefusedError

    tell([clerk], amagasaki)
    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", refuse)
        assert send_pending_mail() == (0, 1)
    assert send_pending_mail() == (1, 0)


def test_a_line_break_in_a_title_cannot_add_a_header(clerk, amagasaki):
    (told,) = tell([clerk], amagasaki, title="件名\r\nBcc: x@example.jp")
    assert compose_mail(clerk, [told]).subject == "件名 Bcc: x@example.jp"


def test_mail_is_written_in_the_language_of_the_person(clerk, amagasaki):
    (told,) = tell([clerk], amagasaki)
    assert compose_mail(clerk, [told]).body.startswith(f"{clerk.name} 様")


def test_reading_marks_ones_own_notifications_alone(clerk, amagasaki):
    other = factories.person("section_staff", amagasaki)
    told = tell([clerk, other], amagasaki)
    assert mark_read(actor=clerk, notifications=told) == 1
    assert (unread_count(person=clerk), unread_count(person=other)) == (0, 1)
    assert latest_notifications(person=clerk, only_unread=True) == []
    assert Notification.objects.get(person=clerk).read_at is not None


def test_who_has_left_is_not_told(clerk, amagasaki):
    clerk.is_active = False
    clerk.save()
    assert tell([clerk], amagasaki) == []
