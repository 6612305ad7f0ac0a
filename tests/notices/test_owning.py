"""What owners do with what others read, and requests to see a source: who hears of it, and who does not."""

from typing import Any
from uuid import UUID

import pytest

from domain import detection, dossier
from domain.audience import ChangeAudience
from tests.notices.hearing import Hearing

EVERYBODY = (
    "preparer",
    "chair",
    "analyst",
    "detective",
    "inspector",
    "permit_officer",
    "case_manager",
    "dpo",
    "auditor",
)
GIVEN: dict[str, Any] = {"category": "housing", "text": "Elf mensen.", "source": "BRP", "attested": True}


@pytest.fixture
def bakery(hearing: Hearing) -> UUID:
    """A subject in a case of Zuidstad with police and inspectorate."""
    return hearing.world.subject(hearing.world.joined(hearing.world.case(), "police", "inspectorate"))


def told(hearing: Hearing, about: UUID) -> dict[str, set[str]]:
    hearing.relay()
    found = {name: hearing.kinds(name, about) for name in EVERYBODY}
    return {name: kinds for name, kinds in found.items() if kinds}


def contributed(hearing: Hearing, subject_id: UUID, *persons: str) -> UUID:
    named = (
        {"for_whom": "named", "persons": [hearing.world.people[one] for one in persons]} if persons else {}
    )
    with hearing.world.acting("permit_officer") as (session, actor):
        return dossier.contribute(session, actor, subject_id, dossier.Contribute(**GIVEN | named)).id


def test_who_is_named_hears_that_there_is_something(hearing: Hearing, bakery: UUID) -> None:
    """And nobody else; who is no longer named has no notice any more."""
    made = contributed(hearing, bakery, "detective")
    assert told(hearing, made) == {"detective": {"contribution.for_you"}}
    with hearing.world.acting("permit_officer") as (session, actor):
        to = ChangeAudience(for_whom="closed", persons=[hearing.world.people["analyst"]])
        dossier.change_audience(session, actor, made, to)
    assert told(hearing, made) == {"analyst": {"contribution.for_you"}}


def test_who_read_it_hears_that_it_was_corrected_and_withdrawn(hearing: Hearing, bakery: UUID) -> None:
    """Who never read it hears nothing."""
    made = contributed(hearing, bakery)
    with hearing.world.acting("detective") as (session, actor):
        dossier.contributions(session, actor, bakery)
    with hearing.world.acting("permit_officer") as (session, actor):
        dossier.correct(session, actor, made, dossier.Correct(text="Negen mensen.", source="BRP"))
    assert told(hearing, made) == {"detective": {"contribution.corrected"}}
    with hearing.world.acting("permit_officer") as (session, actor):
        dossier.withdraw(session, actor, made, dossier.Withdraw(reason="incorrect"))
    assert told(hearing, made) == {"detective": {"contribution.corrected", "contribution.withdrawn"}}


def test_a_protected_signal_is_news_for_the_intake_and_its_reporter_hears_of_unmasking(
    hearing: Hearing,
) -> None:
    """Who may decide hears that it was asked."""
    origin = hearing.world.signal("inspector", protect_source=True)
    assert told(hearing, origin) == {"preparer": {"signal.submitted"}}
    with hearing.world.acting("preparer") as (session, actor):
        written = detection.BringIn(
            narrative="Zes mensen.", task="Toezicht", organised_crime_link="Bemiddelaar."
        )
        shown = detection.bring_in(session, actor, origin, written).id
    with hearing.world.acting("chair") as (session, actor):
        request = detection.ask_unmasking(session, actor, shown, detection.AskUnmasking(reason="Bewijs.")).id
    assert told(hearing, request) == {"dpo": {"source.asked"}}
    with hearing.world.acting("dpo") as (session, actor):
        detection.decide_unmasking(session, actor, request, detection.DecideUnmasking(granted=True))
    assert told(hearing, origin)["inspector"] == {"signal.unmasked"}
