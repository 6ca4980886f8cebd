"""What an operator may type, and what they read when it is wrong."""

from __future__ import annotations

import pytest

from contracts import topics
from contracts.topics import TOPICS
from deploy.local.failure import LocalFailure
from deploy.operator.story.kinds import KINDS, id_of, topics_of

ID = "019a0000-0000-7000-8000-000000000001"


def test_every_topic_belongs_to_a_kind() -> None:
    assert {topic for kind in KINDS for topic in topics_of(kind)} == set(TOPICS)


def test_an_order_s_answers_are_part_of_its_story() -> None:
    assert topics_of("payment-order") == (topics.PAYMENT_ORDER, topics.PAYMENT_RESULT)


@pytest.mark.parametrize("given", [ID, ID.upper(), f"PaymentOrder.{ID}"])
def test_an_id_may_be_given_as_services_or_as_the_gateway_give_it(given: str) -> None:
    assert id_of("payment-order", given) == ID


@pytest.mark.parametrize("given", ["", "123", f"Grant.{ID}", f"{ID}x"])
def test_what_is_no_id_of_the_kind_is_told_so_in_both_languages(given: str) -> None:
    with pytest.raises(LocalFailure) as refused:
        id_of("payment-order", given)
    assert all((refused.value.tr, refused.value.en, refused.value.next_tr, refused.value.next_en))


def test_an_unknown_kind_is_told_the_kinds_there_are() -> None:
    with pytest.raises(LocalFailure, match="mobility, "):
        topics_of("mobilty")
