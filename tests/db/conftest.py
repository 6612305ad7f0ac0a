"""Fixtures for the tests of both logs."""

from typing import Any

import pytest

from db.session import Database
from tests.db.scene import Scene, made


@pytest.fixture
def scene(fresh_database: Database, postgres: Any) -> Scene:
    return made(fresh_database, postgres)


@pytest.fixture(scope="module")
def shared_scene(module_database: Database, postgres: Any) -> Scene:
    return made(module_database, postgres)
