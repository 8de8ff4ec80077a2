"""Residents: who may see what, and what the resident is told about it."""

from datetime import date

import pytest

from hanpo.core import audit, registry
from hanpo.core.actions.consents import AlreadyWithdrawn, ConsentRefused, give_consent, withdraw_consent
from hanpo.core.actions.residents import PurposeMissing, log_looks
from hanpo.core.models import AuditEntry, Consent
from hanpo.core.queries import residents as queries
from hanpo.core.queries.consents import ConsentState, is_allowed, state_of
from hanpo.core.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]

TODAY = date(2026, 4, 10)


def a_consent(resident, **changes) -> Consent:
    facts = {"purpose": "配食", "data": [queries.CONTACT], "recipient": "高齢福祉課", "since": TODAY, "until": None}
    return give_consent(actor=factories.person(), resident=resident, **(facts | changes))


def allowed(resident, today=TODAY, data=queries.CONTACT, recipient="高齢福祉課") -> bool:
    return is_allowed(resident=resident, data=data, recipient=recipient, today=today)


def test_nobody_looks_without_saying_why(amagasaki):
    with pytest.raises(PurposeMissing):
        log_looks(
            actor=factories.person(), post="課", purpose="  ", residents=[factories.resident(amagasaki)], data=["x"]
        )


def test_every_resident_seen_gets_a_line_and_the_audit_one_row(amagasaki):
    seen = [factories.resident(amagasaki), factories.resident(amagasaki)]
    log_looks(actor=factories.person(), post="課", purpose="確認", residents=seen, data=[queries.IDENTITY])
    assert [queries.looks_at(resident=r).count() for r in seen] == [1, 1]
    assert AuditEntry.objects.filter(verb="log_looks").count() == 1


@pytest.mark.parametrize("typed", ["山田花子", "山田　花子", "花子", "やまだ", "ヤマダ ハ", "ﾔﾏﾀﾞ"])
def test_a_resident_is_found_however_the_name_is_spaced_or_its_kana_written(amagasaki, typed):
    resident = factories.resident(amagasaki)
    resident.name, resident.kana = "山田　花子", "ヤマダ　ハナコ"
    resident.save()
    assert queries.find_residents(name=typed).residents == (resident,)


def test_of_too_many_only_the_number_is_told(amagasaki):
    for _n in range(queries.MOST_SHOWN + 1):
        factories.resident(amagasaki)
    found = queries.find_residents(name="住民")
    assert (found.count, found.residents, found.is_too_many) == (queries.MOST_SHOWN + 1, (), True)


def test_the_facts_of_a_protected_resident_hold_no_address_telephone_or_household(amagasaki):
    resident = factories.resident(amagasaki, is_protected=True)
    facts = str(queries.subject_facts(resident=resident))
    for secret in (resident.registered_address, resident.phone, resident.postal_code):
        assert secret not in facts


def test_nobody_of_a_household_with_a_protected_member_sees_who_lives_there(amagasaki):
    protected, other = factories.resident(amagasaki, is_protected=True), factories.resident(amagasaki)
    other.household = protected.household
    other.save()
    assert queries.read_household(other) == [("世帯", str(queries.NOT_SHOWN))]


def test_the_audit_snapshot_of_a_protected_resident_hides_the_address(amagasaki):
    shot = audit.snapshot(factories.resident(amagasaki, is_protected=True))
    assert shot["registered_address"] == shot["phone"] == audit.HIDDEN


def test_every_kind_of_data_of_the_ground_can_be_named_to_people():
    keys = [queries.IDENTITY, queries.CONTACT, queries.HOUSEHOLD]
    assert set(keys) <= set(registry.subject_data())
    assert queries.data_labels(["gone.kind"]) == ["gone.kind"]


def test_a_consent_holds_on_both_ends_of_its_period_and_not_a_day_longer(amagasaki):
    resident = factories.resident(amagasaki)
    a_consent(resident, until=date(2026, 4, 12))
    days = [date(2026, 4, day) for day in (9, 10, 12, 13)]
    assert [allowed(resident, day) for day in days] == [False, True, True, False]


def test_a_consent_covers_only_its_data_and_its_recipient(amagasaki):
    resident = factories.resident(amagasaki)
    a_consent(resident)
    assert not allowed(resident, data=queries.HOUSEHOLD)
    assert not allowed(resident, recipient="税務課")
    assert not allowed(factories.resident(amagasaki))


def test_a_withdrawal_works_at_once(amagasaki):
    resident = factories.resident(amagasaki)
    consent = a_consent(resident)
    withdrawn = withdraw_consent(actor=factories.person(), consent=consent)
    assert not allowed(resident)
    assert state_of(consent=withdrawn, today=TODAY) is ConsentState.WITHDRAWN
    with pytest.raises(AlreadyWithdrawn):
        withdraw_consent(actor=factories.person(), consent=consent)


@pytest.mark.parametrize("changes", [{"data": []}, {"purpose": " "}, {"recipient": ""}, {"until": date(2026, 4, 9)}])
def test_a_consent_without_data_purpose_or_recipient_or_reversed_in_time_is_refused(amagasaki, changes):
    with pytest.raises(ConsentRefused):
        a_consent(factories.resident(amagasaki), **changes)
