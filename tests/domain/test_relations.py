"""Relations: what subjects may have to do with each other, seen by who sees both; and corrected and withdrawn."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db.session import Database
from domain import cases, dossier
from domain.dossier import CorrectRelation, Relate, RelationView, Withdraw
from domain.errors import Invalid, NotAllowed, NotFound, WrongStep
from tests.world import World, build

INSERT = text(
    "insert into relations (id, scope_id, owner_id, actor_id, category, case_id, from_id, to_id, kind, text, source,"
    " since, until) values (:id, :from, my_organisation(), my_actor(), 'relations', :case, :from, :to, 'employer', '',"
    " 'Polis', '', '')"
)


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    return build(module_database)


@pytest.fixture
def case_id(world: World) -> UUID:
    return world.joined(world.case(), "police", "inspectorate", "tax")


@pytest.fixture
def bakery(world: World, case_id: UUID) -> UUID:
    return world.subject(case_id)


@pytest.fixture
def person(world: World, case_id: UUID) -> UUID:
    return world.subject(case_id, "Sem Bakker", kind="person", role="victim")


def relate(world: World, from_id: UUID, to_id: UUID, by: str = "inspector", **changed: Any) -> RelationView:
    given = {"to_id": to_id, "kind": "employer", "source": "Polis", "attested": True, **changed}
    with world.acting(by) as (session, actor):
        return dossier.relate(session, actor, from_id, Relate.model_validate(given))


def seen(world: World, by: str, case_id: UUID) -> list[RelationView]:
    with world.acting(by) as (session, actor):
        return dossier.relations_of(session, actor, case_id)


def on_the_wall(world: World, case_id: UUID) -> list[UUID]:
    with world.acting("inspector", "detective") as (session, _):
        found = session.execute(text("select id from relations where case_id = :case"), {"case": case_id})
        return list(found.scalars())


def told(world: World, by: str, case_id: UUID) -> list[str]:
    with world.acting(by) as (session, _):
        found = session.execute(
            text("select type from events where case_id = :case and type like 'dossier.relat%' order by id"),
            {"case": case_id},
        )
        return list(found.scalars())


def test_who_sees_both_sees_the_relation_from_either_end(
    world: World, case_id: UUID, bakery: UUID, person: UUID
) -> None:
    made = relate(world, bakery, person, since="3-2024", until="2025", source_reliability="B")
    assert (made.since, made.until, made.owner) == ("2024-03", "2025", "Arbeidsinspectie")
    for who in ("inspector", "detective", "analyst", "case_manager"):
        assert [one.id for one in seen(world, who, case_id)] == [made.id]
        assert told(world, who, case_id) == ["dossier.related"]
        for end in (bakery, person):
            with world.acting(who) as (session, actor):
                assert [one.id for one in dossier.relations(session, actor, end)] == [made.id]
    with pytest.raises(NotFound), world.acting("neighbour") as (session, actor):
        dossier.relation(session, actor, made.id)
    # On a wall everybody sees both, or nobody.
    assert on_the_wall(world, case_id) == [made.id]


def test_a_subject_out_of_sight_takes_its_relations_with_it(
    world: World, case_id: UUID, bakery: UUID, person: UUID
) -> None:
    made = relate(world, bakery, person)
    world.weighed(world.concluded(person), "none")
    for who in ("detective", "case_manager"):
        assert seen(world, who, case_id) == []
        assert told(world, who, case_id) == []
        with pytest.raises(NotFound), world.acting(who) as (session, actor):
            dossier.relation(session, actor, made.id)
    # Who said it keeps what it said; the RIEC brought the person in and still sees who it is.
    assert [one.id for one in seen(world, "inspector", case_id)] == [made.id]
    assert [one.id for one in seen(world, "analyst", case_id)] == [made.id]
    assert on_the_wall(world, case_id) == []


def test_nobody_relates_to_what_it_does_not_see(
    world: World, case_id: UUID, bakery: UUID, person: UUID
) -> None:
    world.weighed(world.concluded(person), "none")
    refusals = []
    for other in (person, uuid4(), world.subject(world.joined(world.case(), "inspectorate"))):
        with pytest.raises(Invalid) as refused:
            relate(world, bakery, other)
        refusals.append([(one.code, one.pointer) for one in refused.value.problems])
    assert refusals == [[("subject-of-another-case", "/toId")]] * 3
    with pytest.raises(DBAPIError), world.acting("inspector") as (session, _):
        session.execute(INSERT, {"id": uuid4(), "from": bakery, "to": person, "case": case_id})


def test_a_relation_stays_within_its_case(world: World, case_id: UUID, bakery: UUID) -> None:
    elsewhere = world.subject(world.joined(world.case(), "inspectorate"))
    with (
        pytest.raises(DBAPIError, match="to_id does not hang below case_id"),
        world.acting("inspector") as (
            session,
            _,
        ),
    ):
        session.execute(INSERT, {"id": uuid4(), "from": bakery, "to": elsewhere, "case": case_id})


def test_all_that_is_wrong_is_told_at_once(world: World, bakery: UUID) -> None:
    with pytest.raises(Invalid) as refused:
        relate(world, bakery, bakery, kind="GEEN", since="2025", until="2024")
    assert {(one.code, one.pointer) for one in refused.value.problems} == {
        ("relation-with-itself", "/toId"), ("code-not-valid", "/kind"), ("ends-before-it-begins", "/until"),
    }  # fmt: skip
    with pytest.raises(Invalid) as refused:
        relate(world, bakery, bakery, since="30-2-2024")
    assert "/since" in {one.pointer for one in refused.value.problems}


def test_who_does_not_supply_relations_says_nothing(world: World, bakery: UUID, person: UUID) -> None:
    with pytest.raises(Invalid) as refused:
        relate(world, bakery, person, by="tax_officer")
    assert [one.code for one in refused.value.problems] == ["category-not-supplied"]
    with world.acting("tax_officer") as (session, actor):
        assert "relate" not in cases.subject_view(session, actor, bakery).acts


def test_the_owner_corrects_and_withdraws(world: World, case_id: UUID, bakery: UUID, person: UUID) -> None:
    made = relate(world, bakery, person, text="Volgens de polis.")
    assert seen(world, "detective", case_id)
    corrected = CorrectRelation(kind="intermediary", source="Polis en gesprek")
    with pytest.raises(NotAllowed), world.acting("detective") as (session, actor):
        dossier.correct_relation(session, actor, made.id, corrected)
    with world.acting("inspector") as (session, actor):
        found = dossier.correct_relation(session, actor, made.id, corrected)
        assert (found.kind, found.corrected_at is not None, found.acts) == (
            "intermediary", True, ["correct", "withdraw"],
        )  # fmt: skip
    with world.acting("inspector") as (session, actor):
        gone = dossier.withdraw_relation(session, actor, made.id, Withdraw(reason="incorrect"))
        assert (gone.kind, gone.text, gone.source, gone.withdrawn_for, gone.acts) == (
            "",
            "",
            "",
            "incorrect",
            [],
        )
    # The detective was shown it, and sees that it is gone; the case manager was not.
    assert [one.withdrawn_for for one in seen(world, "detective", case_id)] == ["incorrect"]
    assert seen(world, "case_manager", case_id) == []
    assert told(world, "case_manager", case_id) == []
    with pytest.raises(NotAllowed), world.acting("inspector") as (session, actor):
        dossier.withdraw_relation(session, actor, made.id, Withdraw(reason="incorrect"))


def test_relations_belong_to_the_dossier(world: World, bakery: UUID, person: UUID) -> None:
    world.weighed(world.concluded(bakery))
    with pytest.raises(WrongStep):
        relate(world, bakery, person)


def test_only_who_sees_both_notices_that_something_happened(
    world: World, case_id: UUID, bakery: UUID, person: UUID
) -> None:
    world.weighed(world.concluded(person), "none")
    before = _activity(world, case_id)
    relate(world, bakery, person, by="analyst")
    after = _activity(world, case_id)
    moved = {name for name in before if after[name] > before[name]}
    assert moved == {"RIEC Riva"}


def _activity(world: World, case_id: UUID) -> dict[str, Any]:
    with world.database.session_as("owner") as session:
        found = session.execute(
            text(
                "select o.name, max(p.last_activity_at) as at from participations p join organisations o"
                " on o.id = p.organisation_id where p.scope_id = :case group by o.name"
            ),
            {"case": case_id},
        )
        return {row.name: row.at for row in found}
