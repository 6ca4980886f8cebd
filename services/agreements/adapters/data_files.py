"""The tables in ``data/``: what the rules read, and the directory that is loaded into the database."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from chassis.refusal import LocalizedText
from contracts.vocabulary import ActivityKind, AgreementKind, LanguageLevel, Programme
from services.agreements.domain.academic_year import AcademicYear
from services.agreements.domain.conditions import StayKind, StayLength, StayUnit
from services.agreements.domain.contacts import ContactRoles
from services.agreements.domain.deadlines import Deadline, DeadlineRule
from services.agreements.domain.isced import IscedField, IscedFields, IscedLevel
from services.agreements.domain.kinds import KindRule, Need, Particular, Whereabouts
from services.agreements.domain.lead_times import Lead, LeadTime
from services.agreements.domain.partners import PartnerFacts
from services.agreements.domain.programmes import ProgrammePeriod
from services.agreements.domain.rulebook import Rulebook

DATA = Path(__file__).parent.parent / "data"
ISO_COUNTRY = {"EL": "GR", "UK": "GB"}
"""Where the Commission's country codes differ from ISO 3166-1."""


@cache
def rulebook() -> Rulebook:
    return Rulebook(
        periods=tuple(_period(row) for row in _rows("programme_periods")),
        fields=IscedFields(isced_fields()),
        stay_lengths={_stay_kind(row): _stay_length(row) for row in _rows("stay_lengths")},
        recommended_levels={
            ActivityKind(row["kind"]): LanguageLevel(row["level"]) for row in _rows("recommended_language")
        },
        deadlines=tuple(_deadline(row) for row in _rows("deadlines")),
        leads=tuple(_lead(row) for row in _rows("lead_times")),
        kinds=tuple(_kind(row) for row in _rows("agreement_kinds")),
    )


@cache
def contact_roles() -> ContactRoles:
    return {row["code"]: LocalizedText(tr=row["tr"], en=row["en"]) for row in _rows("contact_roles")}


def isced_fields() -> list[IscedField]:
    return [
        IscedField(row["code"], IscedLevel(row["level"]), label_tr=row["label_tr"], label_en=row["label_en"])
        for row in _rows("isced-fields")
    ]


def institutions() -> list[PartnerFacts]:
    """The holders of the Erasmus charter: 6,142 as of 8 April 2026."""
    return [_institution(row) for row in _rows("eche-institutions")]


def _institution(row: dict[str, str]) -> PartnerFacts:
    return PartnerFacts(
        name=row["legal_name"].strip(),
        country=ISO_COUNTRY.get(row["country"], row["country"]),
        city=row["city"].strip() or None,
        website=row["website"].strip() or None,
        erasmus_code=row["erasmus_code"],
        pic=row["pic"],
        oid=row["oid"] or None,
        charter_start=date.fromisoformat(row["charter_start"]),
        charter_end=date.fromisoformat(row["charter_end"]),
    )


def _period(row: dict[str, str]) -> ProgrammePeriod:
    last = AcademicYear.parse(row["last_year"]) if row["last_year"] else None
    return ProgrammePeriod(
        Programme(row["programme"]), AcademicYear.parse(row["first_year"]), last, row["label"]
    )


def _stay_kind(row: dict[str, str]) -> StayKind:
    return StayKind(Programme(row["programme"]), ActivityKind(row["kind"]), blended=row["blended"] == "yes")


def _stay_length(row: dict[str, str]) -> StayLength:
    """An empty bound is none of the programme's own."""
    bounds = {name: Decimal(row[name]) for name in ("shortest", "longest") if row[name]}
    return StayLength(StayUnit(row["unit"]), **bounds)


def _deadline(row: dict[str, str]) -> DeadlineRule:
    return DeadlineRule(
        Deadline(row["rule"]), int(row["from_year"]), month=int(row["month"]), day=int(row["day"])
    )


def _lead(row: dict[str, str]) -> LeadTime:
    return LeadTime(Lead(row["what"]), date.fromisoformat(row["from"]), int(row["days"]))


def _kind(row: dict[str, str]) -> KindRule:
    return KindRule(
        kind=AgreementKind(row["kind"]),
        since=AcademicYear.parse(row["since"]),
        programme=Programme(row["programme"]),
        label=LocalizedText(tr=row["tr"], en=row["en"]),
        partner=Whereabouts(row["partner"]),
        charter=row["charter"] == "yes",
        conditions=Need(row["conditions"]),
        activities=tuple(ActivityKind(word) for word in row["activities"].split()),
        particulars=tuple(Particular(word) for word in row["particulars"].split()),
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
