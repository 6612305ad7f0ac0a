"""The board of the preparation team: what waits, the most pressing first, with the norm and what was tested."""

import pytest
from sqlalchemy import event, text

from db.session import Database
from domain import detection
from domain.detection import BoardAsked, BoardView
from domain.errors import NotAllowed
from tests.world import WESTDORP, World, build, take_up


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    """The cast."""
    return build(module_database)


def board(world: World, **asked: str) -> BoardView:
    with world.acting("preparer") as (session, actor):
        return detection.board(session, actor, BoardAsked(**asked))


@pytest.fixture(scope="module")
def waiting(world: World) -> dict[str, str]:
    """Four signals: an old one, one that cannot wait, one sent back and one in another municipality."""
    old, back = world.signal(), world.signal()
    made = {"old": old, "danger": world.signal(urgency="danger"), "back": back,
            "westdorp": world.signal("detective", municipality_code=WESTDORP)}  # fmt: skip
    with world.database.session_as("owner") as session:
        session.execute(
            text("update signals set created_at = created_at - interval '90 days' where id = :id"),
            {"id": old},
        )
        session.commit()
    with world.acting("preparer") as (session, actor):
        decision = take_up(outcome="send_back", new_case=None, within_region=False)
        detection.assess_signal(session, actor, back, decision)
    return {name: str(one) for name, one in made.items()}


def test_what_presses_most_stands_on_top_with_the_norm(world: World, waiting: dict[str, str]) -> None:
    found = board(world)
    assert [str(one.id) for one in found.items] == [
        waiting[name] for name in ("danger", "old", "back", "westdorp")
    ]
    by_id = {str(one.id): one for one in found.items}
    assert found.norm
    assert by_id[waiting["old"]].overdue
    assert by_id[waiting["old"]].working_days > found.norm
    assert not by_id[waiting["danger"]].overdue
    back = by_id[waiting["back"]]
    assert (back.status, back.tested, back.unmet) == ("sent_back", True, ["within_region"])


def test_one_municipality_or_form_is_asked_for(world: World, waiting: dict[str, str]) -> None:
    assert [str(one.id) for one in board(world, municipality=WESTDORP).items] == [waiting["westdorp"]]
    assert board(world, form="SE").items == []


def test_it_is_for_the_preparation_team_at_the_riec(world: World) -> None:
    for other in ("chair", "detective", "case_manager", "dpo"):
        with world.acting(other) as (session, actor), pytest.raises(NotAllowed):
            detection.board(session, actor)


def test_it_asks_as_many_questions_however_much_waits(world: World, waiting: dict[str, str]) -> None:
    counts = []
    for _ in range(2):
        asked: list[str] = []
        with world.acting("preparer") as (session, actor):

            def note(*statement: object, asked: list[str] = asked) -> None:
                asked.append(str(statement[2]))

            event.listen(session.connection(), "before_cursor_execute", note)
            detection.board(session, actor)
        counts.append(len(asked))
        world.signal()
    assert counts[0] == counts[1]
    assert counts[0] <= 5
