"""Assignment and execution in the browser: proposing, answering, reporting, completing."""

from datetime import timedelta
from uuid import UUID

import pytest

from db.session import Database
from domain import interventions
from domain.calendar import today
from tests.web.people import words
from tests.web.portal import Portal, assert_hidden, open_portal

SOON = str(today() + timedelta(days=30))


@pytest.fixture(scope="module")
def portal(module_database: Database) -> Portal:
    return open_portal(module_database)


@pytest.fixture
def bakery(portal: Portal) -> UUID:
    """A subject for which an approach was decided."""
    world = portal.world
    case = world.joined(world.case(), "inspectorate", "police")
    return world.weighed(world.concluded(world.subject(case)))


@pytest.fixture
def inspection(portal: Portal, bakery: UUID) -> UUID:
    """An inspection, proposed to the labour inspectorate."""
    return portal.world.proposed(bakery, "inspectorate", "AR01")


def plan(portal: Portal, subject_id: UUID) -> list[interventions.InterventionView]:
    """The plan, as the chair sees it."""
    with portal.world.acting("chair") as (session, actor):
        return interventions.interventions_of(session, actor, subject_id)


def test_the_chair_proposes_with_the_partners_their_offer_and_who_will_see_it(
    portal: Portal, bakery: UUID
) -> None:
    path = f"/subjects/{bakery}/interventions/new"
    page = portal.get("chair", path)
    assert '<optgroup label="Arbeidsinspectie">' in page.text
    assert "Gemeente Westdorp" not in page.text
    assert "Algemene wet bestuursrecht" in words(page)
    assert "De hele opdracht" in words(page)
    wrong = portal.post(
        "chair",
        path,
        kind="BM01",
        partnerId=str(portal.world.organisations["police"]),
        instruction="Graag.",
        dueOn=str(today()),
    )
    assert wrong.status_code == 400
    for name in ("kind", "dueOn"):
        assert f'id="field-{name}-problem"' in wrong.text
    assert '<option value="BM01" selected>' in wrong.text
    sent = {
        "kind": "AR01",
        "partnerId": str(portal.world.organisations["inspectorate"]),
        "instruction": "Met tolk.",
        "dueOn": SOON,
    }
    for _ in range(2):
        done = portal.post("chair", path, **sent, key="p1")
        assert (done.status_code, done.headers["location"]) == (303, f"/subjects/{bakery}")
    assert [one.instruction for one in plan(portal, bakery)] == ["Met tolk."]


def test_the_partner_reads_the_content_others_the_outline_and_the_rest_nothing(
    portal: Portal, bakery: UUID, inspection: UUID
) -> None:
    path = f"/interventions/{inspection}"
    assert "Graag controleren." in words(portal.get("inspector", path))
    outline = portal.get("detective", path)
    assert outline.status_code == 200
    assert "Graag controleren." not in outline.text
    assert "Niet gedeeld met u" in words(outline)
    assert "<form" not in outline.text.split('id="main"')[1]
    assert_hidden(portal, "neighbour", "/interventions/{}", inspection)
    assert_hidden(portal, "neighbour", "/subjects/{}/interventions/new", bakery)
    assert portal.get("inspector", f"/subjects/{bakery}/interventions/new").status_code == 409


def test_interventions_are_listed_by_what_has_to_happen(portal: Portal, inspection: UUID) -> None:
    for name, title in (
        ("inspector", "Wacht op uw ja of nee"),
        ("chair", "Wacht op antwoord van de partner"),
    ):
        page = portal.get(name, "/interventions")
        assert title in words(page)
        assert f"/interventions/{inspection}" in page.text
    assert str(inspection) not in portal.get("detective", "/interventions").text


def test_saying_yes_takes_capacity_and_priority(portal: Portal, inspection: UUID) -> None:
    path = f"/interventions/{inspection}/replies"
    page = portal.post("inspector", path, outcome="accepted", reason="Wij willen graag.")
    assert page.status_code == 400
    for name in ("capacityAmount", "priority"):
        assert f'id="field-{name}-problem"' in page.text
    assert "Wij willen graag." in page.text
    done = portal.post("inspector", path, outcome="accepted", capacityAmount="16", priority="high")
    assert (done.status_code, done.headers["location"]) == (303, f"/interventions/{inspection}")
    again = portal.post("inspector", path, outcome="refused", reason="Toch niet.")
    assert again.status_code == 409
    assert "Toch niet." in again.text
    assert "Aanvaard" in words(again)
    assert portal.get("inspector", path).headers["location"] == f"/interventions/{inspection}"


@pytest.mark.parametrize(
    ("outcome", "missing", "given"),
    [
        ("refused", ["reason"], {"reason": "Geen capaciteit."}),
        ("deferred", ["reason", "until"], {"reason": "Na de feestdagen.", "until": SOON}),
    ],
)
def test_saying_no_or_later_takes_a_reason(
    portal: Portal, inspection: UUID, outcome: str, missing: list[str], given: dict[str, str]
) -> None:
    path = f"/interventions/{inspection}/replies"
    page = portal.post("inspector", path, outcome=outcome)
    assert page.status_code == 400
    for name in missing:
        assert f'id="field-{name}-problem"' in page.text
    assert portal.post("inspector", path, outcome=outcome, **given).status_code == 303
    assert given["reason"] in words(portal.get("chair", f"/interventions/{inspection}"))
    assert given["reason"] not in words(portal.get("detective", f"/interventions/{inspection}"))


def test_nobody_answers_or_reports_for_another(portal: Portal, inspection: UUID) -> None:
    path = f"/interventions/{inspection}"
    assert portal.post("detective", f"{path}/replies", outcome="refused", reason="Nee.").status_code == 403
    portal.world.accepted(inspection, "inspector")
    assert portal.post("detective", f"{path}/reports", progress="Klaar.").status_code == 403
    assert portal.post("neighbour", f"{path}/reports", progress="Klaar.").status_code == 404


def test_reporting_and_completing_each_with_their_own_errors(
    portal: Portal, bakery: UUID, inspection: UUID
) -> None:
    path = f"/interventions/{inspection}"
    early = portal.post("inspector", f"{path}/reports", progress="Al begonnen.")
    assert early.status_code == 409
    assert "Al begonnen." in early.text
    portal.world.accepted(inspection, "inspector")

    empty = portal.post("inspector", f"{path}/reports")
    assert empty.status_code == 400
    assert 'id="field-progress-problem"' in empty.text
    assert 'id="field-text-problem"' not in empty.text
    assert portal.post("inspector", f"{path}/reports", progress="Gepland.").status_code == 303

    half = portal.post("inspector", f"{path}/completions", text="Twee boetes.")
    assert half.status_code == 400
    assert 'id="field-result-problem"' in half.text
    assert 'id="field-progress-problem"' not in half.text
    assert "Twee boetes." in half.text
    assert (
        portal.post("inspector", f"{path}/completions", text="Twee boetes.", result="reached").status_code
        == 303
    )
    assert "Gepland." in words(portal.get("chair", path))
    assert "Afgerond: bereikt" in words(portal.get("chair", path))
    assert [one.status for one in plan(portal, bakery)] == ["completed"]
