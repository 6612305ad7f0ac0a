"""An owner closes its rows to named persons, opens them again, and takes them back."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db.session import Database
from domain import audience, dossier, timeline, weighing
from domain.audience import ChangeAudience
from domain.errors import Invalid, NotAllowed, NotFound
from tests.world import World, build

GIVEN: dict[str, Any] = {
    "category": "housing", "text": "Elf mensen op het adres.", "source": "BRP", "attested": True,
}  # fmt: skip


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    """The cast."""
    return build(module_database)


@pytest.fixture
def case_id(world: World) -> UUID:
    """A case of Zuidstad with the police and the inspectorate."""
    return world.joined(world.case(), "police", "inspectorate")


@pytest.fixture
def bakery(world: World, case_id: UUID) -> UUID:
    """Its subject."""
    return world.subject(case_id)


def contributed(world: World, subject_id: UUID, **changed: Any) -> UUID:
    """What the permit officer of Zuidstad brings in."""
    with world.acting("permit_officer") as (session, actor):
        return dossier.contribute(session, actor, subject_id, dossier.Contribute(**GIVEN | changed)).id


def to(world: World, for_whom: str, *persons: str) -> dict[str, Any]:
    return {"for_whom": for_whom, "persons": [world.people[one] for one in persons]}


def changed(world: World, contribution_id: UUID, for_whom: str, *persons: str) -> None:
    with world.acting("permit_officer") as (session, actor):
        dossier.change_audience(
            session, actor, contribution_id, ChangeAudience(**to(world, for_whom, *persons))
        )


def sees(world: World, who: str, subject_id: UUID) -> set[UUID]:
    with world.acting(who) as (session, actor):
        return {one.id for one in dossier.contributions(session, actor, subject_id)}


def heard(world: World, who: str, case_id: UUID) -> list[UUID | None]:
    """What a timeline tells this person was contributed, changed or withdrawn."""
    with world.acting(who) as (session, actor):
        found = timeline.timeline(session, actor, case_id).items
        return [one.object_id for one in found if one.type.startswith(("dossier.", "weighing."))]


def test_besloten_is_for_the_named_and_the_owner(world: World, case_id: UUID, bakery: UUID) -> None:
    """Colleagues of who is named find nothing either."""
    made = contributed(world, bakery, **to(world, "named", "detective", "chair"))
    seeing = {who for who in ("case_manager", "detective", "chair", "analyst", "inspector", "preparer")
              if sees(world, who, bakery)}  # fmt: skip
    assert seeing == {"case_manager", "detective", "chair"}
    assert heard(world, "detective", case_id) == [made]
    assert heard(world, "inspector", case_id) == []
    with world.acting("detective") as (session, actor):
        found = dossier.contribution(session, actor, made)
    assert (found.for_whom, [one.name for one in found.persons]) == ("named", ["Detective", "Chair"])


def test_gesloten_is_for_one_person_of_the_riec(world: World, bakery: UUID) -> None:
    made = contributed(world, bakery, **to(world, "closed", "analyst"))
    assert sees(world, "analyst", bakery) == {made}
    assert not sees(world, "chair", bakery)
    with world.acting("analyst") as (session, actor):
        assert dossier.contribution(session, actor, made).for_whom == "closed"


@pytest.mark.parametrize(
    ("for_whom", "persons", "code"),
    [
        ("named", (), "nobody-named"),
        ("named", ("tax_officer",), "person-cannot-read"),
        ("named", ("administrator",), "person-cannot-read"),
        ("named", ("case_manager",), "person-cannot-read"),
        ("closed", ("detective",), "one-person-of-the-riec"),
        ("closed", ("chair", "analyst"), "one-person-of-the-riec"),
        ("everybody", ("chair",), "persons-only-when-named"),
    ],
)
def test_a_circle_holds_who_could_read_it(
    world: World, bakery: UUID, for_whom: str, persons: tuple[str, ...], code: str
) -> None:
    """Neither who takes no part, nor who sees no content, nor one's own."""
    with pytest.raises(Invalid) as refused:
        contributed(world, bakery, **to(world, for_whom, *persons))
    assert [one.code for one in refused.value.problems] == [code]


def test_narrowing_closes_what_was_told_before(world: World, case_id: UUID, bakery: UUID) -> None:
    """The log is never changed, yet it tells no more than the row does now; widening tells it again."""
    made = contributed(world, bakery)
    assert heard(world, "inspector", case_id) == [made]
    changed(world, made, "named", "detective")
    assert heard(world, "inspector", case_id) == []
    assert not sees(world, "inspector", bakery)
    assert heard(world, "detective", case_id) == [made, made]
    changed(world, made, "everybody")
    assert sees(world, "inspector", bakery) == {made}
    assert heard(world, "inspector", case_id) == [made, made]


def test_who_gains_and_who_loses_is_told_first(world: World, bakery: UUID) -> None:
    """By organisation and by name, and nothing has changed yet."""
    made = contributed(world, bakery, **to(world, "named", "detective"))
    with world.acting("permit_officer") as (session, actor):
        found = dossier.rehearse_audience(
            session, actor, made, ChangeAudience(**to(world, "named", "inspector", "chair"))
        )
    gained = {(one.organisation, name) for one in found.gain for name in one.persons}
    assert gained == {("Arbeidsinspectie", "Inspector"), ("RIEC Riva", "Chair")}
    assert [name for one in found.lose for name in one.persons] == ["Detective"]
    assert sees(world, "detective", bakery) == {made}


def test_only_the_owner_changes_for_whom_it_is(world: World, bakery: UUID) -> None:
    made = contributed(world, bakery)
    with world.acting("detective") as (session, actor), pytest.raises(NotAllowed, match="not-the-owner"):
        dossier.change_audience(session, actor, made, ChangeAudience(**to(world, "named", "detective")))
    hidden = contributed(world, bakery, **to(world, "closed", "analyst"))
    with world.acting("detective") as (session, actor), pytest.raises(NotFound):
        dossier.change_audience(session, actor, hidden, ChangeAudience(**to(world, "named", "detective")))


def test_an_opinion_can_be_closed(world: World, case_id: UUID, bakery: UUID) -> None:
    world.concluded(bakery)
    given = weighing.GiveOpinion(advice="approach", text="Doen.", **to(world, "named", "chair"))
    with world.acting("detective") as (session, actor):
        made = weighing.give_opinion(session, actor, bakery, given).id
    for who, count in (("chair", 1), ("inspector", 0), ("analyst", 0)):
        with world.acting(who) as (session, actor):
            assert len(weighing.sheet(session, actor, bakery).opinions) == count
    with world.acting("detective") as (session, actor):
        weighing.change_opinion_audience(session, actor, made, ChangeAudience())
    with world.acting("inspector") as (session, actor):
        assert weighing.an_opinion(session, actor, made).for_whom == "everybody"


def test_what_is_withdrawn_leaves_a_mark_for_who_read_it(world: World, case_id: UUID, bakery: UUID) -> None:
    """The text is gone for everybody; who never read it does not learn that it was there."""
    made = contributed(world, bakery)
    assert sees(world, "detective", bakery) == {made}
    with world.acting("permit_officer") as (session, actor):
        mine = dossier.withdraw(session, actor, made, dossier.Withdraw(reason="incorrect"))
    assert (mine.text, mine.source, mine.withdrawn_for) == ("", "", "incorrect")
    assert sees(world, "detective", bakery) == {made}
    assert not sees(world, "inspector", bakery)
    assert heard(world, "inspector", case_id) == []
    assert heard(world, "detective", case_id) == [made, made]
    with world.acting("detective") as (session, actor):
        found = dossier.contribution(session, actor, made)
    assert found.text == ""
    assert found.withdrawn_at is not None
    # Who else read it is nobody's business.
    assert found.persons == []


def test_nobody_changes_what_was_withdrawn(world: World, bakery: UUID) -> None:
    made = contributed(world, bakery)
    with world.acting("permit_officer") as (session, actor):
        dossier.withdraw(session, actor, made, dossier.Withdraw(reason="unlawful"))
    with world.acting("permit_officer") as (session, actor), pytest.raises(NotAllowed, match="withdrawn"):
        dossier.correct(session, actor, made, dossier.Correct(text="Toch.", source="BRP"))
    with world.acting("permit_officer") as (session, actor), pytest.raises(NotAllowed, match="withdrawn"):
        changed(world, made, "everybody")
    with world.acting("permit_officer") as (session, _):
        found = session.execute(text("update contributions set text = 'x' where id = :id"), {"id": made})
        assert found.rowcount == 0  # type: ignore[attr-defined]


def test_another_does_not_withdraw(world: World, bakery: UUID) -> None:
    """Nor past the verb."""
    made = contributed(world, bakery)
    with world.acting("detective") as (session, actor), pytest.raises(NotAllowed, match="not-the-owner"):
        dossier.withdraw(session, actor, made, dossier.Withdraw(reason="incorrect"))
    with world.acting("detective") as (session, _), pytest.raises(DBAPIError, match="no such row"):
        session.execute(text("select withdraw(:id, 'incorrect')"), {"id": made})


def test_readers_are_asked_where_one_takes_part(world: World, bakery: UUID) -> None:
    with world.acting("permit_officer") as (session, actor):
        found = audience.readers_here(session, actor, bakery, "housing")
    assert {one.name for one in found} == {
        "Detective", "Inspector", "Chair", "Analyst", "Preparer"
    }  # fmt: skip
    with world.acting("tax_officer") as (session, actor), pytest.raises(NotFound):
        audience.readers_here(session, actor, bakery, "housing")
