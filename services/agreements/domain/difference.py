"""What changes between two contents of an agreement, line by line, for whoever is to sign it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from chassis.refusal import LocalizedText
from contracts.vocabulary import ActivityKind, Direction
from contracts.vocabulary import AgreementChange as Change
from services.agreements.domain.conditions import Condition


@dataclass(frozen=True, slots=True)
class Difference:
    """One line: which condition, and what becomes of it in words."""

    condition_id: UUID
    change: Change
    text: LocalizedText


DIRECTIONS = {
    Direction.OUTGOING: LocalizedText("Giden", "Outgoing"),
    Direction.INCOMING: LocalizedText("Gelen", "Incoming"),
}
KINDS = {
    ActivityKind.STUDENT_STUDY: LocalizedText("öğrenci öğrenimi", "student studies"),
    ActivityKind.STUDENT_TRAINEESHIP: LocalizedText("öğrenci stajı", "student traineeships"),
    ActivityKind.STAFF_TEACHING: LocalizedText("personel ders verme", "staff teaching"),
    ActivityKind.STAFF_TRAINING: LocalizedText("personel eğitim alma", "staff training"),
    ActivityKind.DEGREE: LocalizedText("tam öğrenim", "whole degrees"),
}

Value = Callable[[Condition], object]
FIELDS: tuple[tuple[LocalizedText, Value], ...] = (
    (LocalizedText("alanlar", "fields"), lambda one: ", ".join(sorted(one.isced_codes))),
    (LocalizedText("EQF düzeyleri", "EQF levels"), lambda one: ", ".join(sorted(one.eqf_levels))),
    (LocalizedText("yıllık kontenjan", "places a year"), lambda one: one.places_per_year),
    (LocalizedText("kişi başına ay", "months each"), lambda one: one.months_per_place),
    (LocalizedText("kişi başına gün", "days each"), lambda one: one.days_per_place),
    (LocalizedText("dil", "language"), lambda one: one.language),
    (LocalizedText("dil düzeyi", "language level"), lambda one: one.language_level),
)


def with_known_ids(conditions: Sequence[Condition], known: Sequence[Condition]) -> tuple[Condition, ...]:
    """A condition that goes on keeps its id, because places are held under it.

    It goes on if it has direction, kind, fields and levels of a known one; or, alone on both sides, direction
    and kind.
    """
    kept = _paired(conditions, known, _whole)
    left = [one for one in conditions if one.id not in kept]
    free = [one for one in known if one.id not in kept.values()]
    kept |= {
        new: old
        for new, old in _paired(left, free, _loose).items()
        if _alone(new, left) and _alone(old, free)
    }
    return tuple(_with_id(one, kept.get(one.id, one.id)) for one in conditions)


def differences(before: Sequence[Condition], after: Sequence[Condition]) -> tuple[Difference, ...]:
    """Empty when nothing changes. Conditions are compared by their ids."""
    old = {one.id: one for one in before}
    new = {one.id: one for one in after}
    return (
        *(_line(one, Change.REMOVED) for one in before if one.id not in new),
        *(line for one in after if one.id in old for line in _changed(old[one.id], one)),
        *(_line(one, Change.ADDED) for one in after if one.id not in old),
    )


def changes_places(before: Sequence[Condition], after: Sequence[Condition]) -> bool:
    """Whether a quota is other than it was: a number, or a condition that comes or goes."""
    return {(one.id, one.places_per_year) for one in before} != {
        (one.id, one.places_per_year) for one in after
    }


def _paired(
    conditions: Sequence[Condition], known: Sequence[Condition], key: Callable[[Condition], object]
) -> dict[UUID, UUID]:
    """Ids of ``conditions`` with those of ``known`` of the same key, each at most once."""
    free = list(known)
    pairs: dict[UUID, UUID] = {}
    for one in conditions:
        found = next((other for other in free if key(other) == key(one)), None)
        if found is not None:
            free.remove(found)
            pairs[one.id] = found.id
    return pairs


def _alone(condition_id: UUID, among: Sequence[Condition]) -> bool:
    loose = [_loose(one) for one in among]
    return loose.count(next(_loose(one) for one in among if one.id == condition_id)) == 1


def _loose(condition: Condition) -> tuple[object, ...]:
    return condition.direction, condition.kind, condition.blended


def _whole(condition: Condition) -> tuple[object, ...]:
    return *_loose(condition), frozenset(condition.isced_codes), frozenset(condition.eqf_levels)


def _with_id(condition: Condition, identity: UUID) -> Condition:
    return replace(condition, id=identity)


def _changed(before: Condition, after: Condition) -> Iterator[Difference]:
    for name, value in FIELDS:
        was, becomes = value(before), value(after)
        if was != becomes:
            told = (
                f": {was if was not in (None, '') else '—'} → {becomes if becomes not in (None, '') else '—'}"
            )
            head = _named(after)
            text = LocalizedText(f"{head.tr}: {name.tr}{told}", f"{head.en}: {name.en}{told}")
            yield Difference(after.id, Change.CHANGED, text)


def _line(condition: Condition, change: Change) -> Difference:
    head, places = _named(condition), condition.places_per_year
    tr, en = {
        Change.ADDED: ("eklendi", "added"),
        Change.REMOVED: ("çıkarıldı", "removed"),
    }[change]
    fields = ", ".join(condition.isced_codes)
    return Difference(
        condition.id,
        change,
        LocalizedText(
            f"{head.tr} ({fields}): yılda {places} kişi, {tr}", f"{head.en} ({fields}): {places} a year, {en}"
        ),
    )


def _named(condition: Condition) -> LocalizedText:
    direction, kind = DIRECTIONS[condition.direction], KINDS[condition.kind]
    blended = LocalizedText(" (karma)", " (blended)") if condition.blended else LocalizedText("", "")
    return LocalizedText(f"{direction.tr} {kind.tr}{blended.tr}", f"{direction.en} {kind.en}{blended.en}")
