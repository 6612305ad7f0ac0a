"""Every page in Dutch, as axe sees it: see `tests/pages/sweep.py`."""

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser

from tests.pages.sweep import look_at_every_page
from tests.pages.walk import Portal, Sight


@pytest.mark.timeout(2_400)
def test_every_page_in_every_state_is_accessible(
    demo_app: FastAPI, port: int, browser: Browser, portal: Portal, sights: list[Sight]
) -> None:
    sweep = look_at_every_page(demo_app, port, browser, portal, sights, "nl")
    assert not sweep.findings, "\n".join(sorted(set(sweep.findings)))
    assert set(sweep.looked_at) == {"filled", "empty", "error", "denied"}, sweep.looked_at
