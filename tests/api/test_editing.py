"""Two programs that change one thing at the same moment: the second does not undo the first unseen."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from db.session import Database
from domain import cases, process
from domain.cases import CorrectSubject
from tests.api.caller import API, Caller, calling


@pytest.fixture(scope="module")
def caller(module_database: Database) -> Iterator[Caller]:
    with calling(module_database) as made:
        yield made


def waits(database: Database) -> bool:
    """Whether somebody waits for what another holds."""
    with database.session_as("owner") as session:
        return bool(
            session.execute(
                text("select exists (select from pg_locks where locktype = 'advisory' and not granted)")
            ).scalar_one()
        )


def test_the_second_of_two_with_the_same_version_has_an_old_one(caller: Caller) -> None:
    world = caller.world
    subject_id = world.subject(world.case(), "Sem Bakker", kind="person", role="unknown")
    at = f"{API}/subjects/{subject_id}"
    tag = caller.get("analyst", at).headers["etag"]
    changed = {"role": "unknown", "name": "Sam Bakker"}
    with ThreadPoolExecutor(1) as pool, world.acting("preparer") as (session, actor):
        process.edit(session, subject_id)
        late = pool.submit(caller.call, "analyst", "PUT", at, changed, if_match=tag)
        until = time.monotonic() + 10
        while not waits(world.database) and time.monotonic() < until:
            time.sleep(0.05)
        cases.correct_subject(session, actor, subject_id, CorrectSubject(role="witness", name="Sem Bakker"))
        session.commit()
        assert late.result().status_code == 412
    assert caller.seen("analyst", f"/subjects/{subject_id}")["role"] == "witness"
