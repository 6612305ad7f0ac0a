"""One demo region for all tests of this folder; loading it takes as long as it takes on somebody's own machine."""

from collections.abc import Callable

import pytest

from api.demo import ACCOUNTS, load
from db.session import Database
from tests.demo.loaded import Loaded


@pytest.fixture(scope="session")
def demo(new_database: Callable[[], Database], tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """The region, told to the end."""
    said: list[str] = []
    folder = tmp_path_factory.mktemp("demo")
    database = new_database()
    load(database, folder, said.append)
    return Loaded(database, folder / ACCOUNTS, said)
