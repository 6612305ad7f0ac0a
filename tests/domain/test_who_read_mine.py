"""What an owner may learn from the log of reads, and what it would learn about others (docs/decisions/0041)."""

from collections.abc import Sequence
from datetime import time
from typing import Any
from uuid import UUID

import pytest

from db.session import Database
from domain import access, audit, cases, detection, known, search
from domain.actor import StaffRole
from domain.audit import AskLog, Look
from domain.calendar import NETHERLANDS
from domain.detection import BringIn
from tests.world import World, build


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    """The cast, with a privacy officer for the inspectorate and one for the RIEC."""
    world = build(module_database)
    world.join("watch", "inspectorate", StaffRole.PRIVACY_OFFICER)
    world.join("riec_watch", "riec", StaffRole.PRIVACY_OFFICER)
    return world


@pytest.fixture(scope="module")
def mine(world: World) -> UUID:
    """A signal of the inspectorate, which takes no part in any case."""
    return world.signal("inspector", place="Distelkade 7")


def reads(world: World, who: str = "watch", **asked: Any) -> list[Look]:
    with world.acting(who) as (session, actor):
        return audit.who_read_mine(session, actor, AskLog(**asked))[0]


def of(found: Sequence[Look], person: str) -> list[Look]:
    return [one for one in found if one.person == person]


def looked(world: World, who: str, signal_id: UUID) -> None:
    with world.acting(who) as (session, actor):
        detection.signal(session, actor, signal_id)


def test_what_another_searches_for_is_not_told(world: World, mine: UUID) -> None:
    """A purpose names cases and people; the owner learns who found what is its own, and when."""
    for who, purpose in (("detective", "MH-2026-GEHEIM verdachte Jansen"), ("inspector", "Eigen werk")):
        with world.acting(who) as (session, actor):
            search.search(session, actor, search.Search(query="Distelkade", purpose=purpose))
    found = [one for one in reads(world) if one.what == "search"]
    assert {(one.person, one.purpose) for one in found} == {("Detective", None), ("Inspector", "Eigen werk")}


def test_a_case_one_takes_no_part_in_has_no_number(world: World, mine: UUID) -> None:
    """Neither that of who asked whether we know something, nor the one our signal was taken up in; nor can it be asked for."""
    phone = {"identifier_kind": "phone", "identifier": "0611122233"}
    held = world.signal("inspector", mentions=[{"kind": "person", "name": "J. Smit", **phone}])
    case_id = world.joined(world.case(mine), "police")
    subject_id = world.subject(case_id, "J. Smit", kind="person", **phone)
    with world.acting("detective") as (session, actor):
        known.ask(session, actor, subject_id, known.AskKnown(ground="WGS-1.5-1", reason="Zelfde nummer."))
        number = cases.case(session, actor, case_id).number
    looked(world, "chair", mine)

    found = reads(world, limit=100)

    (asked,) = [one for one in found if one.what == "known"]
    assert (asked.objects, asked.scope_id, asked.number) == ([held], None, None)
    assert of(found, "Chair")
    assert number not in str(found)
    assert str(case_id) not in str(found)
    assert reads(world, about=number) == reads(world, about=str(case_id)) == []


def test_of_others_an_owner_learns_the_day(world: World) -> None:
    """Not the second, nor the order, nor by numbers with gaps: these would bring a search and a signal together."""
    there = world.signal("inspector", place="Klaverdwarsstraat 1")
    for _ in range(6):
        looked(world, "preparer", there)
    looked(world, "inspector", there)

    found = reads(world, about=str(there))

    assert {one.at.astimezone(NETHERLANDS).time() for one in of(found, "Preparer")} == {time()}
    assert all(one.at.astimezone(NETHERLANDS).time() != time() for one in of(found, "Inspector"))
    with world.acting("auditor") as (session, actor):
        log = {one.id for one in audit.log_of_access(session, actor, AskLog(limit=100))[0]}
    assert not log & {one.id % 2**36 for one in found}


def test_others_are_read_apart_from_ones_own_people(world: World) -> None:
    there = world.signal("inspector")
    looked(world, "preparer", there)
    looked(world, "inspector", there)
    about = {"about": str(there)}
    assert {one.person for one in reads(world, readers="others", **about)} == {"Preparer"}
    assert {one.person for one in reads(world, readers="own", **about)} == {"Inspector"}


def test_page_by_page_it_is_the_same(world: World, mine: UUID) -> None:
    whole = [one.id for one in reads(world, limit=100)]
    paged: list[int] = []
    before = None
    with world.acting("watch") as (session, actor):
        while not paged or before:
            part, before = audit.who_read_mine(session, actor, AskLog(limit=2, before=before))
            paged += [one.id for one in part]
    assert len(whole) > 4
    # Each page is itself a look, but at nothing that is ours.
    assert paged == whole
    assert reads(world, before=1) == reads(world, before=None, until="2020-01-01", since="2020-01-01") == []
    assert len(reads(world, before=2**53 - 1, limit=100)) == len(whole)


def test_the_riec_does_not_read_who_reported_a_protected_signal(world: World) -> None:
    """Where a look of its reporter touches what is of the RIEC as well, the RIEC reads that it was touched, and no name."""
    origin = world.signal("inspector", protect_source=True)
    written = BringIn(narrative="Zes mensen.", task="Toezicht", organised_crime_link="Een bemiddelaar.")
    with world.acting("preparer") as (session, actor):
        shown = detection.bring_in(session, actor, origin, written).id
    with world.acting("inspector") as (session, actor):
        access.consulted(session, actor, "signal", scope_id=origin, object_ids=[origin, shown])

    (line,) = [one for one in reads(world, "riec_watch", limit=100) if one.scope_id == origin]

    assert (line.person_id, line.person, line.organisation_id, line.organisation) == (None,) * 4
    for asked in (
        {"person": world.people["inspector"]},
        {"organisation": world.organisations["inspectorate"]},
    ):
        assert line.id not in {one.id for one in reads(world, "riec_watch", limit=100, **asked)}
