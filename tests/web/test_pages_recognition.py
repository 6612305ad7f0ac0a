"""Sheets with the signs of each form of exploitation: what holds on which day, for everybody, about nobody."""

import re
from datetime import timedelta

import pytest
from httpx2 import Response

from domain import administration, catalogue
from domain.administration import AddEntry
from domain.calendar import today
from tests.web.people import Browser, signed_in, summary, words
from tests.world import ZUIDSTAD, World

FORMS = ("AU", "CU", "EB", "FL", "GD", "JL", "SE")


def sheets_on(answer: Response) -> list[str]:
    """The forms whose sheet a page leads to."""
    return re.findall(r'href="/recognition/([A-Z]{2})["?]', answer.text)


def test_everybody_finds_a_sheet_for_each_form_that_has_signs(browser: Browser) -> None:
    for name in ("inspector", "auditor", "administrator"):
        found = browser(name).get("/recognition")
        assert sheets_on(found) == list(FORMS)
        assert "Er komt nooit een percentage" in words(found)
        assert 'href="/recognition"' in browser(name).get("/help").text


def test_a_sheet_has_every_sign_with_who_sees_it_and_how_much_it_weighs(
    world: World, browser: Browser
) -> None:
    with world.acting("inspector") as (session, _):
        signs = catalogue.indicators(session, "SE", today())
    page = words(browser("auditor").get("/recognition/SE"))
    english = words(signed_in(browser("auditor").app, world, "auditor", "en").get("/recognition/SE"))  # type: ignore[arg-type]
    assert len(signs) == 16
    assert all(one.label_nl in page and one.label_en in english for one in signs)
    assert "Geweld of sporen daarvan Het kan ook zijn: Een ongeluk, een ziekte of geweld" in page
    assert "dat niets met het werk heeft te maken. Iemand die kijkt Sterk" in page
    assert "De lijst is het laatst veranderd op" in page
    assert "sex work itself is legal" in english.lower()
    assert "%" not in page + english


def test_what_is_told_of_counting_fits_the_form(browser: Browser) -> None:
    counted = {form: words(browser("auditor").get(f"/recognition/{form}")) for form in FORMS}
    assert [form for form in FORMS if "Onder de 18 is het genoeg" in counted[form]] == ["JL"]
    assert [form for form in FORMS if "zeggen nooit iets over een persoon" in counted[form]] == ["FL"]
    assert [form for form in FORMS if "staan op andere bladen" in counted[form]] == ["EB", "GD"]


def test_all_sheets_stand_on_one_page_to_print(browser: Browser) -> None:
    page = browser("auditor").get("/recognition/all")
    assert re.findall(r'<article class="sheet" aria-labelledby="sheet-(\w+)"', page.text) == list(FORMS)
    found = re.findall(r'\bid="([^"]+)"', page.text)
    assert len(found) == len(set(found))


def test_a_sheet_of_an_earlier_day_has_the_signs_of_that_day(world: World, browser: Browser) -> None:
    day, before = today(), today() - timedelta(days=1)
    new = AddEntry(
        code="CU90", form="CU", dimension="EX", weight="M", observable="Z", valid_from=day,
        label_nl="Rijdt een auto die van niemand is", label_en="Drives a car that is nobody's",
    )  # fmt: skip
    with world.acting("administrator") as (session, actor):
        administration.add_entry(session, actor, "indicators", new)
    now = browser("auditor").get("/recognition/CU")
    then = browser("auditor").get(f"/recognition/CU?on={before.day}-{before.month}-{before.year}")
    assert new.label_nl in now.text
    assert "niet het blad van vandaag" not in now.text
    assert new.label_nl not in then.text
    assert "niet het blad van vandaag" in then.text
    assert f'href="/recognition?on={before}"' in then.text
    onward = browser("auditor").get(f"/recognition?on={before}")
    assert f'href="/recognition/CU?on={before}"' in onward.text


def test_before_the_first_list_there_are_no_signs(browser: Browser) -> None:
    for path in ("", "/all", "/SE"):
        page = browser("auditor").get(f"/recognition{path}?on=2020-01-01")
        assert page.status_code == 200
        assert "Op deze dag golden geen kenmerken" in page.text
    assert browser("auditor").get("/recognition/ZZ").status_code == 404


@pytest.mark.parametrize("path", ["", "/all", "/SE"])
def test_a_wrong_day_is_told_at_its_field_and_shows_no_sheet(browser: Browser, path: str) -> None:
    tomorrow = (today() + timedelta(days=1)).isoformat()
    for typed in ("31-2-2026", "ooit", tomorrow):
        page = browser("auditor").get(f"/recognition{path}", params={"on": typed})
        assert page.status_code == 400
        assert summary(page) == ["field-on"]
        assert 'id="field-on-problem"' in page.text
        assert "Sterk" not in words(page)
    assert 'value="ooit"' in browser("auditor").get(f"/recognition{path}?on=ooit").text


def test_from_a_sheet_one_reports_and_from_the_form_one_looks_at_the_sheet(browser: Browser) -> None:
    assert 'href="/signals/new?form=SE"' in browser("inspector").get("/recognition/SE").text
    assert 'href="/signals/new' not in browser("auditor").get("/recognition/SE").text
    form = browser("inspector").get(f"/signals/new?form=SE&municipality={ZUIDSTAD}")
    assert 'href="/recognition/SE" target="_blank"' in form.text
    other = browser("inspector").get(f"/signals/new?form=OV&municipality={ZUIDSTAD}")
    assert 'href="/recognition" target="_blank"' in other.text
