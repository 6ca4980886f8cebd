"""Whatever people and the office do, in any order: places and the line stay right."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from chassis.ids import new_id
from contracts.vocabulary import RegistrationStatus as Status
from services.events.domain import places
from services.events.domain.check_in_code import new_code
from services.events.domain.gathering import CapacityBelowRegistered
from services.events.domain.registration import Registration, invited
from services.events.tests.builders import NOW, a_gathering, a_newcomer

CAPACITY = st.integers(min_value=1, max_value=6)


class Places(RuleBasedStateMachine):
    """Beside the gathering stands the plain truth: a list of who came, in order of arrival."""

    @initialize(capacity=CAPACITY)
    def announce(self, capacity: int) -> None:
        self.gathering = a_gathering(capacity=capacity)
        self.people: dict[object, Registration] = {}
        self.arrivals: list[object] = []

    def line(self) -> list[Registration]:
        waiting = [one for one in self.people.values() if one.status is Status.WAITING]
        return sorted(waiting, key=lambda one: one.place_in_line or 0)

    def keep(self, *registrations: Registration) -> None:
        self.people |= {one.id: one for one in registrations}

    @rule()
    def somebody_registers(self) -> None:
        self.gathering, one = places.register(self.gathering, None, a_newcomer(self.gathering), NOW)
        self.keep(one)
        self.arrivals.append(one.id)

    @rule()
    def somebody_is_invited(self) -> None:
        self.keep(invited(new_id(), self.gathering.id, new_id(), None, new_code()))

    @precondition(lambda self: self.people)
    @rule(data=st.data())
    def one_of_them_registers_or_cancels(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(sorted(self.people.values(), key=lambda person: person.id)))
        if one.holds_or_waits:
            self.gathering, off, up = places.cancel(self.gathering, one, self.line(), NOW)
            self.keep(off, *up)
            self.arrivals.remove(one.id)
        else:
            self.gathering, again = places.register(self.gathering, one, one, NOW)
            self.keep(again)
            self.arrivals.append(one.id)

    @rule(capacity=CAPACITY)
    def the_office_changes_the_capacity(self, capacity: int) -> None:
        try:
            self.gathering, up = places.change_capacity(self.gathering, capacity, self.line(), NOW, None)
        except CapacityBelowRegistered:
            assert capacity < self.gathering.registered
        else:
            self.keep(*up)

    @invariant()
    def the_first_to_arrive_have_the_places(self) -> None:
        placed = {one.id for one in self.people.values() if one.status is Status.REGISTERED}
        assert placed == set(self.arrivals[: self.gathering.capacity])

    @invariant()
    def the_others_wait_in_order_of_arrival(self) -> None:
        assert [one.id for one in self.line()] == self.arrivals[self.gathering.capacity :]

    @invariant()
    def the_gathering_counts_right(self) -> None:
        statuses = [one.status for one in self.people.values()]
        assert self.gathering.registered == statuses.count(Status.REGISTERED)
        assert self.gathering.waiting == statuses.count(Status.WAITING)


TestPlacesAtRandom = Places.TestCase
TestPlacesAtRandom.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
