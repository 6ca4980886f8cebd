"""The correspondence register, and letters made from the office's templates, in Turkish and English.

A registered letter never changes: what was wrong is annulled and registered anew, and its number stays taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import date
from string import Formatter
from uuid import UUID

from chassis.refusal import Kind, LocalizedText, NotFound, Refusal, require_version
from contracts.vocabulary import Direction


class NoSuchLetter(NotFound):
    code = "letter-not-found"
    tr, en = "Böyle bir yazı yok.", "There is no such letter."


class NoSuchTemplate(NotFound):
    code = "letter-template-not-found"
    tr, en = "“{template}” adlı bir yazı şablonu yok.", "There is no letter template “{template}”."
    next_tr, next_en = "Şunlardan birini seçin: {known}.", "Choose one of these: {known}."


class ValuesMissing(Refusal):
    code, kind = "letter-values-missing", Kind.INVALID
    tr, en = (
        "Şablonun şu yerleri boş kalırdı: {missing}.",
        "These places of the template would stay empty: {missing}.",
    )
    next_tr, next_en = "Bu değerleri iki dilde yazın.", "Give these values in both languages."


class ValuesUnknown(Refusal):
    code, kind = "letter-values-unknown", Kind.INVALID
    tr, en = "Şablonda böyle bir yer yok: {unknown}.", "The template has no place for: {unknown}."
    next_tr, next_en = (
        "Adı düzeltin; şablonun yerleri: {known}.",
        "Correct the name; its places are: {known}.",
    )


class LetterFromTheFuture(Refusal):
    code, kind = "letter-from-the-future", Kind.INVALID
    tr, en = "Yazının tarihi ({written_on}) gelecekte.", "The letter's date ({written_on}) lies ahead."
    next_tr, next_en = "Yazının üstündeki tarihi girin.", "Give the date on the letter."


class PartyMissing(Refusal):
    code, kind = "letter-party-missing", Kind.INVALID
    tr, en = "Yazının karşı tarafı belli değil.", "It is not known whom the letter is from or to."
    next_tr, next_en = (
        "Bir ortak ya da anlaşma seçin, yoksa kurumun adını yazın.",
        "Choose a partner or an agreement, or write the institution's name.",
    )


class AnnulledAlready(Refusal):
    code, kind = "letter-annulled-already", Kind.CONFLICT
    tr, en = "{year}/{number} sayılı yazı zaten iptal edilmiş.", "Letter {year}/{number} is annulled already."
    next_tr, next_en = "Gerekiyorsa yenisini kaydedin.", "Register a new one, if it is needed."


class NoText(Refusal):
    code = "letter-has-no-text"
    tr, en = "Bu yazının metni burada tutulmuyor.", "The text of this letter is not kept here."
    next_tr, next_en = (
        "Yalnız şablondan üretilen yazıların belgesi vardır.",
        "Only letters made from a template have a document.",
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """What the office enters of a letter. ``body``: of one that was made here."""

    direction: Direction
    written_on: date
    subject: LocalizedText
    party: str
    partner_id: UUID | None = None
    agreement_id: UUID | None = None
    their_reference: str | None = None
    attachments: tuple[str, ...] = ()
    template: str | None = None
    body: LocalizedText | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """``number`` in the register of ``year``, the year in which it was registered."""

    id: UUID
    version: int
    year: int
    number: int
    entry: Entry
    annulled: bool = False
    annulment_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """``{places}`` in its words are filled by name; each language has the same ones."""

    code: str
    subject: LocalizedText
    body: LocalizedText

    @property
    def places(self) -> frozenset[str]:
        words = (self.subject.tr, self.subject.en, self.body.tr, self.body.en)
        return frozenset().union(*map(places_of, words))

    def filled(
        self, values: Mapping[str, LocalizedText], known: Set[str] = frozenset()
    ) -> tuple[LocalizedText, LocalizedText]:
        """Subject and body. ``known``: values that need no place. Raises: ValuesMissing, ValuesUnknown."""
        if unknown := values.keys() - self.places - known:
            raise ValuesUnknown("values", unknown=_listed(unknown), known=_listed(self.places - known))
        if missing := self.places - values.keys():
            raise ValuesMissing("values", missing=_listed(missing))
        return _filled(self.subject, values), _filled(self.body, values)


def register(letter_id: UUID, number: int, entry: Entry, today: date) -> Letter:
    """Raises: LetterFromTheFuture, PartyMissing."""
    if entry.written_on > today:
        raise LetterFromTheFuture("written_on", written_on=entry.written_on)
    if not entry.party.strip():
        raise PartyMissing("party")
    return Letter(letter_id, 1, today.year, number, entry)


def annul(letter: Letter, reason: str, expected: int | None) -> Letter:
    """Raises: StaleVersion, AnnulledAlready."""
    require_version(letter.version, expected)
    if letter.annulled:
        raise AnnulledAlready(year=letter.year, number=letter.number)
    return replace(letter, version=letter.version + 1, annulled=True, annulment_reason=reason)


def text_of(letter: Letter) -> LocalizedText:
    """Raises: NoText."""
    if letter.entry.body is None:
        raise NoText
    return letter.entry.body


def places_of(words: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(words) if name)


def _filled(words: LocalizedText, values: Mapping[str, LocalizedText]) -> LocalizedText:
    """What somebody wrote is put in as it is: a brace of theirs is no place."""
    return LocalizedText(
        tr=words.tr.format_map({name: value.tr for name, value in values.items()}),
        en=words.en.format_map({name: value.en for name, value in values.items()}),
    )


def _listed(names: Set[str]) -> str:
    return ", ".join(sorted(names))
