"""A bank's file as ISO 20022 has it: CustomerCreditTransferInitiation, pain.001.001.09.

Version 09 is what the European rulebooks have asked for since November 2023; 03, before it, differs in two
places (``BIC`` for ``BICFI``, a bare ``ReqdExctnDt``). Elements stand in the order of the schema, which is a
sequence everywhere here. Text is in the character set every bank takes.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from chassis.clock import academic_date
from services.finance.application.bank_file import BankFile, Transfer
from services.finance.domain.money import Money

NAMESPACE: Final = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
NAME_MAX, TEXT_MAX = 140, 140
BY_TRANSFER, PAYER_PAYS_ALL_CHARGES, NO_BANK = "TRF", "DEBT", "NOTPROVIDED"

UNDECOMPOSED: Final = str.maketrans(
    {"ı": "i", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
    | {"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "&": "+", "’": "'"}
)
REFUSED: Final = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")


def credit_transfer(asked: BankFile) -> bytes:
    """One debit account, one day, one transfer an order; ``CtrlSum`` and ``NbOfTxs`` as the bank adds up."""
    document = Element("Document", xmlns=NAMESPACE)
    initiation = SubElement(document, "CstmrCdtTrfInitn")
    _header(SubElement(initiation, "GrpHdr"), asked)
    _payments(SubElement(initiation, "PmtInf"), asked)
    indent(document)
    made: bytes = tostring(document, encoding="UTF-8", xml_declaration=True)
    return made


def latin(text: str, length_max: int) -> str:
    """``İğdır Şükrü & Co`` becomes ``Igdir Sukru + Co``; what no bank takes becomes a space."""
    plain = unicodedata.normalize("NFKD", text.translate(UNDECOMPOSED))
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    return " ".join(REFUSED.sub(" ", letters).split()).lstrip("/-:")[:length_max].strip()


def _header(header: Element, asked: BankFile) -> None:
    _text(header, "MsgId", asked.message_id)
    _text(header, "CreDtTm", asked.made_at.isoformat(timespec="seconds"))
    _sums(header, asked)
    _text(SubElement(header, "InitgPty"), "Nm", latin(asked.payer.holder, NAME_MAX))


def _payments(payments: Element, asked: BankFile) -> None:
    _text(payments, "PmtInfId", asked.message_id)
    _text(payments, "PmtMtd", BY_TRANSFER)
    _sums(payments, asked)
    _text(SubElement(payments, "ReqdExctnDt"), "Dt", academic_date(asked.made_at).isoformat())
    _text(SubElement(payments, "Dbtr"), "Nm", latin(asked.payer.holder, NAME_MAX))
    _account(SubElement(payments, "DbtrAcct"), asked.payer.iban)
    _bank(SubElement(payments, "DbtrAgt"), asked.payer.bic)
    _text(payments, "ChrgBr", PAYER_PAYS_ALL_CHARGES)
    for transfer in asked.transfers:
        _transfer(SubElement(payments, "CdtTrfTxInf"), transfer)


def _transfer(element: Element, transfer: Transfer) -> None:
    _text(SubElement(element, "PmtId"), "EndToEndId", transfer.order_id.hex)
    _amount(SubElement(element, "Amt"), transfer.amount)
    _text(SubElement(element, "Cdtr"), "Nm", latin(transfer.name, NAME_MAX))
    _account(SubElement(element, "CdtrAcct"), transfer.iban)
    _text(SubElement(element, "RmtInf"), "Ustrd", latin(transfer.purpose, TEXT_MAX))


def _sums(parent: Element, asked: BankFile) -> None:
    _text(parent, "NbOfTxs", str(len(asked.transfers)))
    _text(parent, "CtrlSum", str(asked.total.amount))


def _amount(parent: Element, amount: Money) -> None:
    _text(parent, "InstdAmt", str(amount.amount)).set("Ccy", amount.currency)


def _account(parent: Element, iban: str) -> None:
    _text(SubElement(parent, "Id"), "IBAN", iban)


def _bank(parent: Element, bic: str | None) -> None:
    """A bank finds itself by the account, where no BIC is told: the schema wants the element all the same."""
    institution = SubElement(parent, "FinInstnId")
    if bic is not None:
        _text(institution, "BICFI", bic)
    else:
        _text(SubElement(institution, "Othr"), "Id", NO_BANK)


def _text(parent: Element, name: str, text: str) -> Element:
    child = SubElement(parent, name)
    child.text = text
    return child
