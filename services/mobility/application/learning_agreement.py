"""A learning agreement: proposed, signed three times, changed; then transcript and recognition."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from contracts.stays import (
    CourseRecognised,
    LearningAgreementAgreed,
    LearningAgreementProposed,
    LearningAgreementSigned,
    TranscriptRecorded,
)
from services.mobility.application.mobility_file import settle_with
from services.mobility.application.published_language import learning_agreement_state
from services.mobility.application.work import Work
from services.mobility.domain.learning_agreement import (
    LearningAgreement,
    Proposal,
    Signature,
    first_proposed,
    proposed,
    signed,
)
from services.mobility.domain.recognition import Recognition, Result, recognised, transcript_recorded
from services.mobility.domain.rule_book import RuleBook


async def propose_courses(
    mobility_id: UUID, proposal: Proposal, work: Work, rules: RuleBook, *, expected: int | None
) -> LearningAgreement:
    """The first content, or a change. Raises: ForStudiesOnly, StayIsOver and those of ``proposed``."""
    mobility = await work.mobilities.lock(mobility_id)
    before = await work.learning_agreements.lock_if_any(mobility_id)
    credits = rules.ects_per_semester(mobility.programme, mobility.call_year)
    if before is None:
        kept = first_proposed(mobility, proposal, credits)
    else:
        kept = proposed(before, proposal, credits, expected)
    event = LearningAgreementProposed(state=learning_agreement_state(kept))
    await work.learning_agreements.save(kept, event)
    return kept


async def sign_courses(
    agreement_id: UUID, signature: Signature, work: Work, *, expected: int | None
) -> LearningAgreement:
    """Raises: NothingToSign, ContentIsAnother, SignedAlready, StaleVersion."""
    kept = signed(await work.learning_agreements.lock(agreement_id), signature, expected)
    event = LearningAgreementSigned if kept.proposal else LearningAgreementAgreed
    await work.learning_agreements.save(kept, event(state=learning_agreement_state(kept)))
    await settle_with(kept, work)
    return kept


async def record_transcript(
    agreement_id: UUID, results: tuple[Result, ...], day: date, work: Work, *, expected: int | None
) -> LearningAgreement:
    """Raises: NothingAgreed, ResultTwice, StaleVersion."""
    kept = transcript_recorded(await work.learning_agreements.lock(agreement_id), results, day, expected)
    await work.learning_agreements.save(kept, TranscriptRecorded(state=learning_agreement_state(kept)))
    await settle_with(kept, work)
    return kept


async def recognise_course(
    agreement_id: UUID, decision: Recognition, day: date, work: Work, *, expected: int | None
) -> LearningAgreement:
    """Raises the refusals of ``recognised``."""
    kept = recognised(await work.learning_agreements.lock(agreement_id), decision, day, expected)
    await work.learning_agreements.save(kept, CourseRecognised(state=learning_agreement_state(kept)))
    return kept
