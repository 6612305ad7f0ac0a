"""A world for each module that tests notices, and for each test that breaks one."""

import pytest

from db.session import Database
from tests.notices.hearing import Hearing
from tests.world import build


@pytest.fixture(scope="module")
def hearing(module_database: Database) -> Hearing:
    """A world that the tests of a module share; look at your own things."""
    return Hearing(build(module_database))


@pytest.fixture
def alone(fresh_database: Database) -> Hearing:
    """A world for one test."""
    return Hearing(build(fresh_database))
