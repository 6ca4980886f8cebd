"""The bank's file by the schema's rules: names and their order, types, lengths, sums, letters."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from xml.etree import ElementTree

import pytest
import schwifty

from chassis.ids import new_id
from chassis.refusal import Refusal
from contracts.vocabulary import PaymentChannel
from services.finance.adapters.pain import NAMESPACE, credit_transfer, latin
from services.finance.application.bank_file import BankFile, Transfer
from services.finance.application.work import PayingAccount
from services.finance.domain.payment_batch import PaymentBatch
from services.finance.tests.builders import IBAN, NOW, OTHER_IBAN, account, erased, paid, planned
from services.finance.tests.office import Office, euro

SEQUENCES = {
    "Document": ("CstmrCdtTrfInitn",),
    "CstmrCdtTrfInitn": ("GrpHdr", "PmtInf"),
    "GrpHdr": ("MsgId", "CreDtTm", "NbOfTxs", "CtrlSum", "InitgPty"),
    "PmtInf": (
        "PmtInfId", "PmtMtd", "NbOfTxs", "CtrlSum", "ReqdExctnDt", "Dbtr", "DbtrAcct", "DbtrAgt", "ChrgBr",
        "CdtTrfTxInf",
    ),
    "CdtTrfTxInf": ("PmtId", "Amt", "Cdtr", "CdtrAcct", "RmtInf"),
    "PmtId": ("EndToEndId",),
    "DbtrAgt": ("FinInstnId",),
    "ReqdExctnDt": ("Dt",),
}  # fmt: skip
"""By element, what stands in it and in which order; the schema has more, all of it optional."""

LENGTHS = {"MsgId": 35, "PmtInfId": 35, "EndToEndId": 35, "Nm": 140, "Ustrd": 140, "NbOfTxs": 15}
LETTERS = re.compile(r"[A-Za-z0-9/\-?:().,'+ ]+")
AMOUNT = re.compile(r"\d{1,16}\.\d{2}")


def a_file(*names: str, holder: str = "Iğdır Üniversitesi", bic: str | None = None) -> BankFile:
    transfers = tuple(
        Transfer(
            new_id(), new_id(), name, OTHER_IBAN, euro(f"{100 + number}.10"), "erasmus 2024 hibe taksit 1"
        )
        for number, name in enumerate(names)
    )
    total = sum((transfer.amount for transfer in transfers), euro("0.00"))
    payer = PayingAccount(new_id(), holder, IBAN, bic, "finance", NOW)
    return BankFile(new_id(), NOW, payer, total, transfers)


def parsed(asked: BankFile) -> ElementTree.Element:
    return ElementTree.fromstring(credit_transfer(asked))


def name(element: ElementTree.Element) -> str:
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")


def every(root: ElementTree.Element, wanted: str) -> list[str]:
    return [element.text or "" for element in root.iter() if name(element) == wanted]


def test_each_element_holds_its_own_in_the_order_of_the_schema() -> None:
    for element in parsed(a_file("Ada Yılmaz", "Şükrü Çağ")).iter():
        assert element.tag.startswith(f"{{{NAMESPACE}}}")
        if name(element) in SEQUENCES:
            assert tuple(dict.fromkeys(map(name, element))) == SEQUENCES[name(element)]


def test_it_counts_and_sums_as_the_bank_does() -> None:
    root = parsed(a_file("Ada", "Can", "Ece"))
    amounts = [Decimal(each) for each in every(root, "InstdAmt")]
    assert every(root, "NbOfTxs") == [str(len(amounts))] * 2
    assert [Decimal(each) for each in every(root, "CtrlSum")] == [sum(amounts)] * 2
    assert all(AMOUNT.fullmatch(each) for each in every(root, "InstdAmt"))
    assert {element.get("Ccy") for element in root.iter() if name(element) == "InstdAmt"} == {"EUR"}


def test_texts_keep_their_lengths_and_the_letters_every_bank_takes() -> None:
    root = parsed(a_file("Şükrü <Öz> & Oğlu" * 20, holder="Iğdır Üniversitesi — Dış İlişkiler" * 6))
    for wanted, longest in LENGTHS.items():
        for text in every(root, wanted):
            assert 1 <= len(text) <= longest
            assert LETTERS.fullmatch(text)


def test_accounts_dates_and_references_are_of_their_types() -> None:
    root = parsed(a_file("Ada", "Can"))
    assert all(schwifty.IBAN(each).is_valid for each in every(root, "IBAN"))
    assert date.fromisoformat(every(root, "Dt")[0]) == NOW.date()
    assert datetime.fromisoformat(every(root, "CreDtTm")[0]) == NOW
    assert len(set(every(root, "EndToEndId"))) == 2


def test_the_bank_is_named_by_its_bic_or_by_nothing() -> None:
    assert every(parsed(a_file("Ada", bic="TCZBTR2A")), "BICFI") == ["TCZBTR2A"]
    unnamed = parsed(a_file("Ada"))
    (institution,) = [each for each in unnamed.iter() if name(each) == "FinInstnId"]
    assert [(name(each), each[0].text) for each in institution] == [("Othr", "NOTPROVIDED")]


def test_the_same_batch_makes_the_same_file() -> None:
    asked = a_file("Ada")
    assert credit_transfer(asked) == credit_transfer(asked)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Iğdır Üniversitesi", "Igdir Universitesi"),
        ("ŞÜKRÜ ÖZGÜÇ", "SUKRU OZGUC"),
        ("Straße & Søn", "Strasse + Son"),
        ("//Ali\tVeli", "Ali Veli"),
        ("O’Brien, Ann-Marie", "O'Brien, Ann-Marie"),
    ],
)
def test_letters_are_told_in_those_of_the_bank(written: str, told: str) -> None:
    assert latin(written, 140) == told


async def a_batch_for_the_bank(office: Office) -> tuple[PaymentBatch, list[object]]:
    office.approves_at_once = False
    budget = await office.budget("20000.00")
    going = [planned(), planned()]
    for each in going:
        await office.hears(account(each.state.person_id))
        await office.hears(each)
    await office.pays_from(budget)
    batch = await office.gathers(budget, channel=PaymentChannel.BANK_FILE)
    return batch, [each.state.person_id for each in going]


async def refusal_of(office: Office, batch: PaymentBatch) -> str:
    with pytest.raises(Refusal) as refusal:
        await office.bank_file(batch)
    return refusal.value.code


async def test_a_file_asks_for_each_order_of_its_batch(office: Office) -> None:
    batch, people = await a_batch_for_the_bank(office)
    await office.approves_batch(batch)
    root = parsed(await office.bank_file(batch))
    orders = {request.id.hex for request in await office.requests()}
    assert set(every(root, "EndToEndId")) == orders
    assert len(people) == 2
    assert every(root, "CtrlSum") == ["4352.00"] * 2
    assert every(root, "Nm")[2:] == ["Ada Yilmaz"] * 2


async def test_before_its_approval_a_batch_has_no_file(office: Office) -> None:
    batch, _ = await a_batch_for_the_bank(office)
    assert await refusal_of(office, batch) == "payment-batch-is-not-for-the-bank"


async def test_what_went_by_events_has_no_file(office: Office) -> None:
    office.approves_at_once = False
    budget = await office.budget("20000.00")
    going = planned()
    await office.hears(account(going.state.person_id))
    await office.hears(going)
    batch = await office.gathers(budget)
    await office.approves_batch(batch)
    assert await refusal_of(office, batch) == "payment-batch-is-not-for-the-bank"


async def test_a_file_whose_payments_are_answered_is_not_given_again(office: Office) -> None:
    batch, _ = await a_batch_for_the_bank(office)
    await office.approves_batch(batch)
    await office.hears(paid((await office.requests())[0].id))
    assert await refusal_of(office, batch) == "payment-batch-is-answered"


async def test_who_was_erased_is_in_no_file(office: Office) -> None:
    batch, people = await a_batch_for_the_bank(office)
    await office.approves_batch(batch)
    await office.hears(erased(people[0]))  # type: ignore[arg-type]
    assert await refusal_of(office, batch) == "payee-account-unknown"
