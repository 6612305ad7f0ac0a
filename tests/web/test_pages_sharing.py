"""Why somebody sees something, what is not shared, what is kept and destroyed, and who read it: in the browser."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from db.session import Database
from domain import audit, detection, dossier
from domain.calendar import today
from tests.web.people import words
from tests.web.portal import NOWHERE, Portal, assert_hidden, open_portal
from tests.world import take_up


@pytest.fixture(scope="module")
def portal(module_database: Database) -> Portal:
    return open_portal(module_database)


@pytest.fixture(scope="module")
def case(portal: Portal) -> UUID:
    return portal.world.joined(portal.world.case(), "inspectorate", "police", "tax")


@pytest.fixture(scope="module")
def bakery(portal: Portal, case: UUID) -> UUID:
    return portal.world.subject(case)


@pytest.fixture(scope="module")
def housing(portal: Portal, bakery: UUID) -> UUID:
    """What Zuidstad contributed about the bakery."""
    given = {"category": "housing", "text": "Elf mensen.", "source": "BRP", "attested": True}
    with portal.world.acting("permit_officer") as (session, actor):
        return dossier.contribute(session, actor, bakery, dossier.Contribute(**given)).id


@pytest.fixture
def due(portal: Portal) -> UUID:
    """A signal that was not taken up, long ago."""
    world = portal.world
    signal_id = world.signal()
    with world.acting("preparer") as (session, actor):
        rejected = take_up(outcome="reject", new_case=None, concrete_observation=False)
        detection.assess_signal(session, actor, signal_id, rejected)
    with world.database.session_as("owner") as session:
        session.execute(
            text("update assessments set created_at = created_at - interval '99 days' where scope_id = :id"),
            {"id": signal_id},
        )
        session.commit()
    return signal_id


def test_why_i_see_what_another_shares(portal: Portal, bakery: UUID, housing: UUID) -> None:
    page = portal.get("inspector", f"/why/{housing}")
    said = words(page)
    assert page.status_code == 200
    assert "Gemeente Zuidstad het deelt met Arbeidsinspectie, op grond van WGS 2.23(5)" in said
    assert "Convenant RIEC Riva, versie 2026-1" in said
    assert "Regel gegeven door RIEC Riva" in said
    assert f'href="/subjects/{bakery}"' in page.text


def test_why_i_see_my_own(portal: Portal, housing: UUID) -> None:
    said = words(portal.get("case_manager", f"/why/{housing}"))
    assert "van uw eigen organisatie is: Gemeente Zuidstad" in said
    assert "Convenant" not in said


def test_what_is_hidden_has_no_why(portal: Portal, housing: UUID) -> None:
    assert_hidden(portal, "neighbour", "/why/{}", housing)
    assert_hidden(portal, "privacy_officer", "/why/{}", housing)


@pytest.mark.parametrize("kind", ["signals", "cases", "subjects", "statuses"])
def test_every_kind_of_record_says_why(portal: Portal, case: UUID, bakery: UUID, kind: str) -> None:
    with portal.world.acting("analyst") as (session, _):
        found = session.execute(text(f"select id from {kind} order by id desc limit 1")).scalar_one()
    assert portal.get("analyst", f"/why/{found}").status_code == 200


def test_destroying_what_is_past_its_term(portal: Portal, due: UUID) -> None:
    listed = portal.get("dpo", "/retention")
    assert f"/retention/{due}" in listed.text
    assert "Signaal dat niet is opgepakt" in words(listed)
    assert "Dit kan niet ongedaan worden gemaakt" in words(portal.get("dpo", f"/retention/{due}"))

    done = portal.post("dpo", f"/retention/{due}/destructions", key="once")
    again = portal.post("dpo", f"/retention/{due}/destructions", key="once")

    assert (done.status_code, again.status_code) == (303, 303)
    assert done.headers["location"] == again.headers["location"]
    proof = portal.get("auditor", done.headers["location"])
    assert "Vernietigingsbewijs" in words(proof)
    assert portal.get("dpo", f"/retention/{due}").status_code == 404
    assert portal.post("dpo", f"/retention/{due}/destructions", key="twice").status_code == 404
    assert done.headers["location"] in portal.get("chair", "/destructions").text


def test_holding_and_releasing(portal: Portal, due: UUID) -> None:
    late = (today() + timedelta(days=300)).isoformat()
    refused = portal.post("chair", f"/retention/{due}/holds", reason="Bezwaar loopt.", reviewOn=late)
    assert refused.status_code == 400
    assert "Bezwaar loopt." in refused.text
    assert "binnen een half jaar" in words(refused)

    soon = (today() + timedelta(days=30)).isoformat()
    assert (
        portal.post("chair", f"/retention/{due}/holds", reason="Bezwaar loopt.", reviewOn=soon).status_code
        == 303
    )
    stopped = portal.post("dpo", f"/retention/{due}/destructions")
    assert stopped.status_code == 409
    assert "Geef het eerst vrij" in words(stopped)
    assert portal.post("dpo", f"/retention/{due}/releases").status_code == 303
    assert portal.post("dpo", f"/retention/{due}/destructions").status_code == 303


@pytest.mark.parametrize(
    "path", ["/retention", "/destructions", "/logs", "/logs/access", "/logs/events", "/reads", "/checkpoints"]
)
def test_only_who_has_the_role_comes_in(portal: Portal, path: str) -> None:
    assert portal.get("inspector", path).status_code == 403
    assert portal.get("inspector", f"/retention/{NOWHERE}").status_code == 403


def test_the_owner_reads_who_read_its_own(portal: Portal, housing: UUID) -> None:
    with portal.world.acting("detective") as (session, actor):
        dossier.contribution(session, actor, housing)
    page = portal.get("privacy_officer", "/reads")
    assert "Detective" in words(page)
    assert "Eén bijdrage" in words(page)
    assert "Alleen om te controleren of het rechtmatig was" in words(page)
    narrowed = portal.get("privacy_officer", f"/reads?organisation={portal.world.organisations['tax']}")
    assert "Niemand las het in deze periode" in words(narrowed)


def test_a_privacy_officer_keeps_the_signed_states(portal: Portal, tmp_path: Path) -> None:
    with portal.world.database.session_as("sealer") as sealer:
        audit.seal(sealer)
        sealer.commit()
        signed = audit.checkpoint(sealer, tmp_path)
        sealer.commit()
    assert signed is not None
    officer = "privacy_officer"
    assert signed.hash.hex() in portal.get(officer, "/checkpoints").text

    file = portal.get(officer, "/checkpoints/file")

    assert file.headers["content-disposition"] == 'attachment; filename="checkpoints.jsonl"'
    (tmp_path / "kept.jsonl").write_text(file.text)
    assert audit.keys.kept(tmp_path / "kept.jsonl")[-1:] == [signed]


def test_the_auditor_reads_both_logs(portal: Portal, housing: UUID) -> None:
    assert "De keten van de logboeken" in words(portal.get("auditor", "/logs"))
    events = portal.get("auditor", "/logs/events?what=dossier.contributed")
    assert "Bijdrage toegevoegd" in words(events).split("Toon", 1)[1]
    assert "dossier.contributed" not in words(events)
    for log in ("access", "events"):
        page = portal.get("auditor", f"/logs/{log}")
        assert page.status_code == 200
        assert "Elf mensen" not in page.text


@pytest.mark.parametrize(
    "query",
    ["since=ooit", "since=2026-10-02&until=2026-10-01", "person=niemand", "before=-3", "before=veel"],
)
def test_a_question_that_cannot_be_read_is_asked_again(portal: Portal, query: str) -> None:
    for who, path in (
        ("privacy_officer", "/reads"),
        ("auditor", "/logs/access"),
        ("auditor", "/logs/events"),
    ):
        page = portal.get(who, f"{path}?{query}")
        assert page.status_code == 400, path
        assert 'class="utrecht-form-field-error-message"' in page.text or "error-summary" in page.text
