"""Events of the agreements service: partners, agreements and what partner universities may read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import Field

from contracts import topics
from contracts.event import AcademicYear, CountryCode, Event, Instant, State, Text, Value
from contracts.vocabulary import (
    ActivityKind,
    AgreementChange,
    AgreementEnd,
    AgreementKind,
    AgreementStatus,
    Direction,
    EqfLevel,
    LanguageLevel,
    Programme,
    Signatory,
)


class Partner(State):
    """A university or institution. Those of the European directory carry their Erasmus code."""

    name: str
    country: CountryCode
    city: str | None = None
    erasmus_code: str | None = None
    pic: str | None = Field(default=None, description="Participant Identification Code of the Commission")
    oid: str | None = Field(default=None, description="Organisation id of the Commission")
    website: str | None = None
    charter_start: date | None = Field(default=None, description="First day of the Erasmus charter")
    charter_end: date | None = Field(default=None, description="Last day of the Erasmus charter")
    latitude: Decimal | None = Field(
        default=None, decimal_places=6, max_digits=9, description="Degrees north"
    )
    longitude: Decimal | None = Field(
        default=None, decimal_places=6, max_digits=9, description="Degrees east"
    )
    merged_into: UUID | None = Field(
        default=None, description="The record that took its place; its own id still answers"
    )


class CooperationCondition(Value):
    """One line of an agreement: who may go where, to do what, how many and how long."""

    id: UUID
    direction: Direction
    kind: ActivityKind
    isced_codes: tuple[str, ...] = Field(
        description="Detailed ISCED-F 2013 fields, 4 digits; they share the places"
    )
    eqf_levels: tuple[EqfLevel, ...]
    places_per_year: int = Field(ge=1)
    months_per_place: Decimal | None = Field(default=None, decimal_places=2, max_digits=5)
    days_per_place: int | None = None
    language: str | None = Field(default=None, description="ISO 639-1", examples=["en"])
    language_level: LanguageLevel | None = None
    blended: bool = False


class Signature(Value):
    party: Signatory
    signed_on: date
    content_hash: str | None = Field(
        default=None, description="What was signed; null where that was recorded before hashes were kept"
    )


class AgreementNotice(Value):
    """One party will end the agreement; it goes on until its last day."""

    by: Signatory
    given_on: date
    ends_on: date


class AgreementDifference(Value):
    """What an amendment changes about one condition, for people to read."""

    condition_id: UUID
    change: AgreementChange
    text: Text


class AgreementContent(Value):
    """Conditions that count from an academic year on. Earlier ones are kept with what was signed."""

    counts_from: AcademicYear
    conditions: tuple[CooperationCondition, ...]
    content_hash: str
    signatures: tuple[Signature, ...] = ()


class AgreementAmendment(AgreementContent):
    """Other conditions that wait for both signatures while those of the agreement stay in force."""

    differences: tuple[AgreementDifference, ...]
    sign_by: date | None = Field(default=None, description="Last day to sign, where a quota changes")


class AgreementParticulars(Value):
    """What stands in it beside places and lengths, where its kind asks for it."""

    purpose: Text | None = Field(default=None, description="What the parties want together")
    degree: Text | None = Field(default=None, description="What a joint programme awards")
    units: tuple[str, ...] = Field(default=(), description="Units of ours that take part")


class Agreement(State):
    """An agreement with one partner, in whatever state it is."""

    reference: str = Field(description="The office's own number of the agreement")
    programme: Programme
    kind: AgreementKind | None = Field(default=None, description="Null where none was kept")
    particulars: AgreementParticulars | None = None
    partner_id: UUID
    status: AgreementStatus
    first_year: AcademicYear
    last_year: AcademicYear
    conditions: tuple[CooperationCondition, ...] = ()
    signatures: tuple[Signature, ...] = ()
    signed_on: date | None = Field(default=None, description="Day of the last signature")
    imported: bool = Field(default=False, description="Came in with an office's earlier records")
    content_hash: str | None = Field(default=None, description="SHA-256 of what both parties sign")
    amended_from: AcademicYear | None = Field(
        default=None, description="Since when the conditions count, if not from the first year"
    )
    ends_on: date | None = Field(default=None, description="Its last day, as things stand")
    notice: AgreementNotice | None = None
    ended_by: AgreementEnd | None = Field(default=None, description="How it ended, once it has")
    amendment: AgreementAmendment | None = None
    earlier: tuple[AgreementContent, ...] = Field(default=(), description="The oldest first")
    renews: UUID | None = Field(default=None, description="The agreement that this one follows")
    expiring_since: date | None = Field(default=None, description="When it was told that it ends soon; once")


class PartnerEvent(Event):
    TOPIC = topics.PARTNER
    state: Partner


class PartnerListed(PartnerEvent):
    """An institution entered the directory."""

    TYPE = "kervan.agreements.partner-listed.v1"


class PartnerChanged(PartnerEvent):
    """The directory's facts about an institution changed."""

    TYPE = "kervan.agreements.partner-changed.v1"


class PartnerMerged(PartnerEvent):
    """It is the same institution as ``merged_into``, to which its agreements and letters moved.

    What was planned or written under its id stays so: readers show the record that stands in its place.
    """

    TYPE = "kervan.agreements.partner-merged.v1"


class PartnerRepublished(PartnerEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.agreements.partner-republished.v1"


class AgreementEvent(Event):
    TOPIC = topics.AGREEMENT
    state: Agreement


class AgreementDrafted(AgreementEvent):
    TYPE = "kervan.agreements.agreement-drafted.v1"


class AgreementEdited(AgreementEvent):
    """The content changed: a draft again, earlier signatures dropped."""

    TYPE = "kervan.agreements.agreement-edited.v1"


class AgreementProposed(AgreementEvent):
    TYPE = "kervan.agreements.agreement-proposed.v1"


class AgreementSigned(AgreementEvent):
    """One party signed the agreement, or first of both its amendment."""

    TYPE = "kervan.agreements.agreement-signed.v1"


class AgreementActivated(AgreementEvent):
    TYPE = "kervan.agreements.agreement-activated.v1"


class AgreementTerminated(AgreementEvent):
    """Ended by the office at once, or by the clock: a notice's time is over, or the last year is."""

    TYPE = "kervan.agreements.agreement-terminated.v1"


class AgreementNoticeGiven(AgreementEvent):
    """A party will end it; it is in force until ``ends_on``."""

    TYPE = "kervan.agreements.agreement-notice-given.v1"


class AgreementExpiring(AgreementEvent):
    """Its last day is near; said once of each agreement, whatever becomes of that day."""

    TYPE = "kervan.agreements.agreement-expiring.v1"


class AgreementAmendmentProposed(AgreementEvent):
    """Other conditions wait for both signatures."""

    TYPE = "kervan.agreements.agreement-amendment-proposed.v1"


class AgreementAmendmentWithdrawn(AgreementEvent):
    """What waited for signatures was taken back; nothing changed."""

    TYPE = "kervan.agreements.agreement-amendment-withdrawn.v1"


class AgreementAmended(AgreementEvent):
    """Both parties signed the amendment: its conditions are the agreement's."""

    TYPE = "kervan.agreements.agreement-amended.v1"


class AgreementReassigned(AgreementEvent):
    """Its partner's record was merged into another; nothing that the parties agreed on changed."""

    TYPE = "kervan.agreements.agreement-reassigned.v1"


class AgreementImported(AgreementEvent):
    """Came in with an office's earlier records, signed and in force."""

    TYPE = "kervan.agreements.agreement-imported.v1"


class AgreementRepublished(AgreementEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.agreements.agreement-republished.v1"


class PublishedAgreement(State):
    """What a partner university may read of an agreement. Stable: fields are only added within v1.

    Its versions are its own: 1 when the agreement came into force, one more for an amendment and for its end.
    """

    programme: Programme
    partner_erasmus_code: str | None
    partner_name: str
    status: AgreementStatus
    first_year: AcademicYear
    last_year: AcademicYear
    conditions: tuple[CooperationCondition, ...]
    published_at: Instant


class PublishedAgreementEvent(Event):
    TOPIC = topics.PUBLISHED_AGREEMENT
    state: PublishedAgreement


class AgreementPublished(PublishedAgreementEvent):
    """An agreement came into force, or an amendment of one did, or the partner has another record."""

    TYPE = "kervan.partners.agreement-published.v1"


class AgreementWithdrawn(PublishedAgreementEvent):
    """An agreement in force ended."""

    TYPE = "kervan.partners.agreement-withdrawn.v1"


class PublishedAgreementRepublished(PublishedAgreementEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.partners.agreement-republished.v1"
