"""Installations that may be broken: none of them is the server that the other tests share."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack

import pytest

from db.embedded import installed_bin
from tests.faults.serving import Installation, running

Install = Callable[[Mapping[str, str]], Installation]


@pytest.fixture(scope="module")
def install(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Install]:
    """Makes an installation with these settings of PostgreSQL; gone after the module."""
    chosen = request.config.getoption("postgres") == "installed"
    with ExitStack() as open_ones:

        def make(settings: Mapping[str, str]) -> Installation:
            return open_ones.enter_context(
                running(
                    Installation(
                        tmp_path_factory.mktemp("installation"),
                        bin_directory=installed_bin() if chosen else None,
                        settings=settings,
                    )
                )
            )

        yield make
