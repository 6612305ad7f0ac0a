"""Disclosures in the browser: drafted, answered, released, printed."""

from uuid import UUID

import pytest

from db.session import Database
from domain import disclosures, dossier
from tests.web.portal import Portal, open_portal

GIVEN = {"category": "housing", "text": "Elf mensen op het adres.", "source": "BRP", "attested": True}


@pytest.fixture(scope="module")
def portal(module_database: Database) -> Portal:
    return open_portal(module_database)


@pytest.fixture
def case_id(portal: Portal) -> UUID:
    """A case of Zuidstad."""
    return portal.world.joined(portal.world.case(), "inspectorate")


def test_from_draft_to_extract(portal: Portal, case_id: UUID) -> None:
    """The RIEC drafts and asks, the supplier consents on its question, the chair releases, and it can be printed."""
    subject = portal.world.subject(case_id)
    with portal.world.acting("permit_officer") as (session, actor):
        item = dossier.contribute(session, actor, subject, dossier.Contribute(**GIVEN)).id
        kept = dossier.contribute(
            session, actor, subject, dossier.Contribute(**GIVEN | {"text": "Het adres is van haar."})
        ).id
    page = portal.get("chair", f"/cases/{case_id}/disclosures/new")
    assert str(item) in page.text
    empty = portal.post("chair", f"/cases/{case_id}/disclosures/new", task="Toezicht")
    assert empty.status_code == 400
    sent = {
        "recipientId": str(portal.world.organisations["westdorp"]), "basis": "public_task", "task": "Toezicht",
        "ground": "WGS-1.7-1", "contributionIds": [str(item), str(kept)], "text": "Voor uw toezicht.",
    }  # fmt: skip
    made = portal.post("chair", f"/cases/{case_id}/disclosures/new", **sent).headers["location"].split("?")[0]
    assert portal.post("chair", f"{made}/questions").status_code == 303
    refused = portal.post("chair", f"{made}/releases", motive="Nodig.")
    assert refused.status_code == 400
    assert "Gemeente Zuidstad" in refused.text
    with portal.world.acting("chair") as (session, actor):
        question = (
            disclosures.disclosure_view(session, actor, UUID(made.split("/")[-1])).suppliers[0].request_id
        )
    asked = portal.get("case_manager", f"/requests/{question}").text
    assert "Gemeente Westdorp" in asked
    assert "Elf mensen op het adres." in asked
    consents = f"/requests/{question}/consents"
    nothing = portal.post(
        "case_manager", consents, outcome="no_objection", exceptedIds=[str(item), str(kept)]
    )
    assert (nothing.status_code, nothing.text.count(" checked")) == (400, 3)
    assert "maak dan bezwaar" in nothing.text
    done = portal.post("case_manager", consents, outcome="no_objection", exceptedIds=str(kept))
    assert done.status_code == 303
    assert portal.get("case_manager", f"/requests/{question}").text.count("Blijft achter") == 1
    assert portal.get("chair", made).text.count("Blijft achter") == 1
    assert portal.post("chair", f"{made}/releases", motive="Nodig.").status_code == 303
    went = portal.get("chair", f"{made}/extract").text
    assert "Elf mensen op het adres." in went
    assert "Het adres is van haar." not in went
    assert portal.get("case_manager", made).status_code == 404
    assert "Gemeente Westdorp" in portal.get("case_manager", f"/contributions/{item}/destinations").text
    assert portal.get("inspector", f"/contributions/{item}/destinations").status_code == 403
