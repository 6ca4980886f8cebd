"""Two records of one institution become one: the duplicate stays as a pointer, what was its own moves.

Nothing that parties agreed on changes: an agreement keeps the content hash under which it was signed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from chassis.refusal import Kind, Refusal
from services.agreements.domain.agreements import Agreement, changed, told_again
from services.agreements.domain.letters import Letter
from services.agreements.domain.partners import AlreadyMerged, Partner


class MergedIntoItself(Refusal):
    code = "partner-merged-into-itself"
    tr, en = "Bir kayıt kendisiyle birleştirilemez.", "A record is not merged into itself."
    next_tr, next_en = "Kalacak olan kaydı seçin.", "Choose the record that is to stay."


class DuplicateOfDirectory(Refusal):
    """The directory's facts (code, charter) are what agreements are checked by: they must not be lost."""

    code, kind = "partner-duplicate-of-directory", Kind.CONFLICT
    tr = "Erasmus kodu olan kayıt ({erasmus_code}) kalmalı; öteki kaydın kodu yok."
    en = "The record with an Erasmus code ({erasmus_code}) has to stay; the other has none."
    next_tr, next_en = "Ters yönde birleştirin.", "Merge them the other way round."


class OtherCountry(Refusal):
    code, kind = "partner-of-other-country", Kind.CONFLICT
    tr = "Kayıtlar ayrı ülkelerde: {duplicate} ve {survivor}."
    en = "The records are of different countries: {duplicate} and {survivor}."
    next_tr, next_en = "Önce yanlış olan ülkeyi düzeltin.", "Correct the wrong country first."


class Alike(StrEnum):
    """Why two records may be one institution."""

    NAME = "name"
    ERASMUS_CODE = "erasmus-code"


@dataclass(frozen=True, slots=True)
class LikelyDuplicates:
    """Records that stand and may be one institution. ``likeness``: what they have in common, folded."""

    alike: Alike
    likeness: str
    partners: tuple[Partner, ...]


def merge(duplicate: Partner, survivor: Partner) -> Partner | None:
    """The duplicate as a pointer; None when it points there already.

    Raises: MergedIntoItself, AlreadyMerged, OtherCountry, DuplicateOfDirectory.
    """
    if duplicate.id == survivor.id:
        raise MergedIntoItself("into_id")
    if duplicate.merged_into == survivor.id:
        return None
    if duplicate.merged_into is not None:
        raise AlreadyMerged(into=duplicate.merged_into)
    if survivor.merged_into is not None:
        raise AlreadyMerged("into_id", into=survivor.merged_into)
    _require_one_institution(duplicate, survivor)
    return points_to(duplicate, survivor)


def _require_one_institution(duplicate: Partner, survivor: Partner) -> None:
    ours, theirs = duplicate.facts, survivor.facts
    if ours.country != theirs.country:
        raise OtherCountry("into_id", duplicate=ours.country, survivor=theirs.country)
    if ours.erasmus_code is not None and theirs.erasmus_code is None:
        raise DuplicateOfDirectory("into_id", erasmus_code=ours.erasmus_code)


def points_to(merged: Partner, survivor: Partner) -> Partner:
    """Also what pointed to the duplicate before: readers follow one step."""
    return replace(merged, version=merged.version + 1, merged_into=survivor.id)


def moved_agreement(agreement: Agreement, survivor: Partner, at: datetime) -> Agreement:
    """The same content under the same hash and signatures; told anew outside, where it was told."""
    return changed(
        agreement,
        terms=replace(agreement.terms, partner_id=survivor.id),
        agreed_with=agreement.agreed_with or agreement.terms.partner_id,
        publication=told_again(agreement.publication, at),
    )


def moved_letter(letter: Letter, survivor: Partner) -> Letter:
    """Its words and party stay as they were written."""
    entry = replace(letter.entry, partner_id=survivor.id)
    return replace(letter, version=letter.version + 1, entry=entry)
