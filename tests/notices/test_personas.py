"""The personas of the access matrix: nobody is told of anything they cannot see, over the API, on a page or by mail."""

from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import text

from db.session import Database
from domain import events, notices
from domain.notices import Letter
from tests.access_matrix import BLIND, NEIGHBOUR, SEEING, SIGNED_IN
from tests.api.caller import API, calling, ids_in
from tests.api.prepared import Prepared
from web.letters import compose

KINDS = ("signal", "request", "subject in weighing", "intervention", "running intervention", "case to close")


@pytest.fixture(scope="module")
def prepared(module_database: Database) -> Iterator[Prepared]:
    """The two cases with something of every kind in them, and a worker that passed by."""
    with calling(module_database) as caller:
        prepared = Prepared(caller)
        for where in (prepared.zuidstad, prepared.westdorp):
            for kind in KINDS:
                prepared.object(where, kind)
        with module_database.session_as("worker") as session, session.begin():
            done = events.relay(session, lambda event: notices.tell(module_database, event), limit=1000)
        assert not done.postponed
        assert done.delivered > 50
        notices.tell_of_terms(module_database)
        yield prepared


@pytest.mark.parametrize("who", SIGNED_IN)
def test_nobody_is_told_of_what_they_cannot_see(prepared: Prepared, who: str) -> None:
    listed = prepared.caller.get(who, f"{API}/notices?limit=100")
    assert listed.status_code == 200
    assert not ids_in(listed) & prepared.forbidden(who)
    if who != "machine":
        assert not ids_in(prepared.caller.get(who, "/notices")) & prepared.forbidden(who)
    about = {one["objectId"] for one in listed.json()["items"]}
    if who in BLIND:
        assert about == set()
    # The notices that were made are those that are shown: none waits behind a policy.
    made = _owner(
        prepared, "select object_id from notices where person_id = :id", id=prepared.world.people[who]
    )
    assert {str(one.object_id) for one in made} == about


@pytest.mark.parametrize("who", [NEIGHBOUR, "inspector", "case_manager", "deputy_chair", "deputy_preparer"])
def test_who_sees_and_has_the_work_is_told(prepared: Prepared, who: str) -> None:
    assert prepared.caller.get(who, f"{API}/notices").json()["items"]
    assert who in (*SEEING, NEIGHBOUR)


def test_no_mail_names_what_its_reader_cannot_see(prepared: Prepared) -> None:
    """Every number of Westdorp in the mails of who works in Zuidstad, and the other way round."""
    database = prepared.world.database
    _owner(prepared, "update notices set mail = 'digest', mailed_at = null")
    _owner(prepared, "select open_digests(today())")
    sent: list[Letter] = []
    notices.send_due(database, sent.append, limit=1000)
    assert len(sent) > 5
    numbers = {
        where.municipality_code: {
            one.number
            for one in _owner(
                prepared, "select number from cases where municipality_code = :code union"
                " select number from signals where municipality_code = :code", code=where.municipality_code,
            )
        }
        for where in (prepared.zuidstad, prepared.westdorp)
    }  # fmt: skip
    of = {f"{name}@example.org": name for name in SIGNED_IN}
    for letter in sent:
        message = compose(letter, "schakel@example.org", "https://schakel.example.org")
        body = message.get_body(("plain",))
        assert isinstance(body, EmailMessage)
        hidden = numbers["GM0361" if of.get(letter.to) == NEIGHBOUR else "GM0392"]
        if of.get(letter.to) in (*SEEING, NEIGHBOUR):
            assert not [number for number in hidden if number in body.get_content()], letter.to
            assert letter.numbers


def _owner(prepared: Prepared, statement: str, **values: Any) -> list[Any]:
    with prepared.world.database.session_as("owner") as session:
        done = session.execute(text(statement), values)
        rows = list(done) if done.returns_rows else []
        session.commit()
        return rows
