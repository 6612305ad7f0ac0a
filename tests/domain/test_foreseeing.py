"""Who will see this: what is told before a partner joins or the circle changes is what the others then see."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db.session import Database
from domain import audience, cases, circle, dossier, sharing
from domain.actor import StaffRole
from domain.errors import DomainError, Invalid, NotAllowed, NotFound
from tests.world import World, build

BELOW = """
with recursive place as (
  select s.id from scopes s where s.id = :case
   union select s.id from scopes s join place p on s.parent_id = p.id where s.kind <> 'signal' or :signals)
select id from place
"""


@pytest.fixture(scope="module")
def region(module_database: Database) -> World:
    made = build(module_database)
    made.join("constable", "police", StaffRole.HANDLER)
    made.join("tax_clerk", "tax", StaffRole.HANDLER)
    return made


@pytest.fixture(autouse=True)
def told_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("domain.rehearsal.effects.MINIMUM", 0)


@pytest.fixture
def case_id(region: World) -> UUID:
    """A case in which one subject is weighed and another still stands in the dossier."""
    made = region.joined(region.case(), "police", "inspectorate")
    for name in ("Bakkerij", "Wasserij"):
        subject_id = region.subject(made, name)
        for who, category in (
            ("permit_officer", "housing"), ("detective", "identification"), ("inspector", "supervision"),
            ("detective", "vehicle"),
        ):  # fmt: skip
            contribute(region, subject_id, who, category)
    region.concluded(subject_id)
    return made


def contribute(region: World, subject_id: UUID, who: str, category: str) -> UUID:
    with region.acting(who) as (session, actor):
        return dossier.contribute(
            session, actor, subject_id,
            dossier.Contribute(category=category, text="Zes bedden.", source="Controle", attested=True),
        ).id  # fmt: skip


def sees(region: World, who: str, case_id: UUID, *, signals: bool = False) -> Counter[str]:
    """How many records of each category this person sees in the case, through the policies; and in its signals."""
    with region.database.session_as("owner") as owner:
        places = list(owner.execute(text(BELOW), {"case": case_id, "signals": signals}).scalars())
    with region.acting(who) as (session, _):
        found = session.execute(
            text("select category from records where scope_id = any(:ids)"), {"ids": places}
        )
        return Counter(found.scalars())


def foreseen(
    region: World, who: str, case_id: UUID, kind: Any, of: str, *persons: str, **more: Any
) -> circle.Foreseen:
    data = circle.Foresee(
        kind=kind, organisation_id=region.organisations[of], person_ids=[region.people[one] for one in persons], **more
    )  # fmt: skip
    with region.acting(who) as (session, actor):
        return circle.foresee(session, actor, case_id, data)


def decide(region: World, who: str, case_id: UUID, kind: Any, of: str, *persons: str) -> None:
    data = circle.Decide(
        kind=kind, organisation_id=region.organisations[of], reason="Zij doen het onderzoek.",
        person_ids=[region.people[one] for one in persons],
    )  # fmt: skip
    with region.acting(who) as (session, actor):
        circle.decide(session, actor, case_id, data)


def gained(found: circle.Foreseen) -> dict[str, int | None]:
    return {one.category: one.gained for one in found.records if one.gained}


def lost(found: circle.Foreseen) -> dict[str, int | None]:
    return {one.category: one.lost for one in found.records if one.lost}


def join(region: World, case_id: UUID, of: str, part: Any = "partner") -> None:
    with region.acting("chair") as (session, actor):
        cases.add_participant(
            session, actor, case_id,
            cases.AddParticipant(organisation_id=region.organisations[of], part=part, reason="Nodig."),
        )  # fmt: skip


def test_what_is_told_before_a_partner_joins_is_what_it_sees_then(region: World, case_id: UUID) -> None:
    assert not sees(region, "tax_officer", case_id)
    found = foreseen(region, "chair", case_id, "joined", "tax")
    assert not sees(region, "tax_officer", case_id), "looking lets nobody in"
    assert {one.name for one in found.gains} == {"Tax Officer", "Tax Clerk"}
    assert {one.organisation for one in found.records} == {"Belastingdienst"}
    join(region, case_id, "tax")
    seen = sees(region, "tax_officer", case_id)
    assert gained(found) == seen == sees(region, "tax_clerk", case_id)
    assert (seen["housing"], seen["supervision"]) == (2, 2)
    steps = {one.step: set(one.opens) for one in found.steps}
    assert {"dossier", "weighing"} == set(steps)
    assert set(seen) <= steps["dossier"] | steps["weighing"]
    assert "opinion" in steps["weighing"] - steps["dossier"]
    assert not any(one.closes for one in found.steps)


def test_a_municipality_sees_nothing_of_a_case_outside_its_territory(region: World, case_id: UUID) -> None:
    found = foreseen(region, "chair", case_id, "joined", "westdorp", part="municipality")
    assert ([one.name for one in found.gains], found.records, found.steps) == (["Neighbour"], [], [])
    join(region, case_id, "westdorp", "municipality")
    assert not sees(region, "neighbour", case_id)


def test_what_is_told_of_the_circle_is_what_somebody_sees_or_no_longer_sees(
    region: World, case_id: UUID
) -> None:
    before = sees(region, "constable", case_id)
    named = foreseen(region, "detective", case_id, "named", "police", "detective")
    assert [one.name for one in named.loses] == ["Constable"]
    barred = foreseen(region, "chair", case_id, "barred", "police", "constable")
    assert (lost(named), gained(named)) == (before, {})
    with_signals = sees(region, "constable", case_id, signals=True)
    assert with_signals["signal"] > before["signal"]
    assert (lost(barred), gained(barred)) == (with_signals, {}), "a bar holds for the signals too"
    decide(region, "chair", case_id, "barred", "police", "constable")
    assert not sees(region, "constable", case_id, signals=True)
    assert gained(foreseen(region, "chair", case_id, "lifted", "police", "constable")) == with_signals
    decide(region, "chair", case_id, "lifted", "police", "constable")
    decide(region, "detective", case_id, "named", "police", "detective")
    assert not sees(region, "constable", case_id)
    opened = foreseen(region, "detective", case_id, "opened", "police")
    assert gained(opened) == before
    decide(region, "detective", case_id, "opened", "police")
    assert sees(region, "constable", case_id) == before

    left = foreseen(region, "chair", case_id, "left", "police")
    decide(region, "chair", case_id, "left", "police")
    after = sees(region, "constable", case_id)
    assert after, "what one added oneself, one keeps"
    assert Counter(lost(left)) == before - after


def test_nothing_that_is_hidden_from_who_looks_is_told(region: World, case_id: UUID) -> None:
    """A closed record, and one whose owner shares it with others and not with the one who looks."""
    before = foreseen(region, "chair", case_id, "joined", "tax")
    with region.acting("analyst") as (session, actor):
        bakery = next(
            one.id for one in cases.case(session, actor, case_id).subjects if one.name == "Bakkerij"
        )
    closed = contribute(region, bakery, "inspector", "company")
    with region.acting("inspector") as (session, actor):
        dossier.change_audience(
            session,
            actor,
            closed,
            audience.ChangeAudience(for_whom="named", persons=[region.people["analyst"]]),
        )
    assert foreseen(region, "chair", case_id, "joined", "tax") == before
    own = contribute(region, bakery, "permit_officer", "permits")
    with region.acting("administrator") as (session, actor):
        for one in sharing.rules(session, actor, sharing.Wanted(category="permits")):
            sharing.except_organisation(
                session, actor, one.id,
                sharing.ExceptOrganisation(organisation_id=region.organisations["riec"], side="recipient", reason="Proef."),
            )  # fmt: skip
    assert own
    assert "permits" not in gained(foreseen(region, "chair", case_id, "joined", "tax"))
    assert gained(foreseen(region, "preparer", case_id, "joined", "tax")) == gained(before)


def test_who_may_not_decide_may_not_look(region: World, case_id: UUID) -> None:
    with pytest.raises(NotAllowed):
        foreseen(region, "detective", case_id, "joined", "tax")
    with pytest.raises(NotFound):
        foreseen(region, "neighbour", case_id, "joined", "tax")
    with pytest.raises(Invalid) as refused:
        foreseen(region, "chair", case_id, "joined", "care")
    assert [(one.code, one.pointer) for one in refused.value.problems] == [
        ("organisation-cannot-join", "/organisationId")
    ]
    elsewhere = region.case()
    asked = "select * from circle_sights(:c, :o, :k, array[]::uuid[], 'partner', :p, :w, array['title'])"
    for who, kind, of, place in (
        ("detective", "joined", "tax", case_id), ("neighbour", "left", "police", case_id),
        ("detective", "opened", "tax", case_id), ("chair", "joined", "tax", elsewhere),
    ):  # fmt: skip
        with region.acting(who) as (session, _):
            given = {
                "c": case_id, "o": region.organisations[of], "k": kind, "p": [place], "w": [region.organisations["riec"]],
            }  # fmt: skip
            with pytest.raises(DBAPIError, match="no such case"):
                session.execute(text(asked), given)
            session.rollback()


def test_it_is_on_the_record_who_looked(region: World, case_id: UUID) -> None:
    foreseen(region, "chair", case_id, "joined", "tax")
    with region.database.session_as("owner") as owner:
        looked = text("select actor_id from access_log where scope_id = :id and what = 'circle-preview'")
        assert owner.execute(looked, {"id": case_id}).scalars().all() == [region.people["chair"]]


@pytest.fixture
def naming_required(region: World) -> Iterator[None]:
    with region.database.session_as("owner") as session:
        session.execute(
            text(
                "insert into access_terms (code, valid_from, number, legal_ground)"
                " values ('naming_required', today(), 1, 'WGS 1.8(2)')"
            )
        )
        session.commit()
        yield
        session.execute(text("delete from access_terms where code = 'naming_required'"))
        session.commit()


@pytest.mark.usefixtures("naming_required")
def test_where_naming_is_required_only_those_who_name_are_told(region: World) -> None:
    case_id = region.case()
    found = foreseen(region, "chair", case_id, "joined", "tax")
    assert [one.name for one in found.gains] == ["Tax Officer"]
    region.joined(case_id, "tax")
    assert gained(found) == sees(region, "tax_officer", case_id)
    assert not sees(region, "tax_clerk", case_id)


def test_an_act_that_fails_leaves_the_case_as_it_was(region: World, case_id: UUID) -> None:
    decide(region, "detective", case_id, "named", "police", "detective")
    with pytest.raises(DomainError, match="nobody-left"):
        foreseen(region, "detective", case_id, "unnamed", "police", "detective")
    assert sees(region, "detective", case_id)
