"""A file with errors, corrected in place, until every row is a signal; with and without scripts."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from api import worker
from tests.browser.conftest import Region, send
from tests.web.test_pages_importing import GOOD, csv_of


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_file_is_corrected_in_place_and_followed_to_its_end(
    region: Callable[..., Region], scripts: bool
) -> None:
    chain = region(scripts=scripts)
    window = chain.visit("inspector", (320, 900))
    window.goto("/imports")
    wrong = ["K-2", "AU", "Alkmar", "", *GOOD[4:]]
    window.set_input_files(
        "[name=file]", {"name": "lijst.csv", "mimeType": "text/csv", "buffer": csv_of(GOOD, wrong)}
    )
    send(window, "Inbrengen en bekijken")
    expect(window.locator("main")).to_contain_text("Welke kolom is wat?")
    send(window, "De regels nakijken")

    window.get_by_role("link", name="Bekijk regel 3").click()
    expect(window.locator('[name="municipalityCode"]')).to_have_attribute("aria-invalid", "true")
    window.locator('[name="municipalityCode"]').select_option("GM0361")
    send(window, "Opslaan en naar de volgende")
    expect(window.locator(".error-summary")).to_contain_text("Wat is gezien")
    expect(window.locator('[name="municipalityCode"]')).to_have_value("GM0361")
    window.fill('[name="narrative"]', "Acht bedden in een loods.")
    send(window, "Opslaan en naar de volgende")
    expect(window.locator("main")).to_contain_text("De regel is nu goed.")

    send(window, "Inlezen")
    expect(window.locator("progress")).to_be_visible()
    worker.Imports(chain.world.database).go_on()
    if not scripts:
        time.sleep(0.5)
        window.reload()
    expect(window.locator("#rows")).to_contain_text(re.compile("S-20"), timeout=15_000)
    assert window.evaluate("document.documentElement.scrollWidth") == 320
