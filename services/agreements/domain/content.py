"""What was agreed, as one can sign it: a hash of the content, signatures under it, and contents that follow.

The hash changes with what the parties agree on and with nothing else: not with the office's own number, the
ids of conditions or their order. Source: the inter-institutional agreement data standard (EWP), where both
parties approve the same hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from chassis.refusal import Kind, Refusal
from contracts.vocabulary import AgreementKind, Signatory
from services.agreements.domain.academic_year import AcademicYear
from services.agreements.domain.conditions import Condition
from services.agreements.domain.kinds import NO_PARTICULARS
from services.agreements.domain.terms import Terms


class SignedOtherContent(Refusal):
    code, kind = "signed-other-content", Kind.CONFLICT
    tr = "İmzalanan metin kayıttaki metin değil: {signed} imzalanmış, kayıtta {present} var."
    en = "What was signed is not what is on record: {signed} was signed, on record is {present}."
    next_tr = "Güncel metni tarafa gönderin ve onun imzasını kaydedin."
    next_en = "Send the party the present content, and record its signature under that."


class AlreadySigned(Refusal):
    code, kind = "party-already-signed", Kind.CONFLICT
    tr, en = "Bu taraf {signed_on} tarihinde imzalamış.", "This party signed on {signed_on}."
    next_tr, next_en = "Diğer tarafın imzasını kaydedin.", "Record the other party's signature."


NAMED_BY_PROGRAMME = (
    None,
    AgreementKind.ERASMUS_INTER_INSTITUTIONAL,
    AgreementKind.MEVLANA_PROTOCOL,
    AgreementKind.FARABI_PROTOCOL,
    AgreementKind.BILATERAL,
)
"""Kinds of which the programme said enough before kinds were kept: what was signed then keeps its hash."""


@dataclass(frozen=True, slots=True)
class Signature:
    """``content_hash``: of what the party signed. None only where it was recorded before hashes were kept."""

    party: Signatory
    signed_on: date
    content_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """Conditions that count from an academic year on, and who signed them. ``content_hash`` names them.

    ``sign_by``: the last day to sign, where it changes a quota.
    """

    counts_from: AcademicYear
    conditions: tuple[Condition, ...]
    content_hash: str
    signatures: tuple[Signature, ...] = ()
    sign_by: date | None = None


def content_hash(terms: Terms, counts_from: AcademicYear) -> str:
    """SHA-256 in hexadecimal of ``terms`` as they count from a year on."""
    agreed: dict[str, Any] = {
        "programme": terms.programme,
        "partner": str(terms.partner_id),
        "years": [str(terms.first_year), str(terms.last_year), str(counts_from)],
        "conditions": sorted(map(_written, terms.conditions)),
    }
    if terms.kind not in NAMED_BY_PROGRAMME:
        agreed["kind"] = str(terms.kind)
    if terms.particulars != NO_PARTICULARS:
        agreed["particulars"] = asdict(terms.particulars)
    return hashlib.sha256(json.dumps(agreed, sort_keys=True).encode()).hexdigest()


def _written(condition: Condition) -> str:
    """Every condition alike: 5 and 5.00 months are one length, and fields have no order."""
    months = condition.months_per_place
    said: dict[str, Any] = {
        "direction": condition.direction,
        "kind": condition.kind,
        "fields": sorted(condition.isced_codes),
        "levels": sorted(condition.eqf_levels),
        "places": condition.places_per_year,
        "months": None if months is None else f"{months:.2f}",
        "days": condition.days_per_place,
        "language": condition.language,
        "language_level": condition.language_level,
        "blended": condition.blended,
    }
    return json.dumps(said, sort_keys=True)


def with_signature(
    signatures: tuple[Signature, ...], signature: Signature, present: str
) -> tuple[Signature, ...]:
    """One more, under the ``present`` hash. Raises: AlreadySigned, SignedOtherContent."""
    for earlier in signatures:
        if earlier.party is signature.party:
            raise AlreadySigned("party", signed_on=earlier.signed_on)
    sealed = replace(signature, content_hash=signature.content_hash or present)
    require_same_content([sealed], present)
    return (*signatures, sealed)


def require_same_content(signatures: Iterable[Signature], present: str) -> None:
    """Raises: SignedOtherContent for the first that is under another hash."""
    for signature in signatures:
        if signature.content_hash not in (None, present):
            signed = str(signature.content_hash)[:12]
            raise SignedOtherContent("content_hash", signed=signed, present=present[:12])


def unsigned(signatures: Iterable[Signature]) -> tuple[Signatory, ...]:
    """Whose signature is missing."""
    present = {signature.party for signature in signatures}
    return tuple(party for party in Signatory if party not in present)
