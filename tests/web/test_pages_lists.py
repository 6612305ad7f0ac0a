"""The five lists as people use them: filter, order, page, keep and take out, with and without htmx."""

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from httpx2 import Response

from db.session import Database
from tests.web.people import words
from tests.web.portal import Portal, open_portal

LISTS = ("signals", "cases", "subjects", "requests", "interventions")
HTMX = {"hx-request": "true"}


@pytest.fixture(scope="module")
def portal(module_database: Database) -> Iterator[Portal]:
    made = open_portal(module_database)
    for urgency in ("none", "soon", "danger"):
        made.world.signal(urgency=urgency, place=f"Kade {urgency}")
    case_id = made.world.joined(made.world.case(), "inspectorate")
    made.world.subject(case_id)
    return made


def shown(answer: Response) -> str:
    """What the table of a list says."""
    found = re.search(r"<table.*?</table>", answer.text, re.DOTALL)
    return found[0] if found else ""


def chips(answer: Response) -> dict[str, str]:
    """What is asked, and where each leads that leaves it out."""
    found = re.findall(r'class="chip" href="([^"]+)"><span>(.*?)</span>', answer.text)
    return {re.sub("<.*?>", "", text): html.unescape(href) for href, text in found}


def test_a_list_is_asked_by_its_address(portal: Portal) -> None:
    page = portal.get("inspector", "/signals?urgency=danger&urgency=soon&status=submitted")
    assert "Kade danger" in shown(page)
    assert "Kade soon" in shown(page)
    assert "Kade none" not in shown(page)
    assert "2 signalen" in words(page)
    assert chips(page).keys() == {"Status: Te beoordelen", "Spoed: Deze week", "Spoed: Gevaar"}
    without = portal.get("inspector", chips(page)["Spoed: Gevaar"])
    assert "Kade danger" not in shown(without)
    assert "Kade soon" in shown(without)


def test_what_a_form_leaves_empty_is_not_in_the_address(portal: Portal) -> None:
    sent = portal.get(
        "inspector", "/signals?urgency=danger&reportedFrom=&reportedUntil=&sort=-lastActivityAt"
    )
    assert (sent.status_code, sent.headers["location"]) == (
        303,
        "/signals?sort=-lastActivityAt&urgency=danger",
    )


def test_htmx_gets_what_was_found_and_the_address_for_it(portal: Portal) -> None:
    page = portal._browser("inspector").get("/signals?urgency=danger&reportedFrom=", headers=HTMX)
    assert page.status_code == 200
    assert page.text.lstrip().startswith('<section class="panel found" id="found"')
    assert page.headers["hx-push-url"] == "/signals?urgency=danger"
    assert 'hx-swap-oob="innerHTML:#told">1 signaal</p>' in page.text
    assert 'id="told"' in portal.get("inspector", "/signals").text


def test_what_is_wrong_stands_with_what_was_typed(portal: Portal) -> None:
    page = portal.get("inspector", "/signals?reportedFrom=gisteren&urgency=danger")
    assert page.status_code == 400
    assert 'href="#field-reportedFrom"' in page.text
    assert 'value="gisteren"' in page.text
    assert re.search(r'name="urgency" value="danger"[^>]*checked', page.text)
    assert shown(page) == ""
    part = portal._browser("inspector").get("/signals?reportedFrom=gisteren", headers=HTMX)
    assert part.status_code == 400
    assert "datum" in part.text


def test_headings_order_and_say_so(portal: Portal) -> None:
    page = portal.get("inspector", "/signals?urgency=danger&urgency=none&sort=reportedAt")
    assert 'aria-sort="ascending"' in shown(page)
    assert shown(page).index("Kade none") < shown(page).index("Kade danger")
    turned = re.search(r'aria-sort="ascending"><a href="([^"]+)"', shown(page))
    assert turned
    page = portal.get("inspector", html.unescape(turned[1]))
    assert 'aria-sort="descending"' in shown(page)
    assert shown(page).index("Kade danger") < shown(page).index("Kade none")


def test_the_picture_is_a_filter(portal: Portal) -> None:
    page = portal.get("inspector", "/signals")
    part = re.search(r'class="spread__part" href="([^"]+)"[^>]*>.*?Opgepakt <strong>1</strong>', page.text)
    assert part
    assert "1 signaal" in words(portal.get("inspector", html.unescape(part[1])))


def test_nothing_fits_differs_from_nothing_there(portal: Portal) -> None:
    fits = words(portal.get("inspector", "/signals?status=rejected"))
    assert "Niets past bij dit filter" in fits
    assert "Het filter wissen" in fits
    for name in LISTS:
        there = words(portal.get("neighbour", f"/{name}"))
        assert "Niets past bij dit filter" not in there
        assert "Zodra" in there
        assert "Hiervan een bestand maken" not in there


@pytest.mark.parametrize("name", LISTS)
def test_every_list_has_the_same_form(portal: Portal, name: str) -> None:
    """Each field has a label, each summary words, and no raw code is left on the page."""
    page = portal.get("chair", f"/{name}")
    assert page.status_code == 200
    assert f'hx-get="/{name}"' in page.text
    assert re.search(r'<a class="nav__link" href="/' + name + r'" aria-current="page"', page.text)
    assert not re.search(r">\s*[a-z]+_[a-z_]+\s*<", page.text)
    assert "title=" not in page.text.split('id="main"')[1]


class _Ids(HTMLParser):
    """The ids of a page, and what labels are for."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.wanted: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "label" and given.get("for"):
            self.wanted.append(str(given["for"]))


@pytest.mark.parametrize("name", LISTS)
def test_labels_lead_to_one_field(portal: Portal, name: str) -> None:
    found = _Ids()
    found.feed(portal.get("chair", f"/{name}?sort=lastActivityAt").text)
    assert len(found.ids) == len(set(found.ids))
    assert set(found.wanted) <= set(found.ids)


def test_a_filter_is_kept_opened_with_renamed_and_removed(portal: Portal) -> None:
    browser = portal._browser("permit_officer")
    path = "/lists/signals/saved-filters?urgency=danger"
    nameless = browser.post(path, data={"name": " "})
    assert nameless.status_code == 400
    assert 'href="#field-name"' in nameless.text
    assert f'action="{path}"' in nameless.text
    made = browser.post(path, data={"name": "Gevaar", "first": "true"})
    assert (made.status_code, made.headers["location"]) == (303, "/signals?urgency=danger")
    opened = browser.get("/signals")
    assert (opened.status_code, opened.headers["location"]) == (303, "/signals?urgency=danger")
    page = browser.get("/signals?urgency=danger")
    assert re.search(r'aria-current="true">Gevaar</a>', page.text)
    # The way out of the filter the list opens with.
    clear = re.search(r'href="([^"]+)">Alles wissen', page.text)
    assert clear
    assert browser.get(html.unescape(clear[1])).status_code == 200

    kept = browser.get("/saved-filters")
    place = re.search(r'action="(/saved-filters/[0-9a-f-]+)"', kept.text)
    assert place
    assert browser.post(place[1], data={"name": ""}).status_code == 400
    assert browser.post(place[1], data={"name": "Acuut"}).status_code == 303
    assert "Acuut" in browser.get("/saved-filters").text
    assert browser.get("/signals").status_code == 200
    assert portal.post("chair", f"{place[1]}/remove").status_code == 404
    assert portal._browser("chair").post(place[1], data={"name": "X"}).status_code == 404
    assert browser.post(f"{place[1]}/remove").status_code == 303
    assert "nog geen filters" in words(browser.get("/saved-filters"))


def test_a_file_asks_what_it_is_for(portal: Portal) -> None:
    path = "/lists/signals/export?urgency=danger"
    assert "Spoed Gevaar" in words(portal.get("inspector", path))
    refused = portal.post("inspector", path, purpose="", format="csv")
    assert refused.status_code == 400
    assert 'href="#field-purpose"' in refused.text
    made = portal.post("inspector", path, purpose="Overleg", format="csv")
    assert made.status_code == 200
    assert "Kade danger" in made.text
    assert "Kade none" not in made.text
    assert made.headers["cache-control"] == "no-store"
    assert portal.get("inspector", "/lists/nothing/export").status_code == 404


def test_pages_go_on_and_count(portal: Portal) -> None:
    first = portal.get("inspector", "/signals?limit=2")
    assert "1 tot en met 2 van 4 signalen" in words(first)
    onward = re.search(r'href="([^"]+)" rel="next"', first.text)
    assert onward
    second = portal.get("inspector", html.unescape(onward[1]))
    assert "3 tot en met 4 van 4 signalen" in words(second)
    assert 'rel="next"' not in second.text
    assert "Terug naar de eerste pagina" in words(second)
