"""One demo region for all tests of a module."""

import pytest

from tests.demo.loaded import Loaded


@pytest.fixture(scope="module")
def demo(demo_region: Loaded) -> Loaded:
    """The region, told to the end."""
    return demo_region
