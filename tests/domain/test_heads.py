"""The four heads on which is weighed: each reads what row-level security lets it count, and no more."""

from uuid import UUID

import pytest

from db.session import Database
from domain import detection, dossier, weighing
from domain.heads import HeadsView
from tests.world import World, build, take_up


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    """The cast."""
    return build(module_database)


def seen(world: World, who: str, subject_id: UUID) -> HeadsView:
    with world.acting(who) as (session, actor):
        return weighing.sheet(session, actor, subject_id).heads


def test_what_is_known_is_counted_for_who_may_see_it(world: World) -> None:
    case_id = world.joined(world.case(), "police", "inspectorate")
    earlier = world.weighed(world.concluded(world.subject(case_id, "Uitzendbureau")))
    world.accepted(world.proposed(earlier, "inspectorate", "AR01"), "inspector")
    bakery = world.subject(case_id)
    given = dossier.Contribute(category="supervision", text="Elf mensen.", source="Controle", attested=True)
    with world.acting("inspector") as (session, actor):
        dossier.contribute(session, actor, bakery, given)
    world.concluded(bakery)

    found = seen(world, "chair", bakery)
    assert (found.forms, found.signals, found.reporters) == (["AU"], 1, ["Arbeidsinspectie"])
    assert (found.categories, found.contributions) == (["supervision"], 1)
    assert found.contributors == ["Arbeidsinspectie"]
    assert [(one.kind, one.status) for one in found.done] == [("AR01", "accepted")]
    # In this step a signal is for its owner and the RIEC.
    assert (seen(world, "inspector", bakery).signals, seen(world, "detective", bakery).signals) == (1, 0)
    assert seen(world, "detective", bakery).reporters == []


def test_a_protected_source_is_counted_as_what_the_riec_brought_in(world: World) -> None:
    origin = world.signal("inspector", protect_source=True)
    written = detection.BringIn(
        narrative="Een bron zag drie mensen.", task="Toezicht", organised_crime_link="Ja."
    )
    with world.acting("preparer") as (session, actor):
        shown = detection.bring_in(session, actor, origin, written).id
        case_id = detection.assess_signal(session, actor, shown, take_up()).assessments[0].case_id
    assert case_id
    bakery = world.concluded(world.subject(world.joined(case_id, "police")))
    found = seen(world, "chair", bakery)
    assert (found.signals, found.reporters) == (1, ["RIEC Riva"])
