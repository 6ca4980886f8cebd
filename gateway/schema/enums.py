"""The shared vocabulary, as GraphQL enums. Importing this names and describes them; types use the words."""

from __future__ import annotations

import strawberry

from chassis.identity.caller import Role
from contracts import vocabulary as words

DESCRIPTIONS = {
    words.Programme: "Under what framework somebody goes or an agreement stands.",
    words.Direction: "Out of the university, or into it.",
    words.ActivityKind: "What is done abroad. DEGREE is a foreign student's whole study here.",
    words.EqfLevel: "European Qualifications Framework: level of study.",
    words.LanguageLevel: "Common European Framework of Reference for Languages.",
    words.Currency: "ISO 4217.",
    words.AgreementKind: "What sort of document an agreement is.",
    words.AgreementStatus: "An agreement's way from draft to end.",
    words.AgreementEnd: "How a terminated agreement ended; ENDED: at once, by the office.",
    words.AgreementChange: "What an amendment does with a condition.",
    words.Signatory: "Who signs an agreement: the university, or its partner.",
    words.CallStatus: "A call's way: open, ranked (lists not public), published, closed.",
    words.ApplicationStatus: "What has become of an application.",
    words.AppealStatus: "Of an appeal against published lists.",
    words.PlacementList: "Main list (asil) or reserve list (yedek).",
    words.PlacementStatus: "An offered or reserved place and its answer.",
    words.MobilityStatus: "Whether a stay is planned, under way, done or given up.",
    words.BudgetLine: "For what a contract gives money: three lines are the participants', one the office's.",
    words.NominationStatus: "Whether the partner was told who comes, and what it answered.",
    words.MobilityTaskStatus: "Whether a task waits, is done, or is not needed here.",
    words.StayMilestone: "A day in the course of a stay from which due days are counted.",
    words.StayStep: "A step of a stay that some tasks must be settled for.",
    words.LearningAgreementStatus: "Whether a version has its three signatures.",
    words.LearningParty: "The three who sign a learning agreement.",
    words.CourseTable: "Courses abroad (table A), or those at home that they count as (table B).",
    words.CourseChange: "What became of a course since the agreed version (table C).",
    words.ChangeReason: "Why a course changed, as the European learning agreement counts it.",
    words.IncomingStatus: "What became of an application of somebody whom a partner sends us.",
    words.BuddyStatus: "Whether a student of ours helps a guest.",
    words.BookingStatus: "Whether a bed is held for a stay.",
    words.GrantStatus: "Where the money of a mobility stands.",
    words.ExpenseKind: "On what the office spends beside grants.",
    words.ExpenseProposalStatus: "Whether a proposed expense waits for somebody with its receipt.",
    words.ExpenseStatus: "Entered by one person, then approved by another or rejected.",
    words.PlanStepKind: "What a step of a spending plan does.",
    words.PlanStepStatus: "What became of a step of a spending plan.",
    words.Scenario: "What a forecast rests on: promises, experience, or the office's assumption.",
    words.InstalmentKind: "Paid before the stay, or after it.",
    words.InstalmentStatus: "Where one instalment stands.",
    words.PaymentOrderStatus: "What the finance office answered.",
    words.PaymentRequestStatus: "Whether a drafted payment waits for a second person.",
    words.PaymentBatchStatus: "Whether a batch of payments is open, approved or dissolved.",
    words.PaymentChannel: "Who is asked to pay: the finance office by events, or the bank by a file.",
    words.EventKind: "What sort of event the office holds.",
    words.EventStatus: "Whether it takes place.",
    words.Audience: "For whom an announcement is; a PUBLIC one has a page that anybody may read.",
    words.AnnouncementStatus: "An announcement's way from draft to withdrawal.",
    words.OpportunityKind: "What sort of thing others offer.",
    words.OpportunityStatus: "Whether an opportunity is open.",
    words.DeadlineKind: "What is due.",
    words.WaitsFor: "Whose work it is that is waited for.",
    words.ReminderStatus: "Planned, due, or nothing is waited for any more.",
    words.VisitStatus: "A delegation's way: planned, confirmed, held, reported; or cancelled.",
    words.CostKind: "What a visit or an event spends on.",
    words.Meal: "Which meal of the day.",
    words.ProjectStatus: "A project's way: idea, applied, granted or refused, running, reported, closed.",
    words.ProjectRole: "What one of ours does in a project.",
    words.RegistrationStatus: "Invited, with a place, waiting for one, or no longer coming.",
    Role: "What a caller is to the office.",
}

for word, description in DESCRIPTIONS.items():
    strawberry.enum(word, description=description)
