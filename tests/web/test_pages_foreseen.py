"""Who will see this, on pages and over the API: before a partner joins, and before an admission or a role changes."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from db.session import Database
from domain import dossier
from domain.actor import StaffRole
from domain.calendar import today
from tests.web.people import summary, words
from tests.web.portal import Portal, assert_hidden, open_portal

ADMIN = "administrator"
LOOK = "Wie gaat dit zien?"


@pytest.fixture(scope="module")
def portal(module_database: Database) -> Portal:
    made = open_portal(module_database)
    made.world.join("second_handler", "zuidstad", StaffRole.HANDLER)
    return made


@pytest.fixture
def case_id(portal: Portal) -> UUID:
    """A case with six records of housing and one of company."""
    made = portal.world.joined(portal.world.case(), "police")
    subject_id = portal.world.subject(made)
    with portal.world.acting("permit_officer") as (session, actor):
        for category, times in (("housing", 6), ("company", 1)):
            for number in range(times):
                data = dossier.Contribute(
                    category=category, text=f"Bed {number}.", source="Controle", attested=True
                )
                dossier.contribute(session, actor, subject_id, data)
    return made


def seen(portal: Portal, who: str, case_id: UUID) -> int:
    with portal.world.acting(who) as (session, _):
        return int(
            session.execute(
                text("select count(*) from records r where category = 'housing' and scope_id in ("
                     "select id from scopes where parent_id = :id)"), {"id": case_id},
            ).scalar_one()
        )  # fmt: skip


def test_before_a_partner_joins_the_form_says_who_sees_what(portal: Portal, case_id: UUID) -> None:
    at = f"/cases/{case_id}/participants/new"
    form = {
        "organisationId": str(portal.world.organisations["inspectorate"]),
        "part": "partner",
        "reason": "Nodig voor de controle op arbeidstijden.",
    }
    looked = portal.post("chair", at, **form, look="yes")
    shown = words(looked)
    assert looked.status_code == 200
    assert "Inspector" in shown
    assert re.search(r"Huisvesting 6 –", shown)
    assert re.search(r"Bedrijfsgegevens (&lt;|<)5 –", shown)
    assert re.search(r"In de stap dossier\w* ziet deze organisatie", shown)
    assert form["reason"] in looked.text, "what was typed is kept"
    assert f'value="{form["organisationId"]}" selected' in looked.text
    assert seen(portal, "inspector", case_id) == 0

    assert portal.post("chair", at, **form).status_code == 303
    assert seen(portal, "inspector", case_id) == 6


def test_looking_without_choosing_says_so_at_the_field(portal: Portal, case_id: UUID) -> None:
    wrong = portal.post("chair", f"/cases/{case_id}/participants/new", look="yes", reason="Nodig.")
    assert (wrong.status_code, summary(wrong)) == (400, ["field-organisationId"])
    assert "Nodig." in wrong.text


def test_who_may_not_let_a_partner_join_may_not_look(portal: Portal, case_id: UUID) -> None:
    form = {"organisationId": str(portal.world.organisations["inspectorate"]), "look": "yes"}
    assert portal.post("detective", f"/cases/{case_id}/participants/new", **form).status_code == 403
    hidden = portal.post("neighbour", f"/cases/{case_id}/participants/new", **form)
    assert hidden.status_code == 404
    assert_hidden(portal, "neighbour", "/cases/{}/participants/new", case_id)


def test_a_decision_about_the_circle_says_how_many_records(portal: Portal, case_id: UUID) -> None:
    at = f"/cases/{case_id}/circle/decisions"
    form = {
        "kind": "barred", "organisationId": str(portal.world.organisations["zuidstad"]), "reason": "Belang.",
        "personIds": str(portal.world.people["second_handler"]),
    }  # fmt: skip
    shown = words(portal.post("case_manager", at, **form, look="yes"))
    assert "Gegevens in deze casus: Gemeente Zuidstad" in shown
    assert re.search(r"Huisvesting – 6", shown)
    assert seen(portal, "second_handler", case_id) == 6
    assert portal.post("case_manager", at, **form).status_code == 303
    assert seen(portal, "second_handler", case_id) == 0


def follow(portal: Portal, path: str, /, **form: str) -> str:
    answer = portal.post(ADMIN, path, **form)
    assert answer.status_code == 303, words(answer)
    return answer.headers["location"]


def test_the_end_of_an_admission_is_rehearsed_from_the_page_of_the_person(
    portal: Portal, case_id: UUID
) -> None:
    person = portal.world.people["permit_officer"]
    page = portal.get(ADMIN, f"/administration/people/{person}")
    found = re.search(r'name="admissionId" value="([^"]+)"', page.text)
    assert found
    made = follow(
        portal, "/sharing/rehearsals/new", title="Proef", kind="end_admission", admissionId=found[1]
    )
    shown = words(portal.get(ADMIN, made))
    assert "Wat dit voor personen zou betekenen" in shown
    assert re.search(r"Gemeente Zuidstad 1 Huisvesting – \d+", shown)
    assert seen(portal, "permit_officer", case_id) == 6, "nothing has changed yet"
    follow(portal, f"{made}/application")
    assert seen(portal, "permit_officer", case_id) == 0

    back = follow(portal, "/sharing/rehearsals/new", title="Terug")
    wrong = portal.post(ADMIN, f"{back}/changes/admit", personId=str(person), screeningKind="VOG")
    assert wrong.status_code == 400
    assert summary(wrong) == ["field-compartment", "field-screenedOn", "field-validUntil"]
    day = today() + timedelta(days=90)
    follow(
        portal, f"{back}/changes/admit", personId=str(person), compartment="R", screeningKind="VOG",
        screenedOn=today().isoformat(), trainedOn=today().isoformat(), validUntil=day.isoformat(),
    )  # fmt: skip
    follow(portal, f"{back}/application")
    assert seen(portal, "permit_officer", case_id) == 6


def test_roles_are_added_to_a_draft_on_pages(portal: Portal) -> None:
    made = follow(portal, "/sharing/rehearsals/new", title="Rollen")
    for kind in ("admit", "end-admission", "give-role", "end-role"):
        assert portal.get(ADMIN, f"{made}/changes/{kind}").status_code == 200
    person = str(portal.world.people["second_handler"])
    wrong = portal.post(ADMIN, f"{made}/changes/end-role", personId=person, role="chair")
    assert (wrong.status_code, summary(wrong)) == (400, ["field-role"])
    follow(portal, f"{made}/changes/end-role", personId=person, role="handler")
    shown = words(portal.get(ADMIN, made))
    assert "Second Handler , Gemeente Zuidstad" in shown or "Second Handler, Gemeente Zuidstad" in shown
    follow(portal, f"{made}/withdrawal")
    for who in ("chair", "auditor"):
        assert portal.get(who, f"{made}/changes/end-role").status_code == 403
