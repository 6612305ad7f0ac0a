"""Rehearsing an admission or a role: what is told is what that person sees afterwards, and nothing happens before."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from db.policies.sharing import shareable_tables
from db.session import Database
from domain import administration, circle, dossier, rehearsal
from domain.actor import Actor, StaffRole
from domain.calendar import today
from domain.errors import Conflict, Invalid, NotAllowed, NotFound
from domain.rehearsal import AddChange, BeginRehearsal, PersonEffect
from tests.web.portal import NOWHERE
from tests.world import World, build

ADMIN = "administrator"
TABLES = " union all ".join(f"select category, circle from {table.name}" for table in shareable_tables())


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    """Two cases of Zuidstad: one open to everybody, one for a named person; the police left a third."""
    made = build(module_database)
    made.join("colleague", "zuidstad", StaffRole.HANDLER)
    made.join("newcomer", "zuidstad", StaffRole.HANDLER)
    open_case, named, left = (made.joined(made.case(), "inspectorate", "police") for _ in range(3))
    for case_id in (open_case, named, left):
        subject_id = made.subject(case_id)
        for who, category in (
            ("permit_officer", "housing"), ("detective", "identification"), ("inspector", "supervision"),
        ):  # fmt: skip
            contribute(made, subject_id, who, category)
    decide(made, "case_manager", named, "named", "zuidstad", "case_manager", "permit_officer")
    decide(made, "chair", left, "left", "police")
    decide(made, "case_manager", open_case, "barred", "zuidstad", "colleague")
    made.concluded(subject_id)
    return made


def contribute(world: World, subject_id: UUID, who: str, category: str) -> None:
    with world.acting(who) as (session, actor):
        dossier.contribute(
            session, actor, subject_id,
            dossier.Contribute(category=category, text="Zes bedden.", source="Controle", attested=True),
        )  # fmt: skip


def decide(world: World, who: str, case_id: UUID, kind: Any, of: str, *persons: str) -> None:
    data = circle.Decide(
        kind=kind, organisation_id=world.organisations[of], reason="Zij doen het onderzoek.",
        person_ids=[world.people[one] for one in persons],
    )  # fmt: skip
    with world.acting(who) as (session, actor):
        circle.decide(session, actor, case_id, data)


def doing(world: World, act: Callable[[Session, Actor], Any]) -> Any:
    with world.acting(ADMIN) as (session, actor):
        return act(session, actor)


def sees(world: World, who: str) -> Counter[str]:
    """How many open rows of each category this person sees, through the policies: also of the own organisation."""
    with world.acting(who) as (session, _):
        return Counter(
            session.execute(text(f"select category from ({TABLES}) r where circle is null")).scalars()
        )


def begin(world: World, *changes: AddChange) -> UUID:
    made: UUID = doing(world, lambda s, a: rehearsal.begin_rehearsal(s, a, BeginRehearsal(title="Proef")))
    for change in changes:
        doing(world, lambda s, a, change=change: rehearsal.add_change(s, a, made, change))
    return made


def told(world: World, rehearsed: UUID) -> Sequence[PersonEffect]:
    found: Sequence[PersonEffect] = doing(
        world, lambda s, a: rehearsal.rehearsal(s, a, rehearsed)
    ).person_effects
    return found


def admission_of(world: World, who: str) -> UUID:
    held = doing(world, lambda s, a: administration.person(s, a, world.people[who])).admissions
    return UUID(str(next(one.id for one in held if one.state != "ended")))


def ending(world: World, who: str) -> AddChange:
    return AddChange(kind="end_admission", admission_id=admission_of(world, who))


def a_role(kind: Any, world: World, who: str, role: StaffRole) -> AddChange:
    return AddChange(kind=kind, person_id=world.people[who], role=role)


def an_admission(world: World, who: str) -> AddChange:
    return AddChange(
        kind="admit", person_id=world.people[who], compartment="R", screening_kind="VOG",
        screened_on=today(), trained_on=today(), valid_until=today() + timedelta(days=90),
    )  # fmt: skip


LOSING: dict[str, tuple[str, Callable[[World], list[AddChange]]]] = {
    "an admission ends, of somebody who is named in a case": ("permit_officer", lambda w: [ending(w, "permit_officer")]),
    "an admission ends, of somebody who is barred": ("colleague", lambda w: [ending(w, "colleague")]),
    "an admission ends, of somebody whose organisation left": ("detective", lambda w: [ending(w, "detective")]),
    "the only role with work in cases ends": (
        "newcomer", lambda w: [a_role("end_role", w, "newcomer", StaffRole.HANDLER)],
    ),
    "an admission ends at the RIEC": ("analyst", lambda w: [ending(w, "analyst")]),
}  # fmt: skip


@pytest.mark.parametrize("what", LOSING)
def test_what_a_person_would_lose_is_what_this_person_saw(
    world: World, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("domain.rehearsal.effects.MINIMUM", 0)
    who, changes = LOSING[what]
    before = sees(world, who)
    assert before, "this person sees something"
    rehearsed = begin(world, *changes(world))
    effects = told(world, rehearsed)
    assert sees(world, who) == before, "rehearsing changes nothing"
    assert {one.category: one.lost for one in effects} == before
    assert {(one.persons, one.gained) for one in effects} == {(1, 0)}
    doing(world, lambda s, a: rehearsal.apply_rehearsal(s, a, rehearsed))
    assert not sees(world, who)

    # And back: what is gained by it is what is seen then.
    back = begin(
        world,
        a_role("give_role", world, who, StaffRole.PREPARATION)
        if "role" in what
        else an_admission(world, who),
    )
    effects = told(world, back)
    doing(world, lambda s, a: rehearsal.apply_rehearsal(s, a, back))
    assert {one.category: one.gained for one in effects} == sees(world, who) == before


def test_a_second_role_opens_nothing_and_a_role_without_cases_neither(world: World) -> None:
    rehearsed = begin(
        world,
        a_role("give_role", world, "permit_officer", StaffRole.MANDATE_HOLDER),
        a_role("give_role", world, "inspector", StaffRole.PRIVACY_OFFICER),
        a_role("end_role", world, "detective", StaffRole.REPORTER),
    )
    found = doing(world, lambda s, a: rehearsal.rehearsal(s, a, rehearsed))
    assert (found.effects, found.person_effects) == ([], [])
    assert "apply" in found.acts


def test_people_of_one_organisation_are_told_together_and_few_records_not(world: World) -> None:
    one, two = (begin(world, *(ending(world, who) for who in people)) for people in (
        ["permit_officer"], ["permit_officer", "case_manager"],
    ))  # fmt: skip
    alone, both = ({e.category: e for e in told(world, made)} for made in (one, two))
    assert (alone["housing"].persons, alone["housing"].lost) == (1, None), "three records are fewer than five"
    assert (both["housing"].persons, both["housing"].lost) == (2, 6)
    assert {e.organisation for e in both.values()} == {"Gemeente Zuidstad"}


def test_applying_goes_through_the_verbs_and_dropping_leaves_it(world: World) -> None:
    person = world.people["neighbour"]
    dropped = begin(world, ending(world, "neighbour"))
    doing(world, lambda s, a: rehearsal.drop_rehearsal(s, a, dropped))
    admission_id = admission_of(world, "neighbour")
    rehearsed = begin(world, ending(world, "neighbour"), an_admission(world, "neighbour"))
    told(world, rehearsed)
    doing(world, lambda s, a: rehearsal.apply_rehearsal(s, a, rehearsed))
    assert admission_of(world, "neighbour") != admission_id
    with world.database.session_as("owner") as owner:
        types = owner.execute(
            text("select type from events where object_id = any(:ids) order by id"),
            {"ids": [admission_id, person]},
        )
        assert list(types.scalars())[-2:] == [
            "administration.admission_ended", "administration.admission_given",
        ]  # fmt: skip


def test_a_change_to_a_person_is_refused_as_it_would_be_for_good(world: World) -> None:
    rehearsed = begin(world)

    def refused(change: AddChange) -> list[tuple[str, str]]:
        with pytest.raises(Invalid) as wrong:
            doing(world, lambda s, a: rehearsal.add_change(s, a, rehearsed, change))
        return [(one.code, one.pointer) for one in wrong.value.problems]

    assert refused(AddChange(kind="admit")) == [
        ("required", f"/{name}")
        for name in ("personId", "compartment", "screeningKind", "screenedOn", "validUntil")
    ]
    without = an_admission(world, "neighbour").model_copy(update={"trained_on": None})
    assert refused(without) == [("training-missing", "/trainedOn")]
    assert refused(a_role("give_role", world, "analyst", StaffRole.ANALYST)) == [("role-held", "/role")]
    assert refused(a_role("end_role", world, "analyst", StaffRole.CHAIR)) == [("role-not-held", "/role")]
    for change in (
        AddChange(kind="end_admission", admission_id=NOWHERE),
        AddChange(kind="give_role", person_id=NOWHERE, role=StaffRole.HANDLER),
    ):
        with pytest.raises(NotFound):
            doing(world, lambda s, a, change=change: rehearsal.add_change(s, a, rehearsed, change))


def test_an_admission_that_ended_meanwhile_stands_in_the_way(world: World) -> None:
    rehearsed = begin(world, ending(world, "prosecutor"), ending(world, "tax_officer"))
    admission_id = admission_of(world, "prosecutor")
    doing(world, lambda s, a: administration.end_admission(s, a, admission_id))
    found = doing(world, lambda s, a: rehearsal.rehearsal(s, a, rehearsed))
    assert [one.refused for one in found.lines] == ["admission-ended-already", None]
    assert [one.person for one in found.lines] == ["Prosecutor", "Tax Officer"]
    with pytest.raises(Conflict):
        doing(world, lambda s, a: rehearsal.apply_rehearsal(s, a, rehearsed))


def test_only_the_administrator_hears_what_persons_would_see(world: World) -> None:
    for who in ("chair", "auditor", "case_manager"):
        with world.acting(who) as (session, actor):
            with pytest.raises(NotAllowed):
                rehearsal.rehearsals(session, actor)
            with pytest.raises(DBAPIError, match="not the administrator"):
                session.execute(text("select * from sights_differing(array[]::text[])"))
            session.rollback()


def test_the_administrator_hears_numbers_and_no_content(world: World) -> None:
    rehearsed = begin(world, ending(world, "case_manager"))
    said = doing(world, lambda s, a: rehearsal.rehearsal(s, a, rehearsed)).model_dump_json()
    assert told(world, rehearsed)
    with world.database.session_as("owner") as owner:
        hidden = owner.execute(
            text("select id::text from scopes union select number from cases union select name from subjects")
        ).scalars()
        assert not [one for one in hidden if one in said]
    assert not sees(world, ADMIN)
