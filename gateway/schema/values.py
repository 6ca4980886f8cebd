"""Parts of objects that have no life of their own."""

from datetime import date
from decimal import Decimal

import strawberry

from contracts.vocabulary import (
    ActivityKind,
    BudgetLine,
    Currency,
    Direction,
    EqfLevel,
    LanguageLevel,
    Signatory,
)
from gateway.schema.node import id_of, related
from gateway.schema.refs import AgreementRef, PartnerRef


@strawberry.type(description="The same words in Turkish and English.")
class LocalizedText:
    tr: str = strawberry.field(description="Turkish")
    en: str = strawberry.field(description="English")


@strawberry.type(description="An amount with its currency.")
class Money:
    amount: Decimal = strawberry.field(description="Decimal with two places, as text")
    currency: Currency = strawberry.field(description="Its currency")


@strawberry.type(description="Why not: a rule's code and its words.")
class Reason:
    code: str = strawberry.field(description="Stable, for programs")
    message: LocalizedText = strawberry.field(description="For people")


@strawberry.type(description="One line of an agreement: who may go where, to do what, how many and how long.")
class CooperationCondition:
    id: strawberry.ID = id_of("CooperationCondition", key="id", description="Opaque; named in preferences")

    direction: Direction = strawberry.field(description="Out or in")
    kind: ActivityKind = strawberry.field(description="What is done")
    isced_codes: list[str] = strawberry.field(
        description="ISCED-F 2013 fields, 4 digits; they share the places"
    )
    eqf_levels: list[EqfLevel] = strawberry.field(description="Levels of study")
    places_per_year: int = strawberry.field(description="Participants a year")
    months_per_place: Decimal | None = strawberry.field(description="Length of a stay in months")
    days_per_place: int | None = strawberry.field(description="Length of a short stay in days")
    language: str | None = strawberry.field(description="Language of instruction, ISO 639-1")
    language_level: LanguageLevel | None = strawberry.field(description="Level that is asked for")
    blended: bool = strawberry.field(description="A short stay with an online part")


@strawberry.type(description="A party's signature under an agreement.")
class Signature:
    party: Signatory = strawberry.field(description="Who signed")
    signed_on: date = strawberry.field(description="When")
    content_hash: str | None = strawberry.field(
        description="What was signed; null where that was recorded before hashes were kept"
    )


@strawberry.type(description="One line of a score, explained.")
class ScoreLine:
    rule: str = strawberry.field(description="The rule's code, as in the selection rules")
    label: LocalizedText = strawberry.field(description="The rule in words")
    points: Decimal = strawberry.field(description="Points it gave or took")
    evidence: str = strawberry.field(description="What was seen")
    verified_by: str = strawberry.field(description="Who verified it; system for computed lines")


@strawberry.type(description="A wish for a place, in the applicant's order.")
class Preference:
    rank: int = strawberry.field(description="1 is the first wish")
    agreement: AgreementRef | None = related(
        "Agreement", key="agreement_id", description="Agreement that gives the place"
    )
    partner: PartnerRef | None = related("Partner", key="partner_id", description="Where")
    condition_id: strawberry.ID = id_of(
        "CooperationCondition", key="condition_id", description="The agreement's condition"
    )


@strawberry.type(description="One line of a grant's computation, with the source of its rate.")
class GrantLine:
    rule: str = strawberry.field(description="The rule's code")
    label: LocalizedText = strawberry.field(description="The rule in words")
    quantity: Decimal = strawberry.field(description="How many units")
    unit: str = strawberry.field(description="month, day or once")
    rate: Money = strawberry.field(description="For one unit")
    amount: Money = strawberry.field(description="Quantity times rate, rounded to cents")
    source: str = strawberry.field(description="Where the rate is published")


@strawberry.type(description="What was agreed to come back by a day.")
class RecoveryPart:
    due_on: date = strawberry.field(description="Last day")
    amount: Money = strawberry.field(description="How much")
    received: Money = strawberry.field(description="Of it already back")


@strawberry.type(description="By when what is owed comes back, as it was agreed.")
class RecoveryPlan:
    agreed_on: date = strawberry.field(description="When it was agreed")
    holds: bool = strawberry.field(description="False when the debt changed since: agree anew")
    next_due_on: date | None = strawberry.field(description="Of the earliest part that is not all back")
    parts: list[RecoveryPart] = strawberry.field(description="Earliest first")


@strawberry.type(description="What a participant owes back.")
class Recovery:
    amount: Money = strawberry.field(description="Owed in all")
    recovered: Money = strawberry.field(description="Already back")
    reason: LocalizedText = strawberry.field(description="Why")
    plan: RecoveryPlan | None = strawberry.field(description="In which parts it comes back, once agreed")


@strawberry.type(description="What of a budget is meant for one line.")
class BudgetPart:
    line: BudgetLine = strawberry.field(description="For what")
    allocated: Money = strawberry.field(description="How much")
    expended: Money | None = strawberry.field(
        description="Of organisational support: what approved expenses took"
    )


@strawberry.type(description="The grant agreement behind a budget.")
class Contract:
    number: str = strawberry.field(description="As the National Agency writes it")
    begins_on: date = strawberry.field(description="First day")
    ends_on: date = strawberry.field(description="Last day on which money may be used")


@strawberry.type(description="A line of a double-entry transaction.")
class LedgerEntry:
    account: str = strawberry.field(description="Budget, participant (by id only) or bank")
    amount: Money = strawberry.field(description="Debit positive, credit negative")
    line: BudgetLine | None = strawberry.field(
        description="Of the budget; null on the money's side and before lines were kept"
    )
