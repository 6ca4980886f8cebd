"""draft → proposed → signed → active → terminated, and every step that is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from chassis.refusal import Refusal
from contracts.vocabulary import AgreementStatus as Status
from contracts.vocabulary import Signatory
from services.agreements.adapters.data_files import rulebook
from services.agreements.domain.agreements import (
    Agreement,
    activate,
    draft,
    edit,
    propose,
    sign,
    take_over,
    terminate,
)
from services.agreements.domain.content import Signature
from services.agreements.tests.domain.samples import A_PARTNER, STUDY, agreed

NOW = datetime(2026, 5, 4, tzinfo=UTC)
HOME = Signature(Signatory.HOME, date(2026, 5, 1))
PARTNER = Signature(Signatory.PARTNER, date(2026, 5, 3))


def a_draft() -> Agreement:
    return draft(UUID(int=7), agreed(STUDY), A_PARTNER, rulebook())


def proposed(agreement: Agreement) -> Agreement:
    return propose(agreement, A_PARTNER, rulebook())


def edited(agreement: Agreement) -> Agreement:
    return edit(agreement, agreed(STUDY, last=2027), A_PARTNER, rulebook())


def signed(agreement: Agreement) -> Agreement:
    return sign(sign(agreement, HOME), PARTNER)


def activated(agreement: Agreement) -> Agreement:
    return activate(agreement, NOW)


def terminated(agreement: Agreement) -> Agreement:
    return terminate(agreement, "no demand", NOW)


AT: dict[Status, Callable[[], Agreement]] = {
    Status.DRAFT: a_draft,
    Status.PROPOSED: lambda: proposed(a_draft()),
    Status.SIGNED: lambda: signed(proposed(a_draft())),
    Status.ACTIVE: lambda: activated(signed(proposed(a_draft()))),
    Status.TERMINATED: lambda: terminated(activated(signed(proposed(a_draft())))),
}

REFUSED = [
    (Status.PROPOSED, proposed, "agreement-not-a-draft"),
    (Status.ACTIVE, proposed, "agreement-not-a-draft"),
    (Status.DRAFT, signed, "agreement-not-open-for-signature"),
    (Status.SIGNED, signed, "agreement-not-open-for-signature"),
    (Status.TERMINATED, signed, "agreement-not-open-for-signature"),
    (Status.DRAFT, activated, "signatures-missing"),
    (Status.PROPOSED, activated, "signatures-missing"),
    (Status.ACTIVE, activated, "agreement-already-in-force"),
    (Status.TERMINATED, activated, "agreement-already-terminated"),
    (Status.ACTIVE, edited, "agreement-not-editable"),
    (Status.TERMINATED, edited, "agreement-not-editable"),
    (Status.TERMINATED, terminated, "agreement-already-terminated"),
]


@pytest.mark.parametrize("status", AT)
def test_every_step_raises_the_version_by_one(status: Status) -> None:
    agreement = AT[status]()
    steps = {Status.DRAFT: 1, Status.PROPOSED: 2, Status.SIGNED: 4, Status.ACTIVE: 5, Status.TERMINATED: 6}
    assert (agreement.status, agreement.version) == (status, steps[status])


@pytest.mark.parametrize(("status", "step", "code"), REFUSED)
def test_a_step_out_of_turn_is_refused(
    status: Status, step: Callable[[Agreement], Agreement], code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        step(AT[status]())
    assert refused.value.code == code
    assert refused.value.next_step is not None


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PROPOSED, Status.SIGNED])
def test_a_change_before_activation_restarts_approval(status: Status) -> None:
    changed = edited(AT[status]())
    assert (changed.status, changed.signatures, changed.signed_on) == (Status.DRAFT, (), None)


def test_one_signature_does_not_suffice() -> None:
    half = sign(proposed(a_draft()), HOME)
    assert (half.status, half.signed_on) == (Status.PROPOSED, None)


def test_the_last_signature_dates_the_agreement() -> None:
    assert sign(sign(proposed(a_draft()), PARTNER), HOME).signed_on == date(2026, 5, 3)


def test_a_party_signs_once() -> None:
    with pytest.raises(Refusal) as refused:
        sign(sign(proposed(a_draft()), HOME), HOME)
    assert refused.value.code == "party-already-signed"


def test_nobody_signs_after_the_end() -> None:
    with pytest.raises(Refusal) as refused:
        sign(proposed(a_draft()), Signature(Signatory.HOME, date(2029, 9, 1)))
    assert refused.value.code == "signed-after-its-end"


def test_an_agreement_without_conditions_is_not_proposed() -> None:
    with pytest.raises(Refusal) as refused:
        proposed(draft(UUID(int=7), agreed(), A_PARTNER, rulebook()))
    assert refused.value.code == "condition-missing"


def test_publication_has_its_own_sequence() -> None:
    in_force, ended = AT[Status.ACTIVE](), AT[Status.TERMINATED]()
    assert in_force.publication is not None
    assert ended.publication is not None
    assert (in_force.publication.version, ended.publication.version) == (1, 2)


def test_what_was_never_published_is_not_withdrawn() -> None:
    assert terminated(a_draft()).publication is None


@pytest.mark.parametrize(("last", "outside"), [(2028, True), (2025, True), (2024, False)])
def test_an_earlier_agreement_is_published_while_its_years_last(last: int, outside: bool) -> None:
    terms = agreed(STUDY, first=2021, last=last)
    agreement = take_over(
        UUID(int=7), terms, signed_on=date(2021, 3, 1), partner=A_PARTNER, rules=rulebook(), at=NOW
    )
    status = Status.ACTIVE if outside else Status.TERMINATED
    assert (agreement.status, agreement.version, agreement.imported) == (status, 1, True)
    assert (agreement.publication is not None) is outside


def test_a_signature_under_other_content_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        sign(proposed(a_draft()), Signature(Signatory.PARTNER, date(2026, 5, 3), "0" * 64))
    assert refused.value.code == "signed-other-content"


def test_nothing_comes_into_force_that_one_party_did_not_sign() -> None:
    both = signed(proposed(a_draft()))
    other = replace(both, signatures=(both.signatures[0], replace(both.signatures[1], content_hash="0" * 64)))
    with pytest.raises(Refusal) as refused:
        activated(other)
    assert refused.value.code == "signed-other-content"
