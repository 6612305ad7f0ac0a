"""Installations that may be broken: none of them is the server that the other tests share."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from db.embedded import installed_bin
from tests.faults.serving import Installation, running

Install = Callable[[Mapping[str, str]], Installation]


@pytest.fixture(scope="module")
def install(request: pytest.FixtureRequest) -> Iterator[Install]:
    """Makes an installation with these settings of PostgreSQL; gone after the module.

    Not below pytest's own folder: the next run of pytest closes that one to the user PostgreSQL runs as.
    """
    chosen = request.config.getoption("postgres") == "installed"
    with ExitStack() as open_ones:

        def make(settings: Mapping[str, str]) -> Installation:
            home = open_ones.enter_context(tempfile.TemporaryDirectory(prefix="schakel-faults-"))
            return open_ones.enter_context(
                running(
                    Installation(
                        Path(home),
                        bin_directory=installed_bin() if chosen else None,
                        settings=settings,
                    )
                )
            )

        yield make
