"""Templates are filled whole or not at all; a registered letter is annulled, never changed."""

from __future__ import annotations

from datetime import date

import pytest

from chassis.ids import new_id
from chassis.refusal import LocalizedText, StaleVersion
from contracts.vocabulary import Direction
from services.agreements.adapters.letter_templates import letter_templates
from services.agreements.domain.letters import (
    AnnulledAlready,
    Entry,
    LetterFromTheFuture,
    NoText,
    PartyMissing,
    Template,
    ValuesMissing,
    ValuesUnknown,
    annul,
    places_of,
    register,
    text_of,
)

TODAY = date(2026, 11, 26)
INVITATION = Template(
    "invitation", LocalizedText("{who} geliyor", "{who} comes"), LocalizedText("{day} günü", "on {day}")
)
SUBJECT = LocalizedText("Konu", "Subject")
ENTRY = Entry(Direction.INCOMING, TODAY, SUBJECT, "Università di Bologna")


def both(words: str) -> LocalizedText:
    return LocalizedText(words, words)


def test_every_place_is_filled_and_what_is_put_in_is_no_place() -> None:
    values = {"who": LocalizedText("{day}", "a {guest}"), "day": both("3.3.2027")}
    subject, body = INVITATION.filled(values)
    assert subject == LocalizedText("{day} geliyor", "a {guest} comes")
    assert body == LocalizedText("3.3.2027 günü", "on 3.3.2027")


def test_a_place_without_a_value_is_named() -> None:
    with pytest.raises(ValuesMissing) as refused:
        INVITATION.filled({"who": both("x")})
    assert refused.value.facts["missing"] == "day"


def test_a_value_without_a_place_is_named_unless_the_agreement_gave_it() -> None:
    values = {"who": both("x"), "day": both("y"), "reference": both("z")}
    with pytest.raises(ValuesUnknown) as refused:
        INVITATION.filled(values)
    assert refused.value.facts["unknown"] == "reference"
    INVITATION.filled(values, {"reference"})


@pytest.mark.parametrize("template", letter_templates().values(), ids=lambda each: each.code)
def test_both_languages_of_the_office_ask_for_the_same(template: Template) -> None:
    assert places_of(template.subject.tr + template.body.tr) == places_of(
        template.subject.en + template.body.en
    )


def test_a_letter_is_registered_in_the_year_of_that_day() -> None:
    letter = register(new_id(), 7, ENTRY, TODAY)
    assert (letter.year, letter.number, letter.version) == (2026, 7, 1)


def test_what_cannot_be_registered() -> None:
    with pytest.raises(LetterFromTheFuture):
        register(new_id(), 1, Entry(Direction.OUTGOING, date(2026, 11, 27), SUBJECT, "x"), TODAY)
    with pytest.raises(PartyMissing):
        register(new_id(), 1, Entry(Direction.OUTGOING, TODAY, SUBJECT, " "), TODAY)


def test_an_annulled_letter_keeps_its_number_and_is_annulled_once() -> None:
    annulled = annul(register(new_id(), 7, ENTRY, TODAY), "twice entered", expected=1)
    assert (annulled.annulled, annulled.number, annulled.version) == (True, 7, 2)
    with pytest.raises(AnnulledAlready):
        annul(annulled, "again", expected=2)
    with pytest.raises(StaleVersion):
        annul(annulled, "again", expected=1)


def test_a_letter_that_came_in_has_no_text_of_ours() -> None:
    with pytest.raises(NoText):
        text_of(register(new_id(), 1, ENTRY, TODAY))
