"""Evaluation above the case in the browser: figures of a period, and proposals that are decided and followed up."""

import re
from datetime import timedelta

import pytest

from db.session import Database
from domain.calendar import today
from tests.web.people import words
from tests.web.portal import NOWHERE, Portal, open_portal

AT = "/evaluation"


@pytest.fixture(scope="module")
def portal(module_database: Database) -> Portal:
    return open_portal(module_database)


def test_figures_are_told_as_a_picture_and_as_a_table(portal: Portal) -> None:
    world = portal.world
    case_id = world.joined(world.case(), "inspectorate")
    subject = world.weighed(world.concluded(world.subject(case_id)))
    world.accepted(world.proposed(subject, "inspectorate", "AR01"), "inspector")
    mine = portal.get("inspector", AT)
    assert "Van signaal tot besluit" in words(mine)
    assert "Arbeidsinspectie" in words(mine)
    assert mine.text.count("strips__bar") > 7
    assert "Arbeidsinspectie" not in words(portal.get("detective", AT)).split("Partners in de keten")[-1]
    for period in (str(today().year), f"{today().year}-Q1"):
        assert portal.get("chair", f"{AT}?period={period}").status_code == 200
    wrong = portal.get("chair", f"{AT}?period=straks")
    assert wrong.status_code == 400
    assert "Deze periode bestaat niet" in words(wrong)


def test_a_proposal_goes_from_the_analyst_over_the_chair_to_whom_it_is_for(portal: Portal) -> None:
    form = {
        "title": "Vaste contactpersoon", "text": "Eén per gemeente.", "reason": "Vragen bleven liggen.",
        "addressedId": str(portal.world.organisations["zuidstad"]), "dueOn": str(today() + timedelta(days=90)),
    }  # fmt: skip
    wrong = portal.post("analyst", f"{AT}/proposals", **{**form, "title": "", "dueOn": "1-1-2020"})
    assert wrong.status_code == 400
    assert "Eén per gemeente." in wrong.text
    assert wrong.text.count("utrecht-form-field--invalid") >= 1
    key = re.search(r'name="key" value="([^"]+)"', wrong.text)
    assert key
    for _ in range(2):
        made = portal.post("analyst", f"{AT}/proposals", key=key[1], **form)
        assert (made.status_code, made.headers["location"]) == (303, f"{AT}#proposals")
    page = portal.get("chair", AT)
    assert page.text.count("Vaste contactpersoon") == 1

    link = re.search(r'href="(/evaluation\?proposal=([0-9a-f-]+)#follow-up)"', page.text)
    assert link
    assert link[1] in portal.get("chair", "/").text
    at = f"{AT}/proposals/{link[2]}/decisions"
    assert f'action="{at}"' in portal.get("chair", link[1]).text
    empty = portal.post("chair", at)
    assert empty.status_code == 400
    assert f'action="{at}"' in empty.text
    assert portal.post("chair", at, outcome="adopted", text="Vastgesteld.").status_code == 303
    again = portal.post("chair", at, outcome="rejected", text="Toch niet.")
    assert again.status_code == 409
    assert "Toch niet." in again.text

    assert "Vaste contactpersoon" in words(portal.get("case_manager", "/"))
    assert f'action="{at}"' in portal.get("case_manager", link[1]).text
    assert portal.post("case_manager", at, outcome="done", text="Er is er één.").status_code == 303
    assert "Er is er één." in words(portal.get("permit_officer", AT))
    for stranger in ("detective", "neighbour"):
        assert "Vaste contactpersoon" not in portal.get(stranger, AT).text
        assert portal.post(stranger, at, outcome="done", text="Klaar.").status_code == 404
    assert (
        portal.post("chair", f"{AT}/proposals/{NOWHERE}/decisions", outcome="done", text="x").status_code
        == 404
    )
    assert portal.post("detective", f"{AT}/proposals", **form).status_code == 403
