"""Connections in the browser, without any script: why it is proposed, deciding, taking back, and turning them on."""

import re
from uuid import UUID

import pytest

from db.session import Database
from domain import connections
from tests.web.people import words
from tests.web.portal import Portal, assert_hidden, open_portal
from tests.world import World

WRONA = {"kind": "person", "name": "Andrzej Wrona", "birth_date": "1984-09-30"}


@pytest.fixture(scope="module")
def portal(module_database: Database) -> Portal:
    return open_portal(module_database)


def key_of(page: str) -> str:
    return re.findall(r'name="key" value="([^"]+)"', page)[0]


def test_from_turning_on_to_a_decision_and_back(portal: Portal) -> None:
    world, here = portal.world, "/administration/connections"
    first = world.signal(mentions=[{**WRONA, "name": "Andrej Wrona"}])
    signal = world.signal(mentions=[WRONA])
    place = f"/signals/{signal}/connections"
    assert place in portal.get("preparer", f"/signals/{signal}").text
    assert "Verbanden over casussen heen staan uit" in words(portal.get("preparer", place))

    form = portal.get("administrator", here)
    wrong = portal.post(
        "administrator", here, key=key_of(form.text), number="RAC-2026-014", assessedOn="2999-01-01"
    )
    assert (wrong.status_code, "RAC-2026-014" in wrong.text) == (400, True)
    portal.post("administrator", here, key=key_of(form.text), number="RAC-2026-014", assessedOn="1-9-2026")
    assert "Zij staan aan" in words(portal.get("administrator", here))

    shown = portal.get("preparer", place)
    said = words(shown)
    assert "Andrej Wrona" in said
    assert "het is geen risico en geen verdenking" in said
    (way,) = re.findall(r'href="(/mentions/[^"]+/connections/new\?with=[^"]+)"', shown.text)
    form = portal.get("preparer", way)
    # Both descriptions, beside each other.
    assert words(form).count("30-09-1984") == 2
    about, other = re.findall(r"/mentions/([^/]+)/.*with=(.*)", way)[0]
    empty = portal.post(
        "preparer", way.split("?")[0], key=key_of(form.text), toId=other, reason="Zelfde foto."
    )
    assert (empty.status_code, "Zelfde foto." in empty.text) == (400, True)
    done = portal.post(
        "preparer",
        way.split("?")[0],
        key=key_of(form.text),
        toId=other,
        verdict="same",
        reason="Zelfde foto.",
    )
    assert (done.status_code, done.headers["location"]) == (303, place)
    shown = portal.get("preparer", place)
    assert "Verbonden: één en dezelfde" in words(shown)
    (undo,) = re.findall(r'href="(/connections/[^"]+/undo)"', shown.text)
    assert_hidden(portal, "neighbour", "/connections/{}/undo", UUID(undo.split("/")[2]))
    form = portal.get("analyst", undo)
    back = portal.post("analyst", undo, key=key_of(form.text), reason="Het was zijn broer.")
    assert (back.status_code, back.headers["location"]) == (303, place)
    assert "Het was zijn broer." in words(portal.get("preparer", f"/signals/{first}/connections"))
    assert about


def test_who_assesses_is_offered_the_cases_with_a_possible_connection_first(portal: Portal) -> None:
    """As long as connections across cases are on; a case that has nothing in common stands below."""
    world = portal.world
    if not turned_on(world):
        portal.post(
            "administrator", "/administration/connections", number="RAC-2026-014", assessedOn="1-9-2026"
        )
    person = {**WRONA, "name": "Jadwiga Sowa"}
    case_id, other = world.case(world.signal()), world.case(world.signal())
    world.subject(case_id, "Jadwiga Sova", kind="person", role="unknown", birth_date="1984-09-30")
    shown = portal.get("preparer", f"/signals/{world.signal(mentions=[person])}/assess").text
    first, rest = re.findall(
        r"<optgroup label=.Met een mogelijk verband.>(.*?)</optgroup>(.*?)</select>", shown, re.DOTALL
    )[0]
    assert (str(case_id) in first, str(case_id) in rest) == (True, False)
    assert (str(other) in first, str(other) in rest) == (False, True)
    assert "<optgroup" not in portal.get("preparer", f"/signals/{world.signal(mentions=[])}/assess").text


def turned_on(world: World) -> bool:
    with world.acting("preparer") as (session, _):
        return connections.are_on(session)
