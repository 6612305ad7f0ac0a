"""Telling a participant what one saw, danger that waits in no queue, and looking before one makes: on their pages."""

import re
from typing import Any
from uuid import uuid4

import pytest
from httpx2 import Response

from db.session import Database
from tests.web.people import words
from tests.web.portal import Portal, open_portal
from tests.world import ZUIDSTAD


@pytest.fixture(scope="module")
def portal(module_database: Database) -> Portal:
    return open_portal(module_database)


def reported(portal: Portal, by: str = "inspector", **changed: str) -> Response:
    filled = {
        "form": "AU", "municipalityCode": ZUIDSTAD, "narrative": "Vier mensen sliepen in de loods.",
        "observedFrom": "2026-10-03", "task": "Toezicht", "organisedCrimeLink": "Dezelfde bemiddelaar.",
        "urgency": "none", "rows": "3", "act": "send", "key": uuid4().hex,
    }  # fmt: skip
    return portal.post(by, "/signals/new", **filled | changed)


def hidden(answer: Response, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', answer.text)
    assert found
    return found[1]


def test_a_concern_is_sent_followed_and_turned_into_a_signal(portal: Portal) -> None:
    recipient = str(portal.world.organisations["zuidstad"])
    said: dict[str, Any] = {
        "words": "Acht matrassen op twee kamers.",
        "municipalityCode": ZUIDSTAD,
        "recipientId": recipient,
    }
    assert 'href="/concerns/new"' in portal.get("care_coordinator", "/").text
    wrong = portal.post("care_coordinator", "/concerns/new", **said, urgency="danger")
    assert wrong.status_code == 400
    assert "Bel eerst 112" in words(wrong)
    assert "Acht matrassen op twee kamers." in wrong.text
    key = uuid4().hex
    first, second = (
        portal.post("care_coordinator", "/concerns/new", **said, safeContact="Nooit bellen.", key=key)
        for _ in range(2)
    )
    at = first.headers["location"]
    assert second.headers["location"] == at
    receipt = portal.get("care_coordinator", at)
    assert "Ontvangen" in words(receipt)
    assert "Acht matrassen" not in receipt.text

    assert f'href="{at}"' in portal.get("permit_officer", "/").text
    page = portal.get("permit_officer", at)
    assert "Nooit bellen." in words(page)
    link = re.search(r'href="(/signals/new\?concern=[^"]+)"', page.text)
    assert link
    form = portal.get("permit_officer", link[1].replace("&amp;", "&"))
    assert "Acht matrassen op twee kamers." in form.text
    made = reported(portal, "permit_officer", concern=hidden(form, "concern"), safeContact="Nooit bellen.")
    signal = made.headers["location"].removesuffix("/receipt")
    assert f'href="{at}"' in portal.get("permit_officer", signal).text
    assert at not in portal.get("preparer", signal).text
    assert "Nooit bellen." in words(portal.get("preparer", signal))
    assert "Opgepakt" in words(portal.get("care_coordinator", at))


def test_danger_is_sent_only_after_a_call(portal: Portal) -> None:
    wrong = reported(portal, urgency="danger")
    assert wrong.status_code == 400
    assert 'id="field-emergencyCalled-problem"' in wrong.text
    assert reported(portal, urgency="danger", emergencyCalled="true").status_code == 303


def test_what_one_can_see_of_the_same_number_comes_before_making_it_again(portal: Portal) -> None:
    plate = {
        "mentions/0/kind": "vehicle",
        "mentions/0/identifierKind": "licence_plate",
        "mentions/0/identifier": "GV-123-X",
    }
    first = reported(portal, **plate).headers["location"].removesuffix("/receipt")
    asked = reported(portal, **plate | {"mentions/0/identifier": "gv123x"})
    assert asked.status_code == 409
    assert f'href="{first}"' in asked.text
    assert "Vier mensen sliepen in de loods." in asked.text
    again = reported(portal, **plate, anyway=hidden(asked, "anyway"))
    assert again.status_code == 303
    # Of another number was not asked, and of this one nothing is seen by who takes part in neither.
    assert reported(portal, "neighbour", municipalityCode="GM0392", **plate).status_code == 303


def test_a_double_click_makes_one_signal_and_asks_nothing(portal: Portal) -> None:
    named = {"mentions/0/kind": "organisation", "mentions/0/name": "Magazijn Oosterlicht", "key": uuid4().hex}
    first, second = reported(portal, **named), reported(portal, **named)
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]


def test_the_board_shows_what_waits_to_the_preparation_team(portal: Portal) -> None:
    reported(portal, place="Kade 7")
    page = portal.get("preparer", f"/board?municipality={ZUIDSTAD}&form=AU")
    assert "Kade 7" in words(page)
    assert "Nog niet getoetst" in words(page)
    assert 'href="/board"' in portal.get("preparer", "/signals").text
    assert portal.get("chair", "/board").status_code == 403
