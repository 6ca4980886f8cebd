"""Types as other types name them: the graph is full of cycles, so they are looked up late."""

from typing import TYPE_CHECKING, Annotated

import strawberry

if TYPE_CHECKING:
    from gateway.schema.agreement import Agreement
    from gateway.schema.application import Application
    from gateway.schema.budget import Budget
    from gateway.schema.call import Call
    from gateway.schema.event import Event
    from gateway.schema.expense import Expense
    from gateway.schema.grant import Grant
    from gateway.schema.housing import HousingBooking, HousingPlace
    from gateway.schema.learning_agreement import LearningAgreement
    from gateway.schema.mobility import Mobility
    from gateway.schema.mobility_file import MobilityFile, MobilityTask
    from gateway.schema.partner import Partner
    from gateway.schema.payment_batch import PaymentBatch
    from gateway.schema.payment_order import PaymentOrder
    from gateway.schema.payment_request import PaymentRequest
    from gateway.schema.person import Person
    from gateway.schema.placement import Placement
    from gateway.schema.project import Project
    from gateway.schema.registration import Registration
    from gateway.schema.visit import Visit

AgreementRef = Annotated["Agreement", strawberry.lazy("gateway.schema.agreement")]
ApplicationRef = Annotated["Application", strawberry.lazy("gateway.schema.application")]
BudgetRef = Annotated["Budget", strawberry.lazy("gateway.schema.budget")]
CallRef = Annotated["Call", strawberry.lazy("gateway.schema.call")]
EventRef = Annotated["Event", strawberry.lazy("gateway.schema.event")]
ExpenseRef = Annotated["Expense", strawberry.lazy("gateway.schema.expense")]
GrantRef = Annotated["Grant", strawberry.lazy("gateway.schema.grant")]
HousingBookingRef = Annotated["HousingBooking", strawberry.lazy("gateway.schema.housing")]
HousingPlaceRef = Annotated["HousingPlace", strawberry.lazy("gateway.schema.housing")]
LearningAgreementRef = Annotated["LearningAgreement", strawberry.lazy("gateway.schema.learning_agreement")]
MobilityFileRef = Annotated["MobilityFile", strawberry.lazy("gateway.schema.mobility_file")]
MobilityTaskRef = Annotated["MobilityTask", strawberry.lazy("gateway.schema.mobility_file")]
MobilityRef = Annotated["Mobility", strawberry.lazy("gateway.schema.mobility")]
PartnerRef = Annotated["Partner", strawberry.lazy("gateway.schema.partner")]
PaymentBatchRef = Annotated["PaymentBatch", strawberry.lazy("gateway.schema.payment_batch")]
PaymentOrderRef = Annotated["PaymentOrder", strawberry.lazy("gateway.schema.payment_order")]
PaymentRequestRef = Annotated["PaymentRequest", strawberry.lazy("gateway.schema.payment_request")]
PersonRef = Annotated["Person", strawberry.lazy("gateway.schema.person")]
PlacementRef = Annotated["Placement", strawberry.lazy("gateway.schema.placement")]
ProjectRef = Annotated["Project", strawberry.lazy("gateway.schema.project")]
RegistrationRef = Annotated["Registration", strawberry.lazy("gateway.schema.registration")]
VisitRef = Annotated["Visit", strawberry.lazy("gateway.schema.visit")]
