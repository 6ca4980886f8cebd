"""A mobility with everything around it, asked in one query."""

from __future__ import annotations

from sqlalchemy import event

from chassis.ids import new_id
from gateway.tests import office
from gateway.tests.fixtures import Gateway, Views

EVERYTHING = """
query Everything {
  mobilities(first: 10) {
    totalCount
    nodes {
      id version status days begins academicYear
      person { givenName familyName email }
      agreement { reference partner { name } conditions { iscedCodes monthsPerPlace } }
      partner { name country erasmusCode }
      grant { status amount { amount currency } instalments { number amount { amount } }
              paymentOrders { nodes { status issuedAt } } }
      registrations { nodes { status event { title { tr en } venue beginsAt } } }
      call { title { en } status }
    }
  }
}
"""


async def test_one_query_tells_everything_about_a_mobility(gateway: Gateway, views: Views) -> None:
    partner, student, call, orientation = (
        office.partner(new_id()),
        office.person(new_id()),
        office.call(new_id()),
        office.gathering(new_id()),
    )
    agreement = office.agreement(new_id(), partner.key)
    stay = office.stay(
        new_id(), student.key, agreement_id=agreement.key, partner_id=partner.key, call_id=call.key
    )
    grant = office.grant(new_id(), stay)
    comes = office.registration(new_id(), orientation.key, student.key)
    await views.take_in(
        comes, office.order(new_id(), grant), grant, stay, agreement, partner, student, call, orientation
    )
    answer = await gateway.ask(EVERYTHING)
    (mobility,) = answer.data["mobilities"]["nodes"]
    assert mobility["person"]["givenName"] == "Ayşe"
    assert mobility["agreement"]["partner"] == {"name": "Universität Köln"}
    (order,), (comes,) = mobility["grant"]["paymentOrders"]["nodes"], mobility["registrations"]["nodes"]
    assert order == {"status": "ISSUED", "issuedAt": "2026-03-02T12:00:00Z"}
    assert comes["event"]["title"] == {"tr": "Orientation (tr)", "en": "Orientation"}
    assert answer.data["mobilities"]["totalCount"] == 1


async def statements_for(gateway: Gateway, views: Views, students: int) -> int:
    """How many SQL statements the whole query takes over so many mobilities."""
    await views.empty()
    partner, gathering = office.partner(new_id()), office.gathering(new_id())
    agreement = office.agreement(new_id(), partner.key)
    people = [office.person(new_id()) for _ in range(students)]
    stays = [office.stay(new_id(), person.key, agreement_id=agreement.key) for person in people]
    grants = [office.grant(new_id(), stay) for stay in stays]
    comes = [office.registration(new_id(), gathering.key, person.key) for person in people]
    await views.take_in(partner, gathering, agreement, *people, *stays, *grants, *comes)
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(views.engine.sync_engine, "before_cursor_execute", note)
    answer = await gateway.ask(EVERYTHING)
    event.remove(views.engine.sync_engine, "before_cursor_execute", note)
    assert len(answer.data["mobilities"]["nodes"]) == students
    return len(seen)


async def test_more_rows_take_no_more_statements(gateway: Gateway, views: Views) -> None:
    assert await statements_for(gateway, views, students=8) == await statements_for(
        gateway, views, students=1
    )
