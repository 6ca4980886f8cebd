"""Institutions an agreement can be made with, and the Erasmus charter of those in the directory."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.refusal import Kind, LocalizedText, Refusal, require_version
from services.agreements.domain.academic_year import AcademicYear
from services.agreements.domain.advice import Advice
from services.agreements.domain.coordinates import Coordinates

COUNTRY = re.compile("[A-Z]{2}")
NAME_LENGTH_MAX = 300


class PartnerOfDirectory(Refusal):
    """The Commission's list is the source of these facts; the next loading would undo a change here."""

    code, kind = "partner-of-directory", Kind.CONFLICT
    tr = "Bu kurumun bilgileri Avrupa Komisyonu'nun listesinden gelir ({erasmus_code})."
    en = "This institution's facts come from the European Commission's list ({erasmus_code})."
    next_tr = "Düzeltmeyi kurumdan isteyin; liste yeniden yüklenince buraya gelir."
    next_en = "Ask the institution to correct them; they arrive when the list is loaded again."


class AlreadyMerged(Refusal):
    code, kind = "partner-already-merged", Kind.CONFLICT
    tr = "Bu kayıt daha önce başka bir kayıtla birleştirilmiş ({into})."
    en = "This record was merged into another one before ({into})."
    next_tr, next_en = "O kayıtla devam edin.", "Go on with that record."


class PartnerNameMissing(Refusal):
    code, kind = "partner-name-missing", Kind.INVALID
    tr, en = "Kurumun adı boş olamaz.", "The institution's name must not be empty."
    next_tr, next_en = (
        "Kurumun kendi dilindeki adını yazın.",
        "Give the name in the institution's own language.",
    )


class PartnerNameTooLong(Refusal):
    code, kind = "partner-name-too-long", Kind.INVALID
    tr, en = "Kurumun adı {longest} karakteri aşıyor.", "The institution's name exceeds {longest} characters."
    next_tr, next_en = "Adı kısaltın.", "Shorten the name."


class CountryMalformed(Refusal):
    code, kind = "country-malformed", Kind.INVALID
    tr, en = "“{written}” bir ülke kodu değil.", "“{written}” is not a country code."
    next_tr, next_en = "ISO 3166-1'in iki harfli kodunu yazın: AZ.", "Give the two letters of ISO 3166-1: AZ."


class CharterEnded(Refusal):
    """Erasmus+ between programme countries needs a charter. Source: Regulation (EU) 2021/817."""

    code = "charter-ended"
    tr = "Ortağın Erasmus beyannamesi {charter_end} günü, anlaşmanın ilk yılından ({first}) önce bitiyor."
    en = "The partner's Erasmus charter ends on {charter_end}, before the agreement's first year ({first})."
    next_tr = "Ortağın yeni beyannamesini bekleyin ya da listeyi yeniden yükleyin."
    next_en = "Wait for the partner's new charter, or load the directory again."


@dataclass(frozen=True, slots=True)
class PartnerFacts:
    """What the directory, or the office, says of an institution."""

    name: str
    country: str
    city: str | None = None
    website: str | None = None
    erasmus_code: str | None = None
    pic: str | None = None
    oid: str | None = None
    charter_start: date | None = None
    charter_end: date | None = None


@dataclass(frozen=True, slots=True)
class Partner:
    """``merged_into``: the record that took this one's place; its own id still answers."""

    id: UUID
    version: int
    facts: PartnerFacts
    merged_into: UUID | None = None
    where: Coordinates | None = None

    def require_version(self, expected: int | None) -> None:
        require_version(self.version, expected)


def list_partner(partner_id: UUID, facts: PartnerFacts) -> Partner:
    """An institution enters. Raises: PartnerNameMissing, PartnerNameTooLong, CountryMalformed."""
    _require_name(facts)
    if COUNTRY.fullmatch(facts.country) is None:
        raise CountryMalformed("country", written=facts.country[:60])
    return Partner(partner_id, 1, facts)


def change_partner(partner: Partner, facts: PartnerFacts) -> Partner:
    """Correct an institution the office entered.

    Raises: AlreadyMerged, PartnerOfDirectory, PartnerNameMissing.
    """
    if partner.merged_into is not None:
        raise AlreadyMerged(into=partner.merged_into)
    if partner.facts.erasmus_code is not None:
        raise PartnerOfDirectory(erasmus_code=partner.facts.erasmus_code)
    _require_name(facts)
    return replace(partner, version=partner.version + 1, facts=facts)


def place(partner: Partner, where: Coordinates | None) -> Partner:
    """Also of the directory's, which says nothing of it. Raises: AlreadyMerged."""
    if partner.merged_into is not None:
        raise AlreadyMerged(into=partner.merged_into)
    return partner if partner.where == where else replace(partner, version=partner.version + 1, where=where)


def _require_name(facts: PartnerFacts) -> None:
    if not facts.name.strip():
        raise PartnerNameMissing("name")
    if len(facts.name) > NAME_LENGTH_MAX:
        raise PartnerNameTooLong("name", longest=NAME_LENGTH_MAX)


def require_charter(facts: PartnerFacts, first: AcademicYear) -> None:
    """A charter that ends before the first year covers nothing of the agreement. Raises: CharterEnded."""
    if facts.charter_end is not None and facts.charter_end < first.first_day:
        raise CharterEnded("partner_id", charter_end=facts.charter_end, first=first)


def advise_on_charter(facts: PartnerFacts, last: AcademicYear) -> tuple[Advice, ...]:
    """A charter may be renewed during an agreement, so ending early is told and not refused."""
    if facts.charter_end is None:
        message = LocalizedText(
            tr="Ortağın Erasmus beyannamesi bilinmiyor; program ülkelerindeki kurumlarda zorunludur.",
            en="The partner's Erasmus charter is not known; institutions of programme countries need one.",
        )
        return (Advice("charter-unknown", message, "partner_id"),)
    if facts.charter_end >= last.last_day:
        return ()
    message = LocalizedText(
        tr=f"Ortağın Erasmus beyannamesi {facts.charter_end} tarihinde, anlaşmadan ({last}) önce bitiyor.",
        en=f"The partner's Erasmus charter ends on {facts.charter_end}, before the agreement does ({last}).",
    )
    return (Advice("charter-ends-early", message, "last_year"),)
