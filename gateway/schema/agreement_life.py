"""Parts of an agreement: what is to change, what was before, how it ends and how its places are used."""

from datetime import date

import strawberry

from contracts.vocabulary import ActivityKind, AgreementChange, Direction, Signatory
from gateway.schema.node import id_of
from gateway.schema.values import LocalizedText, Signature


@strawberry.type(description="What an amendment changes about one condition.")
class AgreementDifference:
    condition_id: strawberry.ID = id_of(
        "CooperationCondition", key="condition_id", description="Which condition"
    )
    change: AgreementChange = strawberry.field(description="What becomes of it")
    text: LocalizedText = strawberry.field(description="The same in words")


@strawberry.type(
    description="Other conditions that wait for both signatures; the agreement's own stay in force."
)
class AgreementAmendment:
    counts_from: str = strawberry.field(description="Academic year from which they would count")
    differences: list[AgreementDifference] = strawberry.field(description="What is other than it is now")
    content_hash: str = strawberry.field(description="What both are to sign")
    signatures: list[Signature] = strawberry.field(description="Who has signed it")
    sign_by: date | None = strawberry.field(description="Last day to sign; null where no quota changes")


@strawberry.type(description="What both had signed before an amendment; the service keeps it whole.")
class AgreementContent:
    counts_from: str = strawberry.field(description="Academic year from which it counted")
    content_hash: str = strawberry.field(description="What was signed")


@strawberry.type(description="What an agreement says beside its conditions.")
class AgreementParticulars:
    purpose: LocalizedText | None = strawberry.field(description="What the parties want together")
    degree: LocalizedText | None = strawberry.field(description="What a joint programme awards")
    units: list[str] = strawberry.field(description="Units of ours that take part")


@strawberry.type(description="One party said that it will end the agreement.")
class AgreementNotice:
    by: Signatory = strawberry.field(description="Who")
    given_on: date = strawberry.field(description="When")
    ends_on: date = strawberry.field(description="The agreement's last day because of it")


@strawberry.type(description="Places of one condition in one academic year against those that calls gave.")
class PlaceBalance:
    condition_id: strawberry.ID = id_of(
        "CooperationCondition", key="condition_id", description="Which condition"
    )
    academic_year: str = strawberry.field(description="Of which year")
    direction: Direction = strawberry.field(description="Out or in")
    kind: ActivityKind = strawberry.field(description="What is done")
    places: int = strawberry.field(description="As agreed for this year")
    used: int = strawberry.field(description="Offered or accepted")
    free: int = strawberry.field(description="Left")
    over: int = strawberry.field(description="Held beyond what was agreed: a finding to clear up")


@strawberry.type(description="Stays under the agreement in one academic year, without those given up.")
class YearlyExchange:
    academic_year: str = strawberry.field(description="Of which year")
    outgoing: int = strawberry.field(description="Went")
    incoming: int = strawberry.field(description="Came")
