"""Rehearsal: what it says would happen is what happens, seen as the partners themselves; and totals are true."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import Session

from db.policies.sharing import shareable_tables
from db.session import Database
from domain import circle, detection, dossier, rehearsal, retention, sharing
from domain.actor import Actor
from domain.errors import Conflict, Invalid, NotFound
from domain.rehearsal import AddChange, BeginRehearsal, Effect
from tests.web.portal import NOWHERE
from tests.world import World, build, take_up

ADMIN = "administrator"
EYES = {
    "riec": "analyst", "police": "detective", "prosecution": "prosecutor", "zuidstad": "case_manager",
    "westdorp": "neighbour", "inspectorate": "inspector", "tax": "tax_officer",
}  # fmt: skip
"""Of each organisation somebody who reads what it may see."""


@pytest.fixture
def world(fresh_database: Database) -> World:
    """A region of its own, with cases in which several partners told things."""
    made = build(fresh_database)
    for number in range(3):
        subject_id = made.subject(
            made.joined(made.case(), "inspectorate", "police", "tax"), name=f"Bakkerij {number}"
        )
        for who, category in (
            ("permit_officer", "housing"), ("permit_officer", "company"), ("detective", "identification"),
            ("inspector", "supervision"), ("case_manager", "housing"),
        ):  # fmt: skip
            contribute(made, subject_id, who, category)
    made.concluded(subject_id)
    return made


def contribute(world: World, subject_id: UUID, who: str, category: str) -> UUID:
    with world.acting(who) as (session, actor):
        return dossier.contribute(
            session, actor, subject_id,
            dossier.Contribute(category=category, text="Zes bedden.", source="Controle", attested=True),
        ).id  # fmt: skip


Seen = Mapping[tuple[str, str], set[UUID]]


def seen(world: World) -> Seen:
    """Which rows of which category somebody of each organisation sees, through the policies."""
    found: dict[tuple[str, str], set[UUID]] = {}
    tables = " union all ".join(
        f"select id, category, owner_id from {table.name}" for table in shareable_tables()
    )
    for organisation, eyes in EYES.items():
        with world.acting(eyes) as (session, _):
            for row_id, category in session.execute(
                text(f"select id, category from ({tables}) r where owner_id <> my_organisation()")
            ):
                found.setdefault((organisation, category), set()).add(row_id)
    return found


def difference(before: Seen, after: Seen) -> dict[tuple[str, str], tuple[int, int]]:
    """How many rows each organisation gained and lost, by category."""
    moved = {
        key: (
            len(after.get(key, set()) - before.get(key, set())),
            len(before.get(key, set()) - after.get(key, set())),
        )
        for key in before.keys() | after.keys()
    }
    return {key: counts for key, counts in moved.items() if counts != (0, 0)}


def begin(world: World, *changes: AddChange) -> UUID:
    with world.acting(ADMIN) as (session, actor):
        made = rehearsal.begin_rehearsal(session, actor, BeginRehearsal(title="Proef"))
        for change in changes:
            rehearsal.add_change(session, actor, made, change)
        return made


def doing(world: World, act: Callable[[Session, Actor], Any]) -> Any:
    with world.acting(ADMIN) as (session, actor):
        return act(session, actor)


def rule_of(world: World, category: str) -> UUID:
    return doing(world, lambda s, a: sharing.rules(s, a, sharing.Wanted(category=category)))[0].id


def by_short_name(
    world: World, effects: Sequence[Effect]
) -> dict[tuple[str, str], tuple[int | None, int | None]]:
    names = {one: name for name, one in world.organisations.items()}
    return {(names[one.organisation_id], one.category): (one.gained, one.lost) for one in effects}


CHANGES: dict[str, Callable[[World], list[AddChange]]] = {
    "a rule ends": lambda world: [AddChange(kind="end_rule", rule_id=rule_of(world, "housing"))],
    "an organisation is excepted as recipient": lambda world: [
        AddChange(kind="except", rule_id=rule_of(world, "title"), organisation_id=world.organisations["police"],
                  side="recipient", reason="Proef."),
    ],
    "an organisation is excepted as owner": lambda world: [
        AddChange(kind="except", rule_id=rule_of(world, "housing"), organisation_id=world.organisations["zuidstad"],
                  side="owner", reason="Proef."),
    ],
    "the agreement ends": lambda world: [AddChange(kind="end_agreement", agreement_id=world.agreement)],
    "a rule is replaced by a narrower one": lambda world: [
        AddChange(kind="end_rule", rule_id=rule_of(world, "housing")),
        AddChange(kind="give_rule", agreement_id=world.agreement, category="housing", recipient_kind="police"),
        AddChange(kind="end_rule", rule_id=rule_of(world, "status")),
    ],
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_what_is_rehearsed_is_what_happens_seen_by_the_partners_themselves(
    world: World, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("domain.rehearsal.effects.MINIMUM", 0)
    rehearsed = begin(world, *CHANGES[what](world))
    before = seen(world)
    told = by_short_name(world, doing(world, lambda s, a: rehearsal.rehearsal(s, a, rehearsed)).effects)
    assert seen(world) == before, "rehearsing changes nothing"
    doing(world, lambda s, a: rehearsal.apply_rehearsal(s, a, rehearsed))
    real = difference(before, seen(world))
    assert real, "this change means something to somebody"
    assert told == real


def test_a_rule_given_back_lets_everybody_gain(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("domain.rehearsal.effects.MINIMUM", 0)
    doing(world, lambda s, a: sharing.end_rule(s, a, rule_of(world, "housing")))
    before = seen(world)
    rehearsed = begin(world, AddChange(kind="give_rule", agreement_id=world.agreement, category="housing"))
    told = by_short_name(world, doing(world, lambda s, a: rehearsal.rehearsal(s, a, rehearsed)).effects)
    doing(world, lambda s, a: rehearsal.apply_rehearsal(s, a, rehearsed))
    assert told == difference(before, seen(world))
    assert told["inspectorate", "housing"] == (6, 0)


def test_fewer_than_five_is_not_told_as_a_number(world: World) -> None:
    rehearsed = begin(world, *CHANGES["a rule ends"](world))
    extra = begin(world, AddChange(kind="end_rule", rule_id=rule_of(world, "company")))
    told = by_short_name(world, doing(world, lambda s, a: rehearsal.rehearsal(s, a, rehearsed)).effects)
    assert told["inspectorate", "housing"] == (0, 6)
    few = by_short_name(world, list(doing(world, lambda s, a: rehearsal.rehearsal(s, a, extra)).effects))
    assert few["inspectorate", "company"] == (0, None)


def test_applying_makes_the_changes_through_their_verbs_with_their_events(world: World) -> None:
    rule_id = rule_of(world, "housing")
    rehearsed = begin(world, AddChange(kind="end_rule", rule_id=rule_id))
    doing(world, lambda s, a: rehearsal.rehearsal(s, a, rehearsed))
    assert told_of(world, rule_id) == ["sharing.rule_given"], "rehearsing leaves no trace at the rule"
    doing(world, lambda s, a: rehearsal.apply_rehearsal(s, a, rehearsed))
    assert told_of(world, rule_id) == ["sharing.rule_given", "sharing.rule_ended"]
    assert told_of(world, rehearsed) == [
        "sharing.rehearsal_begun", "sharing.rehearsal_changed", "sharing.rehearsal_applied",
    ]  # fmt: skip
    found = doing(world, lambda s, a: rehearsal.rehearsal(s, a, rehearsed))
    assert (found.outcome, found.effects, found.acts) == ("applied", [], [])
    for act in (rehearsal.apply_rehearsal, rehearsal.drop_rehearsal):
        with pytest.raises(Conflict):
            doing(world, lambda s, a, act=act: act(s, a, rehearsed))


def test_a_draft_that_was_dropped_changed_nothing(world: World) -> None:
    before = seen(world)
    rehearsed = begin(world, *CHANGES["the agreement ends"](world))
    doing(world, lambda s, a: rehearsal.drop_rehearsal(s, a, rehearsed))
    assert seen(world) == before
    assert [one.outcome for one in doing(world, rehearsal.rehearsals)] == ["dropped"]
    begin_on = AddChange(kind="end_rule", rule_id=rule_of(world, "housing"))
    with pytest.raises(Conflict):
        doing(world, lambda s, a: rehearsal.add_change(s, a, rehearsed, begin_on))


def test_a_change_that_can_no_longer_be_made_says_so_and_nothing_is_applied(world: World) -> None:
    rule_id = rule_of(world, "housing")
    rehearsed = begin(
        world,
        AddChange(kind="end_rule", rule_id=rule_of(world, "company")),
        AddChange(kind="end_rule", rule_id=rule_id),
    )
    doing(world, lambda s, a: sharing.end_rule(s, a, rule_id))
    found = doing(world, lambda s, a: rehearsal.rehearsal(s, a, rehearsed))
    assert [one.refused for one in found.lines] == [None, "rule-ended-already"]
    assert "apply" not in found.acts
    with pytest.raises(Conflict):
        doing(world, lambda s, a: rehearsal.apply_rehearsal(s, a, rehearsed))
    assert doing(world, lambda s, a: sharing.rules(s, a, sharing.Wanted(category="company")))
    doing(world, lambda s, a: rehearsal.remove_change(s, a, rehearsed, found.lines[1].id))
    assert "apply" in doing(world, lambda s, a: rehearsal.rehearsal(s, a, rehearsed)).acts


def test_a_change_is_refused_as_it_would_be_for_good(world: World) -> None:
    rehearsed = begin(world)
    with pytest.raises(Invalid) as refused:
        doing(world, lambda s, a: rehearsal.add_change(s, a, rehearsed, AddChange(kind="except")))
    assert [one.pointer for one in refused.value.problems] == [
        "/ruleId",
        "/organisationId",
        "/side",
        "/reason",
    ]
    with pytest.raises(NotFound):
        doing(
            world,
            lambda s, a: rehearsal.add_change(s, a, rehearsed, AddChange(kind="end_rule", rule_id=NOWHERE)),
        )
    with pytest.raises(Conflict):
        doing(world, lambda s, a: rehearsal.apply_rehearsal(s, a, rehearsed))


def test_a_closed_row_is_in_no_total(world: World) -> None:
    rehearsed = begin(world, AddChange(kind="end_rule", rule_id=rule_of(world, "company")))
    counted = doing(world, lambda s, a: rehearsal.rehearsal(s, a, rehearsed))
    with world.database.session_as("owner") as owner:
        owner.execute(text("update contributions set circle = array[actor_id] where category = 'company'"))
        owner.commit()
    assert [one.category for one in counted.effects] != []
    assert doing(world, lambda s, a: rehearsal.rehearsal(s, a, rehearsed)).effects == []


FRESH = """
with guests as (
  select scope_id, organisation_id as viewer_id, min(compartment) as compartment, min(step) as step, min(phase) as phase,
         bool_or(sealed) as sealed, bool_or(own_territory) as own_territory, bool_or(persons is not null) as limited,
         coalesce(array_agg(distinct part order by part) filter (where ended_at is null), '{}') as parts
    from participations group by 1, 2)
select g.viewer_id, r.owner_id, r.category, g.compartment, g.step, g.phase, g.sealed, g.own_territory, g.limited, g.parts,
       count(*)::int as rows
  from every_row r join guests g on g.scope_id = r.scope_id and (g.viewer_id = r.owner_id or g.parts <> '{}')
 where r.circle is null group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
"""


def counted(world: World) -> tuple[set[object], set[object]]:
    """The totals once everything is folded in, and a fresh count of everything."""
    with world.database.session_as("worker") as session:
        session.execute(text("select fold_tallies(1000)"))
        session.commit()
    kept = FRESH.split("select g.viewer_id")[1].split("count(*)")[0].replace("g.", "").replace("r.", "")
    with world.database.session_as("owner") as owner:
        return (
            {
                tuple(map(str, one))
                for one in owner.execute(text(f"select viewer_id {kept} rows from tallies"))
            },
            {tuple(map(str, one)) for one in owner.execute(text(FRESH))},
        )


def test_totals_equal_a_fresh_count_after_whatever_happened(world: World) -> None:
    totals, fresh = counted(world)
    assert totals == fresh
    assert len(totals) > 50
    subject_id = world.weighed(
        world.concluded(world.subject(case_id := world.joined(world.case(), "inspectorate")))
    )
    world.completed(
        world.accepted(world.proposed(subject_id, "inspectorate", "AR01"), "inspector"), "inspector"
    )
    with world.acting("chair") as (session, actor):
        left = circle.Decide(
            organisation_id=world.organisations["inspectorate"], kind="left", reason="Klaar hier."
        )
        circle.decide(session, actor, case_id, left)
    totals, fresh = counted(world)
    assert totals == fresh
    destroyed(world)
    totals, fresh = counted(world)
    assert totals == fresh


def destroyed(world: World) -> None:
    """A signal that was not taken up is destroyed after its term."""
    signal_id = world.signal()
    with world.acting("preparer") as (session, actor):
        detection.assess_signal(
            session, actor, signal_id,
            take_up(outcome="reject", new_case=None, concrete_observation=False, reasons="Niets."),
        )  # fmt: skip
    assert counted(world)[0] == counted(world)[1]
    with world.database.session_as("owner") as owner:
        owner.execute(text("update assessments set created_at = created_at - interval '20 days'"))
        owner.commit()
    with world.acting("chair") as (session, actor):
        retention.destroy(session, actor, signal_id)


def told_of(world: World, object_id: UUID) -> list[str]:
    with world.database.session_as("owner") as owner:
        return list(
            owner.execute(
                text("select type from events where object_id = :id order by id"), {"id": object_id}
            ).scalars()
        )
