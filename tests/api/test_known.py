"""Known or not known over the API: an answer and whom to turn to, and not one thing more."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from db.session import Database
from db.tables import new_id
from tests.api.caller import API, Caller, calling, ids_in, without_request_id
from tests.world import WESTDORP

SECRET = "Zes matrassen in de kelder aan de Kade."
ASKED = {"ground": "WGS-1.5-1", "reason": "Nodig voor deze casus."}
PHONES = (f"06 2{number:07d}" for number in range(1, 10_000))


@pytest.fixture(scope="module")
def caller(module_database: Database) -> Iterator[Caller]:
    with calling(module_database) as made:
        yield made


@pytest.fixture
def phone() -> str:
    return next(PHONES)


def held(caller: Caller, phone: str) -> UUID:
    """What Westdorp reported: nobody of the police's case takes part in it."""
    mention = {"kind": "phone", "identifier_kind": "phone", "identifier": phone, "description": SECRET}
    return caller.world.signal("neighbour", municipality_code=WESTDORP, narrative=SECRET, mentions=[mention])


def subject(caller: Caller, phone: str) -> UUID:
    """A subject with that phone, in a case of police and tax service."""
    case_id = caller.world.joined(caller.world.case(), "police", "tax")
    return caller.world.subject(case_id, identifier_kind="phone", identifier=phone)


def closed(caller: Caller, signal_id: UUID) -> None:
    """Only the neighbour may know of the signal."""
    with caller.world.database.session_as("owner") as session:
        circle = {"circle": [caller.world.people["neighbour"]], "id": signal_id}
        for table in ("signals", "mentions"):
            session.execute(text(f"update {table} set circle = :circle where scope_id = :id"), circle)
        session.commit()


def asked(caller: Caller, who: str, about: UUID, **headers: str) -> Any:
    return caller.post(who, f"{API}/subjects/{about}/known-questions", ASKED, **headers)


def test_an_answer_holds_nothing_of_what_is_known(caller: Caller, phone: str) -> None:
    """No words, number, id, date or count of the other; also not on any page that the asker can open."""
    theirs = held(caller, phone)
    mine = subject(caller, phone)
    answer = asked(caller, "tax_officer", mine)
    assert answer.status_code == 201
    said = answer.json()
    assert (said["answer"], [one["name"] for one in said["routes"]]) == ("known", ["RIEC Riva"])
    assert set(said) == {
        "id", "aboutKind", "aboutId", "scopeId", "about", "bases", "ground", "reason", "askedBy", "createdAt",
        "answer", "routes", "answeredAt",
    }  # fmt: skip
    for path in (
        answer.headers["location"],
        f"{API}/known-questions",
        f"{API}/known-findings",
        "/known-questions",
    ):
        seen = caller.get("tax_officer", path)
        assert seen.status_code == 200
        assert SECRET not in seen.text
        assert "Westdorp" not in seen.text
        assert str(theirs) not in ids_in(seen)


def test_what_is_closed_is_answered_like_what_never_was(caller: Caller, phone: str) -> None:
    closed(caller, held(caller, phone))
    mine, nothing = subject(caller, phone), subject(caller, next(PHONES))
    answers = [asked(caller, "detective", about) for about in (mine, nothing)]
    told = [
        {name: value for name, value in answer.json().items() if name in ("answer", "routes", "answeredAt")}
        for answer in answers
    ]
    assert told[0] == told[1] == {"answer": "not_known", "routes": [], "answeredAt": None}
    assert {name for name, _ in without_request_id(answers[0])[1]} == {
        name for name, _ in without_request_id(answers[1])[1]
    }
    # And whoever holds it does not learn that its closed record would have been found.
    ids = {answer.json()["id"] for answer in answers}
    assert not ids & {one["id"] for one in caller.seen("neighbour", "/known-findings")["items"]}


def test_a_retry_puts_no_second_question(caller: Caller, phone: str) -> None:
    mine = subject(caller, phone)
    first = asked(caller, "detective", mine, idempotency_key="een")
    again = asked(caller, "detective", mine, idempotency_key="een")
    anew = asked(caller, "detective", mine)
    assert first.json() == again.json() == anew.json()
    assert first.headers["location"] == again.headers["location"] == anew.headers["location"]


def test_the_found_partner_reads_who_asked_and_not_why(caller: Caller, phone: str) -> None:
    theirs = held(caller, phone)
    answer = asked(caller, "tax_officer", subject(caller, phone)).json()
    (found,) = [
        one for one in caller.seen("neighbour", "/known-findings")["items"] if one["id"] == answer["id"]
    ]
    assert found["asker"] == "Belastingdienst"
    assert found["scopeId"] == str(theirs)
    assert ASKED["reason"] not in str(found)
    assert str(answer["aboutId"]) not in str(found)
    assert caller.get("neighbour", f"{API}/known-questions/{answer['id']}").status_code == 404


def test_the_answer_of_another_is_one_that_never_was(caller: Caller, phone: str) -> None:
    held(caller, phone)
    answer = asked(caller, "tax_officer", subject(caller, phone)).json()
    for who in ("detective", "chair", "neighbour", "case_manager"):
        hidden = caller.get(who, f"{API}/known-questions/{answer['id']}")
        missing = caller.get(who, f"{API}/known-questions/{new_id()}")
        assert hidden.status_code == missing.status_code == 404
        assert hidden.json()["title"] == missing.json()["title"]
        listed = caller.seen(who, "/known-questions")["items"]
        assert answer["id"] not in {one["id"] for one in listed}


def test_every_mistake_at_once(caller: Caller) -> None:
    case_id = caller.world.joined(caller.world.case(), "police")
    weak = caller.world.subject(case_id)
    answer = caller.post("detective", f"{API}/subjects/{weak}/known-questions", {**ASKED, "ground": "X"})
    assert answer.status_code == 400
    assert {one["code"] for one in answer.json()["errors"]} == {"code-not-valid", "nothing-to-ask-by"}


def test_destroying_takes_the_digests_and_the_questions_along(caller: Caller, phone: str) -> None:
    """Of the asker the question, of the found partner the finding; nothing that says whom it was about."""
    theirs, mine = held(caller, phone), subject(caller, phone)
    question = asked(caller, "tax_officer", mine).json()["id"]
    with caller.world.database.session_as("owner") as session:
        found = session.execute(
            text("select count(*) from known_findings where question_id = :id and found"), {"id": question}
        ).scalar_one()
        assert found == 1
    _destroyed(caller, theirs)
    with caller.world.database.session_as("owner") as session:
        left = session.execute(
            text(
                "select (select count(*) from digests where scope_id = :scope),"
                " (select count(*) from known_findings where question_id = :id and found)"
            ),
            {"scope": theirs, "id": question},
        ).one()
    assert tuple(left) == (0, 0)
    assert question not in {one["id"] for one in caller.seen("neighbour", "/known-findings")["items"]}


def _destroyed(caller: Caller, signal_id: UUID) -> None:
    rejection = {
        "outcome": "reject", "reasons": "Niet concreet.", "concreteObservation": False, "listedForm": True,
        "jointProcessingNecessary": True, "jointApproachExpected": True, "withinRegion": True,
    }  # fmt: skip
    caller.done("preparer", f"/signals/{signal_id}/assessments", rejection)
    with caller.world.database.session_as("owner") as session:
        session.execute(
            text("update assessments set created_at = created_at - interval '99 days' where scope_id = :id"),
            {"id": signal_id},
        )
        session.commit()
    caller.done("chair", f"/retention/{signal_id}/destructions", {})
