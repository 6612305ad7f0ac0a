"""What an organisation that is no participant tells one that is: sent, turned into a signal or not, and forgotten."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db.session import Database
from domain import audit, concerns, detection, drafts, worklist
from domain.audit import AskLog
from domain.concerns import ConcernView, DeclineConcern, SendConcern
from domain.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.world import ZUIDSTAD, World, a_signal, build

WORDS = "In de flat slapen acht mensen op twee kamers."


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    """The cast."""
    return build(module_database)


def sent(world: World, **changed: Any) -> UUID:
    given = {
        "recipient_id": world.organisations["zuidstad"], "words": WORDS, "municipality_code": ZUIDSTAD, "form": "AU",
        "safe_contact": "Nooit thuis bellen.", **changed,
    }  # fmt: skip
    with world.acting("care_coordinator") as (session, actor):
        return concerns.send_concern(session, actor, SendConcern.model_validate(given)).id


def seen(world: World, concern_id: UUID, by: str = "permit_officer") -> ConcernView:
    with world.acting(by) as (session, actor):
        return concerns.concern(session, actor, concern_id)


def declined(world: World, concern_id: UUID, by: str = "permit_officer") -> ConcernView:
    with world.acting(by) as (session, actor):
        return concerns.decline_concern(session, actor, concern_id, DeclineConcern(reason="Geen waarneming."))


def taken_up(world: World, concern_id: UUID, by: str = "permit_officer", **changed: Any) -> UUID:
    with world.acting(by) as (session, actor):
        return detection.take_up_concern(session, actor, concern_id, a_signal(**changed)).id


def waits(world: World, by: str, concern_id: UUID) -> list[str]:
    with world.acting(by) as (session, actor):
        return [one.kind for one in worklist.tasks(session, actor) if one.id == concern_id]


def test_the_recipient_has_the_words_and_the_sender_a_receipt(world: World) -> None:
    concern_id = sent(world)
    theirs, own = seen(world, concern_id), seen(world, concern_id, "care_coordinator")
    assert theirs.account
    assert (theirs.account.words, theirs.account.safe_contact) == (WORDS, "Nooit thuis bellen.")
    assert theirs.acts == ["take-up", "decline"]
    assert own.number.startswith("M-")
    assert (own.status, own.account, own.acts) == ("received", None, [])
    assert waits(world, "permit_officer", concern_id) == ["decide-concern"]
    for nobody in ("preparer", "detective", "neighbour", "privacy_officer"):
        with pytest.raises(NotFound):
            seen(world, concern_id, nobody)
        assert waits(world, nobody, concern_id) == []


def test_it_becomes_a_signal_of_the_recipient_and_nobody_else_can_tell(world: World) -> None:
    concern_id = sent(world)
    signal_id = taken_up(world, concern_id, protect_source=True)
    theirs, own = seen(world, concern_id), seen(world, concern_id, "care_coordinator")
    assert (theirs.status, theirs.signal_id, theirs.acts) == ("taken_up", signal_id, [])
    assert theirs.account
    assert theirs.account.words == WORDS
    assert (own.status, own.signal_id, own.reason, own.account) == ("taken_up", None, None, None)
    with world.acting("permit_officer") as (session, actor):
        assert detection.view(session, actor, signal_id).concern_id == concern_id
    other = taken_up(world, sent(world))
    with world.acting("preparer") as (session, actor):
        assert detection.view(session, actor, other).concern_id is None
    with pytest.raises(Conflict, match="concern-decided"):
        taken_up(world, concern_id)


def test_the_logs_do_not_lead_from_a_concern_to_a_protected_source(world: World) -> None:
    """What was decided stands beside the signal that came of it: the log says that, and not whose or which it was."""
    concern_id = sent(world)
    taken_up(world, concern_id, protect_source=True)
    seen(world, concern_id)
    for read in (audit.log_of_events, audit.log_of_access):
        for who in ("auditor", "dpo"):
            with world.acting(who) as (session, actor):
                lines, _ = read(session, actor, AskLog())
                about = [one for one in lines if "concern" in str(one)]
                asked = AskLog(organisation=world.organisations["zuidstad"])
                of_theirs, _ = read(session, actor, asked)
            assert about
            assert not any(told in str(about) for told in ("Zuidstad", "Zorgco", str(concern_id)))
            assert "concern" not in str(of_theirs)


def test_a_signal_that_is_refused_leaves_the_concern_open(world: World) -> None:
    concern_id = sent(world)
    with pytest.raises(Invalid):
        taken_up(world, concern_id, form="XX")
    assert seen(world, concern_id).status == "received"


def test_why_it_became_none_is_the_recipients_to_know(world: World) -> None:
    concern_id = sent(world)
    assert declined(world, concern_id).reason == "Geen waarneming."
    own = seen(world, concern_id, "care_coordinator")
    assert (own.status, own.reason) == ("not_taken_up", None)
    with pytest.raises(Conflict, match="concern-decided"):
        declined(world, concern_id)


def test_who_takes_part_in_the_riec_reports_itself(world: World) -> None:
    data = SendConcern(recipient_id=world.organisations["police"], words=WORDS, municipality_code=ZUIDSTAD)
    for participant in ("inspector", "preparer"):
        with world.acting(participant) as (session, actor), pytest.raises(NotAllowed):
            concerns.send_concern(session, actor, data)
    with pytest.raises(NotAllowed, match="concern-of-another"):
        declined(world, sent(world), "care_coordinator")


def test_everything_that_is_wrong_is_said_at_once(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        sent(
            world,
            recipient_id=world.organisations["riec"],
            form="XX",
            municipality_code="GM0000",
            urgency="danger",
        )
    assert {one.code for one in refused.value.problems} >= {
        "recipient-no-participant",
        "code-not-valid",
        "call-first",
    }


def test_nobody_writes_into_what_is_of_others(world: World) -> None:
    concern_id = sent(world)
    of, people = world.organisations, world.people
    decision = "insert into concern_decisions (concern_id, organisation_id, actor_id, outcome) values (:c, :o, :a, 'declined')"
    with world.acting("care_coordinator") as (session, _), pytest.raises(DBAPIError):
        session.execute(text(decision), {"c": concern_id, "o": of["care"], "a": people["care_coordinator"]})
    with world.acting("inspector") as (session, _), pytest.raises(DBAPIError):
        session.execute(text(decision), {"c": concern_id, "o": of["inspectorate"], "a": people["inspector"]})
    # Nor does a signal of somebody else become what it came from.
    signal_id = world.signal("permit_officer")
    with world.acting("permit_officer") as (session, actor), pytest.raises(DBAPIError):
        concerns.close(session, actor, concern_id, "taken_up", signal_id=signal_id)


def test_its_words_go_on_the_clock_and_the_register_says_when(world: World) -> None:
    decided, waiting, young = sent(world), sent(world), sent(world)
    for who, begun_with in (("permit_officer", waiting), ("case_manager", young)):
        with world.acting(who) as (session, actor):
            drafts.save(session, actor, "/signals/new", {"concern": [str(begun_with)], "narrative": [WORDS]})
    declined(world, decided)
    with world.database.session_as("owner") as session:
        session.execute(text("update concern_decisions set created_at = created_at - interval '28 days' where concern_id = :id"),
                        {"id": decided})  # fmt: skip
        session.execute(
            text("update concerns set created_at = created_at - interval '180 days' where id = :id"),
            {"id": waiting},
        )
        session.commit()
    with world.database.session_as("worker") as session:
        assert concerns.forget(session) == 2
        session.commit()
    for gone in (decided, waiting):
        theirs = seen(world, gone)
        assert (theirs.account, theirs.reason, theirs.status, theirs.acts) == (None, None, "not_taken_up", [])
        assert theirs.forgotten_at
    assert seen(world, young).account
    # What somebody copied from it into a signal that was not sent goes in the same moment.
    left = "select concern_id from drafts where concern_id = any(:ids)"
    with world.database.session_as("owner") as session:
        assert session.execute(text(left), {"ids": [decided, waiting, young]}).scalars().all() == [young]
    with world.acting("case_manager") as (session, actor):
        assert drafts.draft(session, actor, "/signals/new").fields["narrative"] == [WORDS]
    with pytest.raises(Conflict, match="concern-decided"):
        declined(world, waiting)
    # Nor past the verb: whoever decided in the same moment leaves no reason behind.
    late = "insert into concern_decisions (concern_id, organisation_id, actor_id, outcome) values (:id, my_organisation(), my_actor(), 'declined')"
    with (
        world.acting("permit_officer") as (session, _),
        pytest.raises(DBAPIError, match="row-level security"),
    ):
        session.execute(text(late), {"id": waiting})
