"""An act with a look at what came of it, and without: the same is done, and who does not look asks nothing more."""

from typing import Any

import pytest
from sqlalchemy import text

from db.session import Database
from domain import cases, detection, dossier, weighing
from domain.acts import Act, Made
from domain.errors import NotAllowed
from domain.weighing import GiveOpinion
from tests.statements import statements
from tests.world import World, a_signal, build, take_up


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    """The cast."""
    return build(module_database)


def left(world: World, act: Act[Any, Any], who: str, *given: Any, look: bool) -> tuple[Any, list[str], int]:
    """What the act gives, the events it left, and how many statements it took."""
    with world.database.session_as("auditor") as session:
        last = session.execute(text("select max(id) from events")).scalar_one()
    with world.acting(who) as (session, actor), statements(world.database) as sent:
        came = (act if look else act.without_looking)(session, actor, *given)
    with world.database.session_as("auditor") as session:
        found = session.execute(text("select type from events where id > :last order by id"), {"last": last})
        return came, list(found.scalars()), len(sent)


def test_who_does_not_look_does_the_same_and_asks_less(world: World) -> None:
    case_id = world.case()
    joining = {
        name: cases.AddParticipant(organisation_id=world.organisations[name], reason="Nodig voor deze casus.")
        for name in ("tax", "police")
    }

    seen, told, asked = left(world, cases.add_participant, "chair", case_id, joining["tax"], look=True)
    made, told_too, asked_less = left(
        world, cases.add_participant, "chair", case_id, joining["police"], look=False
    )

    assert (made, seen.id) == (Made(case_id), case_id)
    assert told_too == told
    assert asked_less < asked / 2
    with world.acting("chair") as (session, actor):
        taking_part = {one.organisation_id for one in cases.view(session, actor, case_id).participants}
    assert {world.organisations["tax"], world.organisations["police"]} <= taking_part


@pytest.mark.parametrize("outcome", ["take_up", "reject"])
def test_a_decision_on_a_signal_gives_the_case_or_else_the_signal(world: World, outcome: str) -> None:
    signal_id = world.signal()
    decision = (
        take_up()
        if outcome == "take_up"
        else detection.AssessSignal.model_validate(
            take_up().model_dump() | {"outcome": "reject", "new_case": None}
        )
    )

    made, told, _ = left(world, detection.assess_signal, "preparer", signal_id, decision, look=False)

    assert told[-1] == "detection.signal_assessed"
    with world.acting("preparer") as (session, actor):
        if outcome == "take_up":
            assert cases.view(session, actor, made.id).step == "dossier"
        else:
            assert made.id == signal_id


def test_it_gives_the_id_of_what_it_made(world: World) -> None:
    subject_id = world.concluded(world.subject(world.case()))
    opinion = GiveOpinion(advice="approach", text="Samen optrekken.")

    made, *_ = left(world, weighing.give_opinion, "analyst", subject_id, opinion, look=False)

    with world.acting("analyst") as (session, actor):
        assert weighing.an_opinion(session, actor, made.id).subject_id == subject_id


def test_it_is_refused_all_the_same(world: World) -> None:
    def refused(look: bool) -> str:
        with pytest.raises(NotAllowed) as raised:
            left(world, detection.submit_signal, "chair", a_signal(), look=look)
        return raised.value.code

    assert refused(True) == refused(False) == "role-required"


def test_an_act_is_called_as_the_verb_it_is() -> None:
    assert dossier.contribute.__name__ == "contribute"  # type: ignore[attr-defined]
    assert dossier.contribute.__doc__ == "Add what the own organisation holds about a subject."
