"""The service's own values as the states that others read."""

from __future__ import annotations

from dataclasses import replace

from contracts import incoming, stays
from contracts import mobility as published
from services.mobility.domain.application import Application
from services.mobility.domain.call import Call
from services.mobility.domain.housing import Booking, HousingPlace
from services.mobility.domain.incoming import Incoming
from services.mobility.domain.learning_agreement import LearningAgreement
from services.mobility.domain.mobility import Mobility
from services.mobility.domain.mobility_file import MobilityFile
from services.mobility.domain.person import Person
from services.mobility.domain.placement import Placement
from services.mobility.domain.scoring import public_lines


def person_state(person: Person) -> published.Person:
    return published.Person.model_validate(person, from_attributes=True)


def call_state(call: Call) -> published.Call:
    return published.Call.model_validate(call, from_attributes=True)


def application_state(application: Application) -> published.Application:
    """Without statements and claims, and with special-category bonuses as one word."""
    shown = replace(application, score_lines=public_lines(application.score_lines))
    return published.Application.model_validate(shown, from_attributes=True)


def placement_state(placement: Placement) -> published.Placement:
    return published.Placement.model_validate(placement, from_attributes=True)


def mobility_state(mobility: Mobility) -> published.Mobility:
    return published.Mobility.model_validate(mobility, from_attributes=True)


def file_state(file: MobilityFile) -> stays.MobilityFile:
    return stays.MobilityFile.model_validate(file, from_attributes=True)


def learning_agreement_state(agreement: LearningAgreement) -> stays.LearningAgreement:
    """Without the reasons for which a course was not recognised: they are words about a person."""
    return stays.LearningAgreement.model_validate(agreement, from_attributes=True)


def incoming_state(application: Incoming) -> incoming.IncomingApplication:
    return incoming.IncomingApplication.model_validate(application, from_attributes=True)


def housing_place_state(place: HousingPlace) -> incoming.HousingPlace:
    return incoming.HousingPlace.model_validate(place, from_attributes=True)


def housing_booking_state(booking: Booking) -> incoming.HousingBooking:
    return incoming.HousingBooking.model_validate(booking, from_attributes=True)
