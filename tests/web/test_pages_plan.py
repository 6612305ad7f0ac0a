"""The plan of a case and capacity in the browser: dates, order, embargo, and what a partner has room for."""

from datetime import timedelta
from uuid import UUID

import pytest

from db.session import Database
from domain.calendar import today
from tests.web.people import words
from tests.web.portal import Portal, assert_hidden, open_portal

MONDAY = today() + timedelta(days=21)


@pytest.fixture(scope="module")
def portal(module_database: Database) -> Portal:
    return open_portal(module_database)


@pytest.fixture(scope="module")
def case(portal: Portal) -> UUID:
    world = portal.world
    return world.joined(world.case(), "inspectorate", "police")


@pytest.fixture
def pair(portal: Portal, case: UUID) -> tuple[UUID, UUID]:
    """An arrest and an inspection, both accepted."""
    world = portal.world
    subject = world.weighed(world.concluded(world.subject(case)))
    arrest = world.proposed(subject, "police", "ST02")
    inspection = world.proposed(subject, "inspectorate", "AR01")
    return world.accepted(arrest, "detective"), world.accepted(inspection, "inspector")


def test_the_chair_sets_the_order_and_the_partner_meets_it(
    portal: Portal, case: UUID, pair: tuple[UUID, UUID]
) -> None:
    arrest, inspection = pair
    path = f"/interventions/{inspection}"
    both = {"waitsForId": str(arrest), "notBefore": str(MONDAY), "until": "completed"}
    wrong = portal.post("chair", f"{path}/dependencies", **both)
    assert wrong.status_code == 400
    assert "niet allebei" in words(wrong)
    told = portal.post(
        "chair", f"{path}/dependencies", waitsForId=str(arrest), until="completed", embargo="true"
    )
    assert (told.status_code, told.headers["location"]) == (303, path)

    mine = portal.get("inspector", path)
    assert "Er ligt een embargo op" in words(mine)
    assert "Politie Riva is eerst aan de beurt: Aanhouding" in words(mine)
    assert f'action="{path}/reports"' not in mine.text
    held = portal.post("inspector", f"{path}/reports", progress="Wij zijn begonnen.")
    assert held.status_code == 409
    assert "Wij zijn begonnen." in held.text
    assert "Politie Riva aan de beurt" in words(held)

    planned = portal.post("inspector", f"{path}/schedules", startsOn=str(MONDAY), endsOn=str(MONDAY))
    assert planned.status_code == 303
    plan = portal.get("detective", f"/cases/{case}/plan")
    assert "Begint vóór wat eerst komt" in words(plan)
    assert 'class="gantt gantt--plan"' in plan.text
    assert 'class="gantt__link gantt__link--clash"' in plan.text
    assert_hidden(portal, "neighbour", "/interventions/{}", inspection)


def test_the_order_is_lifted_with_one_button(portal: Portal, pair: tuple[UUID, UUID]) -> None:
    arrest, inspection = pair
    path = f"/interventions/{inspection}"
    portal.post("chair", f"{path}/dependencies", waitsForId=str(arrest), until="started", embargo="false")
    page = portal.get("chair", path).text
    lifting = page.split('action="/dependencies/')[1].split('"')[0]
    for status in (303, 409):
        assert portal.post("chair", f"/dependencies/{lifting}").status_code == status
    assert "Embargo" not in words(portal.get("inspector", path))


def test_a_partner_tells_its_capacity_and_the_chair_sees_it_before_asking(portal: Portal, case: UUID) -> None:
    wrong = portal.post("inspector", "/capacity", startsOn=str(MONDAY), period="quarter", unit="hours")
    assert wrong.status_code == 400
    assert 'id="field-amount-problem"' in wrong.text
    given = {"startsOn": str(MONDAY), "period": "quarter", "unit": "inspections", "amount": "12"}
    assert portal.post("inspector", "/capacity", **given).status_code == 303
    assert "Controles" in words(portal.get("inspector", "/capacity"))
    subject = portal.world.weighed(portal.world.concluded(portal.world.subject(case, "Magazijn")))
    form = f"/subjects/{subject}/interventions/new"
    told = words(portal.get("chair", form))
    assert "(controles)" in told
    assert "12 van 12 vrij" in told
    assert "Arbeidsinspectie" in words(portal.get("chair", "/capacity"))
    assert 'class="load"' not in portal.get("detective", "/capacity").text
    assert portal.post("permit_officer", "/capacity", **given).status_code == 403


def test_what_it_yielded_is_told_when_it_is_done(portal: Portal, pair: tuple[UUID, UUID]) -> None:
    arrest, _ = pair
    path = f"/interventions/{arrest}"
    told = {"result": "reached", "text": "Twee mensen aangehouden.", "yields/0/kind": "arrests"}
    wrong = portal.post("detective", f"{path}/completions", **told)
    assert wrong.status_code == 400
    assert "Twee mensen aangehouden." in wrong.text
    done = portal.post("detective", f"{path}/completions", **told, **{"yields/0/amount": "2"})
    assert done.status_code == 303
    for who, sees in (("detective", True), ("chair", True), ("inspector", False)):
        assert ("Aanhoudingen" in words(portal.get(who, path))) is sees
