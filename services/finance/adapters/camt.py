"""The bank's statement as ISO 20022 has it: camt.053, any version. Its bookings become rows, as of a CSV.

Read with the standard library, and no document type is let in: neither entities nor anything outside is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, ParseError, fromstring

from chassis.csv_rows import CsvNotUtf8, Row
from chassis.refusal import Kind, Refusal

BOOKED, DEBIT = "BOOK", "DBIT"
DOCTYPE: Final = "<!DOCTYPE"


class CamtUnreadable(Refusal):
    code, kind = "camt-unreadable", Kind.INVALID
    tr, en = "Dosya bir camt.053 hesap özeti değil.", "The file is no camt.053 statement."
    next_tr, next_en = "Bankadan camt.053 ya da CSV isteyin.", "Ask the bank for camt.053, or for CSV."


def read_camt(raw: bytes) -> Iterator[Row]:
    """A row for each transaction that is booked; ``line`` counts them. A batch is as many as it names.

    Raises, at the first step: CsvNotUtf8, CamtUnreadable.
    """
    entries = _root(raw).findall("{*}BkToCstmrStmt/{*}Stmt/{*}Ntry")
    booked = (entry for entry in entries if _status(entry) == BOOKED)
    cells = (each for entry in booked for each in _transactions(entry))
    for line, each in enumerate(cells, 1):
        yield Row(line, each)


def _root(raw: bytes) -> Element:
    """Decoded first: in text a document type can be written one way only."""
    try:
        written = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CsvNotUtf8(line=raw.count(b"\n", 0, error.start) + 1) from None
    if DOCTYPE in written:
        raise CamtUnreadable
    try:
        root = fromstring(written)  # noqa: S314  without a document type there are no entities
    except ParseError as error:
        raise CamtUnreadable from error
    if root.find("{*}BkToCstmrStmt") is None:
        raise CamtUnreadable
    return root


def _status(entry: Element) -> str:
    """``Sts`` holds it in older versions, ``Sts/Cd`` since version 8."""
    return _text(entry, "{*}Sts/{*}Cd") or _text(entry, "{*}Sts")


def _transactions(entry: Element) -> Iterator[dict[str, str]]:
    """An entry without details is one transaction that names no order."""
    details = entry.findall("{*}NtryDtls/{*}TxDtls")
    for each in details or [entry]:
        amount = each.find("{*}Amt")
        if amount is None:
            amount = each.find("{*}AmtDtls/{*}TxAmt/{*}Amt")
        if amount is None and len(details) == 1:
            amount = entry.find("{*}Amt")
        yield _cells(entry, each, amount)


def _cells(entry: Element, transaction: Element, amount: Element | None) -> dict[str, str]:
    out = (_text(transaction, "{*}CdtDbtInd") or _text(entry, "{*}CdtDbtInd")) == DEBIT
    day = _text(entry, "{*}BookgDt/{*}Dt") or _text(entry, "{*}BookgDt/{*}DtTm")[:10]
    written = "" if amount is None else (amount.text or "").strip()
    side = "CdtrAcct" if out else "DbtrAcct"
    return {
        "date": day,
        "amount": f"-{written}" if out and written else written,
        "currency": "" if amount is None else amount.get("Ccy", ""),
        "reference": _text(transaction, "{*}Refs/{*}EndToEndId"),
        "iban": _text(transaction, f"{{*}}RltdPties/{{*}}{side}/{{*}}Id/{{*}}IBAN"),
    }


def _text(parent: Element, path: str) -> str:
    return (parent.findtext(path) or "").strip()
