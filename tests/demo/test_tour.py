"""The tour keeps its promises: every door opens on the page it speaks of, and the closed ones stay closed."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.demo.people import staff
from api.main import create_app
from api.settings import Settings
from tests.demo.loaded import Loaded

SITE = "https://testserver"
FORM = re.compile(r'<form class="door"[^>]*action="/login/demo">(.*?)</form>', re.DOTALL)
FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
# Who cannot open what the tour shows them, and says so.
SHUT = {
    ("maartje.eelman@texel.example.org", 404),
    ("marleen.hoogland@riec.example.org", 404),
}


def browser(demo: Loaded, *, folder: Path | None = None, practice: bool = True) -> TestClient:
    settings = Settings(demo=practice, data_dir=folder or demo.file.parent, public_url=SITE)
    return TestClient(create_app(settings, demo.database), base_url=SITE, headers={"Origin": SITE})


@pytest.fixture(scope="module")
def visitor(demo: Loaded) -> Iterator[TestClient]:
    with browser(demo) as client:
        yield client


def doors(page: str) -> list[dict[str, str]]:
    return [{name: unescape(value) for name, value in FIELD.findall(form)} for form in FORM.findall(page)]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_door_leads_where_it_says(visitor: TestClient, language: str) -> None:
    visitor.cookies.clear()
    visitor.post("/language", data={"to": language, "next": "/tour"})
    found = doors(visitor.get("/tour").text)
    assert len(found) > 30

    answers = [(door, visitor.post("/login/demo", data=door)) for door in found]

    assert {answer.url.path for door, answer in answers if answer.url.path != door["next"]} == {
        "/login/secrecy"
    }
    refused = {(door["email"], answer.status_code) for door, answer in answers if answer.status_code != 200}
    assert refused == SHUT


def test_only_the_start_page_and_lists_are_addresses_without_a_thing(visitor: TestClient) -> None:
    """A thing that the region no longer has would lead to the start page, and nobody would notice."""
    bare = {
        door["next"]
        for door in doors(visitor.get("/tour").text)
        if not re.search(r"[0-9a-f]{8}-", door["next"])
    }

    assert bare == {
        "/", "/signals", "/signals/new", "/retention", "/administration", "/administration/people", "/sharing", "/reads",
        "/logs",
    }  # fmt: skip


def test_everybody_stands_in_one_group_with_a_button_of_their_own(visitor: TestClient) -> None:
    for page in ("/tour", "/login"):
        visitor.cookies.clear()
        found = re.findall(r'<span class="cast__name">.*?</span>([^<]+)</span>', visitor.get(page).text)

        assert sorted(map(unescape, found)) == sorted(person.name for person in staff().person)


def test_who_is_signed_in_finds_the_way_to_it(visitor: TestClient) -> None:
    visitor.post("/login/demo", data={"email": "ineke.schouten@riec.example.org", "next": "/"})

    assert 'href="/tour"' in visitor.get("/").text
    assert "Ineke Schouten" in visitor.get("/tour").text


def test_outside_the_demo_there_is_no_tour(demo: Loaded, tmp_path: Path) -> None:
    for client in (browser(demo, practice=False), browser(demo, folder=tmp_path)):
        assert client.get("/tour").status_code == 404
    assert "/tour" not in browser(demo, practice=False).get("/login").text
