"""Connections: what is proposed to whom and why, what people decide of it, and that nothing of it betrays what is hidden."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from db.session import Database
from domain import cases, connections, detection, digests, filing
from domain.actor import StaffRole
from domain.connections import CandidateView, Connect, ConnectionsView, NoteAdvice, UndoConnection, finding
from domain.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.world import WESTDORP, World, build

NUMBERS = iter(range(20_000_000, 99_999_999))
ADVICE = NoteAdvice(number="RAC-2026-014", assessed_on="2026-09-01")


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    made = build(module_database)
    with made.acting("administrator") as (session, actor):
        connections.note_advice(session, actor, ADVICE)
    return made


@contextmanager
def turned_off(world: World) -> Iterator[None]:
    """Without an advice, for a while."""
    with world.acting("administrator") as (session, actor):
        connections.end_advice(session, actor, connections.advices(session, actor)[0].id)
    yield
    with world.acting("administrator") as (session, actor):
        connections.note_advice(session, actor, ADVICE)


def person(name: str, born: str = "", **said: Any) -> dict[str, Any]:
    return {"kind": "person", "name": name, "birth_date": born, **said}


def phone() -> dict[str, Any]:
    return {"kind": "phone", "identifier_kind": "phone", "identifier": f"06 {next(NUMBERS)}"}


def mentioned(world: World, *mentions: dict[str, Any], by: str = "inspector", **signal: Any) -> UUID:
    """A signal with these mentions; gives the first of them."""
    signal_id = world.signal(by, mentions=list(mentions), **signal)
    with world.acting(by) as (session, actor):
        return detection.view(session, actor, signal_id).mentions[0].id


def looked(world: World, about: UUID, by: str = "analyst") -> ConnectionsView:
    with world.acting(by) as (session, actor):
        return connections.connections(session, actor, about)


def candidate(world: World, about: UUID, other: UUID, by: str = "analyst") -> CandidateView | None:
    return next((one for one in looked(world, about, by).candidates if one.id == other), None)


def decided(world: World, about: UUID, other: UUID, verdict: str = "same", by: str = "analyst") -> UUID:
    with world.acting(by) as (session, actor):
        said = Connect(to_id=other, verdict=verdict, reason="Gezien op het document.")
        return connections.connect(session, actor, about, said).id


def logged(world: World, object_id: UUID) -> list[str]:
    with world.database.session_as("owner") as session:
        found = session.execute(
            text("select type from events where object_id = :id order by id"), {"id": object_id}
        )
        return list(found.scalars())


# --- what is proposed ------------------------------------------------------------------------------


def test_the_same_person_in_another_spelling_is_proposed_with_an_explanation_that_adds_up(
    world: World,
) -> None:
    first = mentioned(world, person("Mihaela Dobrescu", "1996-03-11"))
    again = mentioned(world, person("Dobresku, Michaela", "11-3-1996"), by="detective")
    found = candidate(world, again, first)
    assert found is not None
    assert (found.band, found.standing, found.thing) == ("probable", "open", "mention")
    assert sum(one.weight for one in found.features) == found.weight
    told = {one.feature: one.verdict for one in found.features}
    assert (told["surname"], told["date_of_birth"]) == ("similar", "same")


def test_a_name_alone_is_never_proposed(world: World) -> None:
    first = mentioned(world, person("Karel van Ommeren"))
    assert candidate(world, mentioned(world, person("Karel van Ommeren")), first) is None


def test_what_two_share_is_a_connection_and_no_identity(world: World) -> None:
    number = phone()["identifier"]
    number_of = {"identifier_kind": "phone", "identifier": number}
    first = mentioned(world, person("Ilie", **number_of))
    other = mentioned(world, person("Bogdan Stan", "1971-01-30", **number_of))
    found = candidate(world, first, other)
    assert found is not None
    assert (found.shared, found.band, found.weight) == (["phone"], None, None)


def test_a_corrected_subject_is_found_as_it_is_now(world: World) -> None:
    subject = world.subject(
        world.case(), "Fatma Yildirim", kind="person", role="unknown", birth_date="1990-02-03"
    )
    mention = mentioned(world, person("Fatma Yildirim", "1990-02-03"))
    assert candidate(world, mention, subject) is not None
    with world.acting("analyst") as (session, actor):
        corrected = cases.CorrectSubject(role="unknown", name="Zeynep Demir", birth_date="1970-12-12")
        cases.correct_subject(session, actor, subject, corrected)
    assert candidate(world, mention, subject) is None
    assert candidate(world, mentioned(world, person("Zeynep Demir", "12-12-1970")), subject) is not None


def test_an_alias_counts(world: World) -> None:
    said = {"kind": "person", "role": "unknown", "birth_date": "1988-08-08", "aliases": ["Petar Ivanov"]}
    subject = world.subject(world.case(), "Georgi Kolev", **said)
    assert candidate(world, mentioned(world, person("Petar Ivanov", "1988-08-08")), subject) is not None


# --- what is hidden --------------------------------------------------------------------------------


def everything(world: World, about: UUID, by: str) -> dict[str, Any]:
    return looked(world, about, by).model_dump()


def test_what_is_hidden_shows_nowhere_and_changes_nothing(world: World) -> None:
    """Neither in who shows, nor in what it weighs, its order or its explanation; also when there is very much of it."""
    number = phone()["identifier"]
    same = {"identifier_kind": "phone", "identifier": number}
    about = mentioned(
        world, person("Nadia Petrova", "1995-06-07", **same), by="neighbour", municipality_code=WESTDORP
    )
    mentioned(
        world, person("Nadya Petrova", "1995-07-06", **same), by="neighbour", municipality_code=WESTDORP
    )
    before = everything(world, about, "neighbour")
    assert [one["band"] for one in before["candidates"]] == ["strong"]

    # Of Zuidstad: the RIEC sees them, Westdorp takes no part.
    hidden = [world.signal(mentions=[person("Nadia Petrova", "1995-06-07", **same)] * 50) for _ in range(5)]
    assert len(hidden) == 5
    assert everything(world, about, "neighbour") == before
    assert len(looked(world, about, "analyst").candidates) > 1


def test_what_is_closed_is_not_filed_for_who_does_not_see_it(world: World) -> None:
    """And of the one organisation that has people who do, only those find it."""
    about = mentioned(world, person("Oksana Bondar", "1993-01-20"), by="detective")
    closed = mentioned(world, person("Oksana Bondar", "1993-01-20"), by="inspector", protect_source=True)
    assert candidate(world, about, closed, "detective") is None
    with world.database.session_as("owner") as session:
        entry = session.execute(
            text("select organisations from connection_entries where row_id = :id"), {"id": closed}
        ).scalar_one()
    assert world.organisations["police"] not in entry
    assert candidate(world, about, closed, "preparer") is not None
    assert candidate(world, about, closed, "analyst") is None, (
        "named persons only, also within an organisation"
    )


def test_what_was_sealed_is_found_no_more(world: World) -> None:
    subject = world.subject(
        world.case(), "Ruben Aalbers", kind="person", role="none", birth_date="1982-05-05"
    )
    mention = mentioned(world, person("Ruben Aalbers", "1982-05-05"))
    assert candidate(world, mention, subject) is not None
    world.weighed(world.concluded(subject), "none")
    assert candidate(world, mention, subject) is None


# --- what people decide ----------------------------------------------------------------------------


def test_a_person_links_and_takes_it_back_and_the_history_stays(world: World) -> None:
    first = mentioned(world, person("Adem Kaya", "1979-09-09"))
    again = mentioned(world, person("Adem Kaja", "1979-09-09"))
    made = decided(world, again, first)
    assert logged(world, made) == ["connection.linked"]
    with pytest.raises(Conflict, match="connection-decided"):
        decided(world, first, again)
    with world.acting("chair") as (session, actor):
        connections.undo(session, actor, made, UndoConnection(reason="Zijn broer."))
    found = candidate(world, first, again)
    assert found is not None
    assert found.standing == "open"
    assert [(one.verdict, one.reason) for one in found.history] == [
        ("same", "Gezien op het document."), ("open", "Zijn broer."),
    ]  # fmt: skip
    with world.acting("chair") as (session, actor), pytest.raises(Conflict, match="connection-overtaken"):
        connections.undo(session, actor, made, UndoConnection(reason="Nog eens."))


def test_not_the_same_is_remembered_from_both_ends(world: World) -> None:
    first = mentioned(world, person("Jan Smits", "1960-01-02"))
    again = mentioned(world, person("Jan Smits", "1960-01-02"))
    decided(world, first, again, "not_same")
    for about, other in ((first, again), (again, first)):
        found = candidate(world, about, other)
        assert found is not None
        assert found.standing == "not_same"
        assert looked(world, about).candidates[-1].id == other


def test_a_decision_is_seen_by_who_sees_both(world: World) -> None:
    here = mentioned(world, person("Lucia Pop", "2001-04-04"), by="neighbour", municipality_code=WESTDORP)
    there = mentioned(world, person("Lucia Pop", "2001-04-04"))
    before = everything(world, here, "neighbour")
    made = decided(world, here, there)
    assert everything(world, here, "neighbour") == before
    with world.acting("neighbour") as (session, actor), pytest.raises(NotFound):
        connections.connection(session, actor, made)
    with world.acting("neighbour") as (session, actor), pytest.raises(Invalid) as refused:
        connections.connect(session, actor, here, Connect(to_id=there, verdict="same", reason="Toets."))
    assert [(one.code, one.pointer) for one in refused.value.problems] == [("connection-unknown", "/toId")]


def test_who_only_reports_does_not_look(world: World) -> None:
    mention = mentioned(world, person("Piet Vis", "1980-10-10"))
    world.join("only_reports", "police", StaffRole.REPORTER)
    with world.acting("only_reports") as (session, actor), pytest.raises(NotAllowed):
        connections.connections(session, actor, mention)


# --- keys ------------------------------------------------------------------------------------------


def test_what_was_there_before_is_filed_once_and_anew_under_a_new_key(world: World) -> None:
    """An upgrade and a new key: both leave things to file, and whoever stops half-way goes on from there."""
    first = mentioned(world, person("Wilhelmina Kuiters", "1955-02-28"))
    again = mentioned(world, person("Wilhelmina Kuyters", "1955-02-28"))
    keyring = world.database.keyring
    assert keyring is not None
    with world.database.session_as("owner") as session:
        digests.rebuild(session, keyring, new_key=True)
    assert candidate(world, again, first) is None
    with world.database.session_as("owner") as session:
        assert filing.file_missing(session, keyring) > 2
        assert filing.file_missing(session, keyring) == 0
    assert candidate(world, again, first) is not None


def test_what_was_filed_under_keys_of_an_earlier_version_is_filed_anew(world: World) -> None:
    first = mentioned(world, person("Wilhelmina Kuiters", "1955-02-28"))
    keyring = world.database.keyring
    assert keyring is not None
    with world.database.session_as("owner") as session:
        filing.file_missing(session, keyring)
        (count,) = session.execute(text("select count(*) from connection_postings")).one()
        session.execute(
            text("update connection_entries set version = 0 where row_id = :first"), {"first": first}
        )
        assert [filing.file_missing(session, keyring) for _ in "12"] == [1, 0]
        assert session.execute(text("select count(*) from connection_postings")).scalar_one() == count


# --- keys of a name --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "comes"),
    [
        (("Ruben Hermans", ""), ("R. Hermans", "1976-04-21")),
        (("Hendrik Veelnaar", "1996-11-08"), ("H. Veenlaar", "")),
        (("Bram Lindebosch", ""), ("Bram Lindeboosch", "1972-07-26")),
        (("Oosterlaar", "2000-07-24"), ("Martijn Oosterlaar", "")),
    ],
)
def test_who_has_no_date_of_birth_on_one_side_is_among_those_that_are_compared(
    world: World, known: tuple[str, str], comes: tuple[str, str]
) -> None:
    first = mentioned(world, person(*known))
    again = mentioned(world, person(*comes))
    with world.acting("analyst") as (session, _):
        found = finding._find(session, finding.thing(session, again))
    assert first in {one["id"] for one in found}


# --- without an advice -----------------------------------------------------------------------------


def test_without_an_advice_only_a_strong_identifier_within_one_case_is_proposed(world: World) -> None:
    number = phone()["identifier"]
    same = {"identifier_kind": "phone", "identifier": number}
    signal = world.signal(mentions=[person("Sanne Bos", "1991-11-11", **same)])
    with world.acting("inspector") as (session, actor):
        mention = detection.view(session, actor, signal).mentions[0].id
    case_id = world.case(signal)
    inside = world.subject(case_id, "S. Bosch", kind="person", role="unknown", **same)
    named = world.subject(case_id, "Sanne Bos", kind="person", role="unknown", birth_date="1991-11-11")
    outside = mentioned(world, person("Sanne Bos", "1991-11-11", **same))
    assert {one.id for one in looked(world, mention).candidates} == {inside, named, outside}
    linked = decided(world, mention, outside)
    with turned_off(world):
        found = looked(world, mention)
        assert ([one.id for one in found.candidates], found.across_cases) == ([inside], False)
        with pytest.raises(Conflict, match="connections-off"):
            decided(world, outside, named)
        with world.acting("analyst") as (session, actor):
            assert connections.clusters(session, actor) == []
    with world.acting("analyst") as (session, actor):
        assert connections.connection(session, actor, linked).verdict == "same"


def test_only_the_administrator_of_the_riec_turns_it_on_and_once(world: World) -> None:
    with world.acting("chair") as (session, actor), pytest.raises(NotAllowed):
        connections.note_advice(session, actor, ADVICE)
    with world.acting("administrator") as (session, actor), pytest.raises(Conflict, match="connections-on"):
        connections.note_advice(session, actor, ADVICE)


# --- stacked ---------------------------------------------------------------------------------------


def test_signals_on_one_thing_are_a_cluster_of_what_one_sees(world: World) -> None:
    shared = phone()
    for by, where in (("inspector", {}), ("detective", {}), ("neighbour", {"municipality_code": WESTDORP})):
        mentioned(world, shared, by=by, **where)
    number = f"+316{shared['identifier'].removeprefix('06 ')}"

    def stacked(by: str) -> list[int]:
        with world.acting(by) as (session, actor):
            return [len(one.things) for one in connections.clusters(session, actor) if one.name == number]

    assert stacked("analyst") == [3]
    assert stacked("case_manager") == [2]
    assert stacked("neighbour") == []


def test_an_address_is_found_however_it_is_written(world: World) -> None:
    first = mentioned(world, {"kind": "address", "name": "Kanaaldijk 12-a, 1821 XN Alkmaar"})
    again = mentioned(world, {"kind": "address", "name": "kanaaldijk 12 A, 1821XN  ALKMAAR"})
    found = candidate(world, first, again)
    assert found is not None
    assert found.shared == ["address"]
