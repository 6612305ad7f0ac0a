"""Pages in English, as axe sees them: those with other elements than in Dutch; see `tests/pages/sweep.py`."""

import os

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser

from tests.pages.sweep import look_at_every_page, look_at_these_pages, richest
from tests.pages.walk import Portal, Sight


def _otherwise(portal: Portal, sights: list[Sight]) -> list[Sight]:
    """The pages that are not the same in English but for the words."""
    return [one for one in sights if portal.get(one.who or None, one.address, "en").bones != one.bones]


@pytest.mark.timeout(2_400)
def test_every_page_in_every_state_is_accessible(
    demo_app: FastAPI, port: int, browser: Browser, portal: Portal, sights: list[Sight]
) -> None:
    if os.environ.get("SCHAKEL_EVERY_LANGUAGE") == "1":
        sweep = look_at_every_page(demo_app, port, browser, portal, sights, "en")
    else:
        otherwise = _otherwise(portal, richest(sights))
        assert otherwise, "no page has another element in English, not even the one that chooses a language"
        sweep = look_at_these_pages(demo_app, port, browser, portal, otherwise, "en")
    assert not sweep.findings, "\n".join(sorted(set(sweep.findings)))
