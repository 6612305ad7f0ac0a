"""Correcting who or what a subject is: by who added it, found as it is now, and no longer as it was."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from db.session import Database
from domain import cases, search
from domain.cases import CorrectSubject
from domain.errors import Invalid, NotAllowed, NotFound, WrongStep
from domain.search import Search
from tests.world import World, build


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    return build(module_database)


@pytest.fixture
def case_id(world: World) -> UUID:
    return world.joined(world.case(), "police", "inspectorate")


def correct(world: World, subject_id: UUID, by: str = "analyst", **said: Any) -> cases.SubjectView:
    given = {"role": "victim", "name": "Sem Bakker", **said}
    with world.acting(by) as (session, actor):
        return cases.correct_subject(session, actor, subject_id, CorrectSubject.model_validate(given))


def known_by(world: World, subject_id: UUID) -> list[bool]:
    """For each mark by which others can know it, whether that is never told by itself."""
    with world.database.session_as("owner") as session:
        found = session.execute(
            text("select quiet_until = 'infinity' from digests where row_id = :id"), {"id": subject_id}
        )
        return list(found.scalars())


def test_what_is_known_later_is_added_and_seen_as_a_correction(world: World, case_id: UUID) -> None:
    subject_id = world.subject(case_id, "Sem", kind="person", role="unknown", birth_date="1985")
    assert known_by(world, subject_id) == []
    found = correct(world, subject_id, aliases=["Semmie", "De Bakker"], birth_date="12-3-1985")
    assert (found.role, found.name, found.birth_date) == ("victim", "Sem Bakker", "1985-03-12")
    assert found.corrected_at is not None
    with world.acting("detective") as (session, actor):
        seen = cases.subject(session, actor, subject_id)
        assert (list(seen.aliases), seen.corrected_at is not None) == (["Semmie", "De Bakker"], True)
        assert "correct" not in seen.acts
    # By its whole name and date others can know it now; about a possible victim nothing is told by itself.
    assert known_by(world, subject_id) == [True]
    correct(world, subject_id, name="Sem", birth_date="1985-03-12")
    assert known_by(world, subject_id) == []


def test_it_is_found_as_it_is_now(world: World, case_id: UUID) -> None:
    subject_id = world.subject(case_id, "Zwaluwstaart Handel")
    correct(world, subject_id, name="Koolmees Handel", aliases=["Pimpelmees"])

    def hits(word: str) -> list[UUID]:
        with world.acting("detective") as (session, actor):
            found = search.search(session, actor, Search(query=word, purpose="Toets"))
            return [one.id for one in found.items]

    assert hits("koolmees") == hits("pimpelmees") == [subject_id]
    assert hits("zwaluwstaart") == []


def test_only_who_added_it_corrects_it_as_long_as_it_is_open(world: World, case_id: UUID) -> None:
    subject_id = world.subject(case_id)
    for who in ("case_manager", "detective", "inspector"):
        with pytest.raises(NotAllowed):
            correct(world, subject_id, by=who)
    with pytest.raises(NotFound):
        correct(world, subject_id, by="neighbour")
    with pytest.raises(Invalid):
        correct(world, subject_id, birth_date="31-2-1985")
    world.weighed(world.concluded(subject_id), "none")
    with pytest.raises(WrongStep):
        correct(world, subject_id)
