"""Known or not known in the browser: one click from a signal or a subject, and the answer in plain words."""

import re
from uuid import UUID

import pytest

from db.session import Database
from tests.web.people import summary, words
from tests.web.portal import Portal, assert_hidden, open_portal
from tests.world import WESTDORP

PHONE = "06 30000001"
MENTION = {"kind": "phone", "identifier_kind": "phone", "identifier": PHONE}
REASON = {"ground": "WGS-1.5-1", "reason": "Nodig voor deze casus."}


@pytest.fixture(scope="module")
def portal(module_database: Database) -> Portal:
    return open_portal(module_database)


@pytest.fixture(scope="module")
def subject(portal: Portal) -> UUID:
    """A subject whose phone Westdorp knows too."""
    world = portal.world
    world.signal("neighbour", municipality_code=WESTDORP, mentions=[MENTION])
    case_id = world.joined(world.case(), "police", "tax")
    return world.subject(case_id, "Bakkerij", identifier_kind="phone", identifier=PHONE)


def the_key(page: str) -> str:
    return re.findall(r'name="key" value="([^"]+)"', page)[0]


def test_from_the_subject_to_the_answer(portal: Portal, subject: UUID) -> None:
    place = f"/subjects/{subject}/known-questions/new"
    assert place in portal.get("tax_officer", f"/subjects/{subject}").text
    form = portal.get("tax_officer", place)
    assert "U vraagt op: telefoonnummer" in words(form)
    done = portal.post("tax_officer", place, key=the_key(form.text), **REASON)
    assert done.status_code == 303
    said = words(portal.get("tax_officer", done.headers["location"]))
    assert "Bekend bij minstens één andere partner." in said
    assert "U kunt terecht bij: RIEC Riva" in said
    assert "Westdorp" not in said
    assert done.headers["location"] in portal.get("tax_officer", "/known-questions").text
    assert_hidden(portal, "detective", "/known-questions/{}", UUID(done.headers["location"].split("/")[-1]))

    found = portal.get("neighbour", "/known-findings")
    assert "Belastingdienst" in words(found)
    assert REASON["reason"] not in found.text


def test_from_the_signal(portal: Portal) -> None:
    signal_id = portal.world.signal(mentions=[MENTION, {"kind": "person", "name": "Sem"}])
    page = portal.get("preparer", f"/signals/{signal_id}").text
    (place,) = re.findall(r'href="(/mentions/[^"]+/known-questions/new)"', page)
    assert "/known-questions/new" not in portal.get("inspector", f"/signals/{signal_id}").text
    done = portal.post("preparer", place, **REASON)
    said = words(portal.get("preparer", done.headers["location"]))
    assert "Gemeente Westdorp" in said


def test_what_was_typed_stays_when_something_is_missing(portal: Portal, subject: UUID) -> None:
    place = f"/subjects/{subject}/known-questions/new"
    answer = portal.post("detective", place, ground="WGS-1.7-1", reason=" ", byHand="true")
    assert answer.status_code == 400
    assert summary(answer) == ["field-reason"]
    assert re.search(r'value="WGS-1.7-1" selected', answer.text)
    assert re.search(r'name="byHand" value="true" checked', answer.text)


def test_nothing_to_ask_by_is_said_and_not_offered(portal: Portal) -> None:
    case_id = portal.world.joined(portal.world.case(), "police")
    weak = portal.world.subject(case_id)
    place = f"/subjects/{weak}/known-questions/new"
    assert place not in portal.get("detective", f"/subjects/{weak}").text
    assert "Hier valt niet naar te vragen" in words(portal.get("detective", place))
    assert portal.post("detective", place, **REASON).status_code == 400


def test_a_person_answers_about_who_may_be_vulnerable(portal: Portal, subject: UUID) -> None:
    done = portal.post("detective", f"/subjects/{subject}/known-questions/new", byHand="true", **REASON)
    assert "Een mens beantwoordt dit" in words(portal.get("detective", done.headers["location"]))

    page = portal.get("preparer", "/known-referrals")
    assert "Gemeente Westdorp" in words(page)
    (place, *_) = re.findall(r'action="(/known-questions/[^"]+/answers)"', page.text)
    settled = portal.post("preparer", place, key=the_key(page.text), outcome="known")
    assert settled.headers["location"] == "/known-referrals"
    assert "Bekend bij minstens één andere partner." in words(
        portal.get("detective", done.headers["location"])
    )
    assert "Er wacht niets op antwoord" in words(portal.get("preparer", "/known-referrals"))
