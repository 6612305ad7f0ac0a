"""Weighing in the browser: the opinion of a partner and the weighing sheet of the chair."""

from typing import Any
from uuid import UUID

import pytest

from db.session import Database
from domain import cases, weighing
from tests.web.people import words
from tests.web.portal import Portal, assert_hidden, open_portal

SHEET = {
    "possibleVictim": "false",
    "outcome": "approach",
    "qualification": "facilitator",
    "certainty": "plausible",
    "necessity": "Zonder ingrijpen gaat het door.",
    "proportionality": "Het raakt alleen de exploitant.",
    "subsidiarity": "Een waarschuwing hielp niet.",
}


@pytest.fixture(scope="module")
def portal(module_database: Database) -> Portal:
    return open_portal(module_database)


@pytest.fixture
def bakery(portal: Portal) -> UUID:
    """A subject that stands in weighing."""
    world = portal.world
    return world.concluded(world.subject(world.joined(world.case(), "inspectorate", "police")))


def opinions(portal: Portal, subject_id: UUID) -> list[str]:
    """What the partners advised, as the chair reads it."""
    with portal.world.acting("chair") as (session, actor):
        return [one.text for one in weighing.sheet(session, actor, subject_id).opinions]


def step(portal: Portal, subject_id: UUID) -> str:
    """Where the subject stands."""
    with portal.world.acting("chair") as (session, actor):
        return cases.subject(session, actor, subject_id).step


def test_a_partner_gives_its_opinion_once_however_often_it_is_sent(portal: Portal, bakery: UUID) -> None:
    path = f"/subjects/{bakery}/opinions/new"
    assert "Wat adviseert uw organisatie" in words(portal.get("inspector", path))
    empty = portal.post("inspector", path, text="Wij kunnen controleren.")
    assert empty.status_code == 400
    assert "Wij kunnen controleren." in empty.text
    for _ in range(2):
        done = portal.post("inspector", path, advice="approach", text="Wij kunnen controleren.", key="o1")
        assert (done.status_code, done.headers["location"]) == (303, f"/subjects/{bakery}")
    assert opinions(portal, bakery) == ["Wij kunnen controleren."]
    assert "Wij kunnen controleren." in words(portal.get("detective", f"/subjects/{bakery}"))


def test_the_sheet_shows_the_opinions_beside_the_victim_question_and_three_motives(
    portal: Portal, bakery: UUID
) -> None:
    portal.post("inspector", f"/subjects/{bakery}/opinions/new", advice="approach", text="Er is haast.")
    page = portal.get("chair", f"/subjects/{bakery}/weigh")
    assert "Er is haast." in words(page)
    names = ["possibleVictim", "outcome", "necessity", "proportionality", "subsidiarity", "dissent"]
    places = [page.text.index(f'name="{name}"') for name in names]
    assert places == sorted(places)


def test_the_four_heads_of_the_law_stand_on_the_sheet_with_what_is_known(
    portal: Portal, bakery: UUID
) -> None:
    """WGS 2.23(3); beside them what the partners in the case could do, with the ground that holds today."""
    given = {"category": "supervision", "text": "Elf mensen.", "source": "Controle", "attested": "true"}
    portal.post("inspector", f"/subjects/{bakery}/contributions/new", **given)
    page = portal.get("chair", f"/subjects/{bakery}/weigh")
    for name in ("signalType", "signalExtent", "severity", "reporting"):
        assert f'name="{name}"' in page.text
    assert "Arbeidsuitbuiting" in words(page)
    assert "Bijgedragen door Arbeidsinspectie" in words(page)
    assert 'value="AR01"' in page.text

    more = {"signalType": "Steeds hetzelfde.", "options": ["AR01", "BM05"], "fewOpinionsReason": "Spoed."}
    assert portal.post("chair", f"/subjects/{bakery}/weigh", **SHEET | more).status_code == 303
    seen = words(portal.get("chair", f"/subjects/{bakery}"))
    assert "Steeds hetzelfde." in seen
    assert "Partners kunnen:" in seen
    assert "Genoemd in de weging:" in words(portal.get("chair", f"/subjects/{bakery}/interventions/new"))


@pytest.mark.parametrize(
    "wrong", [{"options": ["XX99"]}, {"options": ["AR01"], "outcome": "none"}, {"options": ["FI01"]}]
)
def test_what_no_partner_here_can_do_is_not_chosen(portal: Portal, bakery: UUID, wrong: Any) -> None:
    answer = portal.post(
        "chair", f"/subjects/{bakery}/weigh", **SHEET | {"fewOpinionsReason": "Spoed."} | wrong
    )
    assert answer.status_code == 400
    assert 'id="field-options-problem"' in answer.text


def test_weighing_is_the_chairs_and_hidden_from_who_takes_no_part(portal: Portal, bakery: UUID) -> None:
    assert portal.get("inspector", f"/subjects/{bakery}/weigh").status_code == 409
    assert portal.post("inspector", f"/subjects/{bakery}/weigh", **SHEET).status_code == 403
    for path in ("/subjects/{}/weigh", "/subjects/{}/opinions/new"):
        assert_hidden(portal, "neighbour", path, bakery)


def test_every_motive_and_the_victim_question_must_be_answered(portal: Portal, bakery: UUID) -> None:
    page = portal.post(
        "chair", f"/subjects/{bakery}/weigh", necessity="Omdat het door gaat.", outcome="approach"
    )
    assert page.status_code == 400
    for name in ("possibleVictim", "qualification", "certainty", "proportionality", "subsidiarity"):
        assert f'id="field-{name}-problem"' in page.text
    assert "Omdat het door gaat." in page.text
    assert 'value="approach" checked' in page.text
    assert step(portal, bakery) == "weighing"


def test_too_few_opinions_need_a_reason_and_handing_over_needs_a_name(portal: Portal, bakery: UUID) -> None:
    page = portal.post("chair", f"/subjects/{bakery}/weigh", **SHEET | {"outcome": "hand_over"})
    assert page.status_code == 400
    for name in ("fewOpinionsReason", "handedTo"):
        assert f'id="field-{name}-problem"' in page.text
    assert SHEET["subsidiarity"] in page.text


def test_the_decision_moves_the_subject_and_a_second_one_hears_so(portal: Portal, bakery: UUID) -> None:
    path = f"/subjects/{bakery}/weigh"
    done = portal.post(
        "chair", path, **SHEET, fewOpinionsReason="Spoed.", dissent="Het OM had willen wachten."
    )
    assert (done.status_code, done.headers["location"]) == (303, f"/subjects/{bakery}")
    assert step(portal, bakery) == "assignment"
    assert "Het OM had willen wachten." in words(portal.get("chair", f"/subjects/{bakery}"))
    assert SHEET["necessity"] not in words(portal.get("inspector", f"/subjects/{bakery}"))

    second = portal.post(
        "chair", path, **SHEET | {"necessity": "Mijn eigen woorden."}, fewOpinionsReason="Spoed."
    )
    assert second.status_code == 409
    assert "Mijn eigen woorden." in second.text
    assert "Toewijzing" in words(second)
    assert portal.get("chair", path).status_code == 409
    assert (
        portal.post(
            "inspector", f"/subjects/{bakery}/opinions/new", advice="none", text="Te laat."
        ).status_code
        == 409
    )
