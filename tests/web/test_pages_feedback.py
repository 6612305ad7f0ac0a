"""Feedback on its pages: in the register and the work list of who received something, and ended by the chair."""

import re
from uuid import UUID

import pytest

from db.session import Database
from domain.calendar import today
from tests.domain.disclosing import OUTSIDE, in_register
from tests.web.people import words
from tests.web.portal import Portal, open_portal


@pytest.fixture(scope="module")
def portal(module_database: Database) -> Portal:
    return open_portal(module_database)


@pytest.fixture
def case_id(portal: Portal) -> UUID:
    """A case of Zuidstad."""
    return portal.world.joined(portal.world.case(), "police")


def late(portal: Portal, result_id: UUID) -> None:
    with portal.world.database.session_as("owner") as session:
        session.connection().exec_driver_sql(
            "update released_results set released_on = today() - 370, due_on = today() - 5 where id = %s",
            (result_id,),
        )
        session.commit()


def test_who_received_it_says_what_came_of_it_once_however_often_it_is_sent(
    portal: Portal, case_id: UUID
) -> None:
    result_id = in_register(portal.world, case_id)
    late(portal, result_id)
    at = f"/feedback/{result_id}"
    assert f'href="{at}"' in portal.get("neighbour", "/").text
    assert "Te laat" in words(portal.get("neighbour", "/feedback?state=overdue"))
    assert at not in portal.get("neighbour", "/feedback?state=answered").text
    assert f'action="{at}/answers"' in portal.get("neighbour", at).text
    assert f'action="{at}/answers"' not in portal.get("chair", at).text

    wrong = portal.post("neighbour", f"{at}/answers", effect="not_used", text="De hal stond leeg.")
    assert wrong.status_code == 400
    assert 'id="field-why-problem"' in wrong.text
    assert "De hal stond leeg." in wrong.text
    key = re.search(r'name="key" value="([^"]+)"', wrong.text)
    assert key
    said = {"effect": "not_used", "text": "De hal stond leeg.", "why": "De huurder was weg."}
    for _ in range(2):
        sent = portal.post("neighbour", f"{at}/answers", key=key[1], **said)
        assert (sent.status_code, sent.headers["location"]) == (303, at)
    page = portal.get("chair", at)
    assert page.text.count("De huurder was weg.") == 1

    link = re.search(r'href="(/feedback/[^"]+\?correct=([0-9a-f-]+))#give"', portal.get("neighbour", at).text)
    assert link
    form = portal.get("neighbour", link[1])
    assert f'name="correctsId" value="{link[2]}"' in form.text
    assert "De huurder was weg.</textarea>" in form.text
    better = {"effect": "otherwise", "text": "De hal is verzegeld.", "correctsId": link[2]}
    assert portal.post("neighbour", f"{at}/answers", **better).status_code == 303
    again = portal.post("neighbour", f"{at}/answers", **better)
    assert again.status_code == 400
    assert f'name="correctsId" value="{link[2]}"' in again.text
    assert "Daarna verbeterd" in words(portal.get("chair", at))
    for stranger in ("detective", "case_manager", "dpo"):
        assert portal.get(stranger, at).status_code == 404
        assert str(result_id) not in portal.get(stranger, "/feedback").text


def test_of_somebody_outside_the_riec_writes_it_down_and_the_chair_ends_it(
    portal: Portal, case_id: UUID
) -> None:
    result_id = in_register(portal.world, case_id, **OUTSIDE)
    at = f"/feedback/{result_id}"
    page = portal.get("chair", at)
    assert page.text.count('id="field-text"') == page.text.count('id="field-explanation"') == 1
    told = {"effect": "intervention", "text": "Er is een brandtrap gekomen.", "receivedOn": str(today())}
    assert portal.post("analyst", f"{at}/answers", **told).status_code == 303
    refused = portal.post("chair", f"{at}/endings", explanation="Alles is gemeld.")
    assert refused.status_code == 400
    assert "Alles is gemeld." in refused.text
    assert f'action="{at}/answers"' not in refused.text
    assert (
        portal.post("chair", f"{at}/endings", reason="reported", explanation="Alles is gemeld.").status_code
        == 303
    )
    late_to_tell = portal.post("analyst", f"{at}/answers", **told)
    assert late_to_tell.status_code == 409
    assert "Er is een brandtrap gekomen." in late_to_tell.text
    assert "Alles is gemeld." in words(portal.get("chair", at))


def test_the_register_goes_on_on_a_next_page_and_the_extract_names_its_number(
    portal: Portal, case_id: UUID
) -> None:
    made = {in_register(portal.world, case_id) for _ in range(3)}
    seen: set[str] = set()
    place = "/feedback?limit=2"
    while place:
        page = portal.get("analyst", place).text
        here = set(re.findall(r'href="/feedback/([0-9a-f-]{36})"', page))
        assert not here & seen
        seen |= here
        further = re.search(r'href="(/feedback\?cursor=[^"]+)" rel="next"', page)
        place = f"{further[1]}&limit=2" if further else ""
    assert {str(one) for one in made} <= seen
    of_one = portal.get("chair", f"/feedback/{made.pop()}").text
    number = re.search(r"TK-\d{4}-\w{8}", of_one)
    disclosure = re.search(r'href="(/disclosures/[0-9a-f-]+)"', of_one)
    assert number
    assert disclosure
    for address in (disclosure[1], f"{disclosure[1]}/extract"):
        assert number[0] in portal.get("chair", address).text
    assert "/feedback" in portal.get("chair", "/evaluation").text
