"""camt.053 as rows of a statement."""

from __future__ import annotations

import pytest

from chassis.refusal import Refusal
from services.finance.adapters.camt import read_camt
from services.finance.application.statement_rows import COLUMNS

OURS, THEIRS = "TR330006100519786457841326", "TR100001001745387178405001"
SIDES = f"""
<RltdPties>
  <DbtrAcct><Id><IBAN>{OURS}</IBAN></Id></DbtrAcct><CdtrAcct><Id><IBAN>{THEIRS}</IBAN></Id></CdtrAcct>
</RltdPties>
"""


def statement(*entries: str, version: str = "08") -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
    <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt>
    <GrpHdr><MsgId>1</MsgId></GrpHdr><Stmt><Id>1</Id>{"".join(entries)}</Stmt></BkToCstmrStmt></Document>""".encode()


def entry(details: str = "", *, amount: str = "2176.00", sign: str = "DBIT", status: str = "BOOK") -> str:
    """A version 8 entry."""
    return f"""<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd><Sts><Cd>{status}</Cd></Sts>
    <BookgDt><Dt>2026-06-01</Dt></BookgDt>{details}</Ntry>"""


def details(*transactions: str) -> str:
    return f"<NtryDtls>{''.join(f'<TxDtls>{each}</TxDtls>' for each in transactions)}</NtryDtls>"


def told(reference: str, amount: str = "") -> str:
    said = f'<Amt Ccy="EUR">{amount}</Amt>' if amount else ""
    return f"<Refs><EndToEndId>{reference}</EndToEndId></Refs>{said}{SIDES}"


def read(raw: bytes) -> list[tuple[str, ...]]:
    return [tuple(row.cells[column] for column in COLUMNS) for row in read_camt(raw)]


def test_a_debit_is_below_zero_and_names_who_was_paid_a_credit_who_paid() -> None:
    raw = statement(entry(details(told("abc"))), entry(details(told("def")), sign="CRDT"))
    assert read(raw) == [
        ("2026-06-01", "-2176.00", "EUR", "abc", THEIRS),
        ("2026-06-01", "2176.00", "EUR", "def", OURS),
    ]


def test_a_batch_is_as_many_rows_as_it_names_each_with_its_own_amount() -> None:
    batch = entry(details(told("abc", "1000.00"), told("def", "1176.00")))
    assert [row[1:4] for row in read(statement(batch))] == [
        ("-1000.00", "EUR", "abc"),
        ("-1176.00", "EUR", "def"),
    ]


def test_the_sum_of_a_batch_is_nobodys_amount() -> None:
    batch = entry(details(told("abc"), told("def")))
    assert [row[1] for row in read(statement(batch))] == ["", ""]


def test_what_has_no_details_names_no_order() -> None:
    assert read(statement(entry(amount="3.50"))) == [("2026-06-01", "-3.50", "EUR", "", "")]


def test_what_is_not_booked_yet_is_no_row() -> None:
    assert read(statement(entry(status="PDNG"))) == []


def test_older_versions_write_the_state_and_the_day_otherwise() -> None:
    old = """<Ntry><Amt Ccy="TRY">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
    <BookgDt><DtTm>2026-06-01T09:00:00</DtTm></BookgDt></Ntry>"""
    assert read(statement(old, version="02")) == [("2026-06-01", "10.00", "TRY", "", "")]


BOMB = """<?xml version="1.0"?><!DOCTYPE Document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<Document><BkToCstmrStmt><Stmt><Id>&b;</Id></Stmt></BkToCstmrStmt></Document>"""
OUTSIDE = """<!DOCTYPE Document [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<Document><BkToCstmrStmt><Stmt><Id>&x;</Id></Stmt></BkToCstmrStmt></Document>"""


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (BOMB.encode(), "camt-unreadable"),
        (OUTSIDE.encode(), "camt-unreadable"),
        (BOMB.encode("utf-16"), "csv-not-utf8"),
        (b"<Document>", "camt-unreadable"),
        (b"<Document/>", "camt-unreadable"),
        (b"date,amount", "camt-unreadable"),
        (b"", "camt-unreadable"),
    ],
)
def test_what_is_no_statement_or_could_read_elsewhere_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        list(read_camt(raw))
    assert refusal.value.code == code
