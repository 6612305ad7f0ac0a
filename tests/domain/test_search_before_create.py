"""Before a subject or case is made, what one can see of the same is shown; and nothing that one cannot."""

import pytest

from db.session import Database
from domain import detection, search
from domain.naming import Thing
from tests.world import World, build

PHONE = {"kind": "phone", "identifier_kind": "phone", "identifier": "06 12345678"}


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    """The cast."""
    return build(module_database)


def test_a_number_is_found_in_any_spelling_by_who_may_see_it(world: World) -> None:
    first = world.signal(mentions=[PHONE])
    second = world.signal("detective", mentions=[PHONE | {"identifier": "+31612345678"}])
    with world.acting("preparer") as (session, actor):
        (seen,) = detection.earlier(session, actor, detection.view(session, actor, second)).items
    assert [hit.id for hit in seen.hits] == [first]
    # Who takes part in neither sees nothing of them, by number or by name.
    asked = [search.asked_by(Thing.model_validate(PHONE)), "Bedrijventerrein Zuid"]
    with world.acting("neighbour") as (session, actor):
        assert search.earlier(session, actor, asked, "Toets").items == []


def test_a_name_finds_what_it_is_called_by_and_two_letters_find_nothing(world: World) -> None:
    case_id = world.case()
    subject_id = world.subject(case_id, "Loods Waterkant")
    with world.acting("analyst") as (session, actor):
        (seen,) = search.earlier(session, actor, ["Loods Waterkant", "Lo"], "Toets").items
        assert [hit.id for hit in seen.hits] == [subject_id]
        assert search.earlier(session, actor, ["Loods Waterkant"], "Toets", besides={subject_id}).items == []
