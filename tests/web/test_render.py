"""What a page always is: escaped, uncached, whole or one block, in the language of the one who asks."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from domain.actor import StaffRole
from tests.web.conftest import ROWS, SANNE, WRONG
from web import render, vendor
from web.i18n import LANGUAGES

TEMPLATES = Path(render.WEB) / "templates"
HTMX = {"HX-Request": "true"}


def test_a_page_is_whole_and_is_kept_nowhere(client: TestClient) -> None:
    answer = client.get("/cases/x")

    assert answer.text.startswith("<!doctype html>")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["vary"] == "HX-Request"
    assert "Sanne de Wit" in answer.text
    assert "Oefenomgeving" in answer.text


def test_htmx_gets_only_the_block_that_the_handler_named(client: TestClient) -> None:
    whole, block = client.get("/block"), client.get("/block", headers=HTMX)

    assert "<html" in whole.text
    assert block.text.strip().startswith('<div id="main">')
    assert block.text.strip().endswith("</div>")
    assert "<html" not in block.text


def test_the_client_cannot_ask_for_a_block(client: TestClient) -> None:
    answer = client.get("/cases/x?block=main", headers={**HTMX, "HX-Target": "main"})

    assert "<html" in answer.text


def test_going_back_gets_the_whole_page(client: TestClient) -> None:
    answer = client.get("/block", headers={**HTMX, "HX-History-Restore-Request": "true"})

    assert "<html" in answer.text


def test_what_was_typed_is_shown_again_and_never_as_markup(client: TestClient) -> None:
    text = client.get("/cases/x").text

    assert "Радко &lt;b&gt;Dimitrov&lt;/b&gt;" in text
    assert "<b>Dimitrov" not in text
    # HTML drops one line break after the tag: the text begins with one of its own.
    assert ">\n\nEerste regel</textarea>" in text


def test_a_refused_form_names_each_problem_twice_and_links_them(client: TestClient) -> None:
    answer = client.get("/cases/x?wrong")

    assert answer.status_code == 400
    for name, sentence in WRONG.items():
        if name:
            anchor = render.anchor(name)
            assert f'href="#{anchor}"' in answer.text
            assert f'id="{anchor}"' in answer.text
            assert f'id="{anchor}-problem"' in answer.text
            assert f"{anchor}-problem" in re.findall(r'aria-describedby="([^"]*)"', answer.text).__str__()
        assert sentence in answer.text


def test_ids_are_unique_and_every_reference_exists(client: TestClient) -> None:
    for address in ("/cases/x", "/cases/x?wrong", "/problem"):
        text = client.get(address).text
        ids = re.findall(r'\sid="([^"]+)"', text)
        referred = {
            one
            for value in re.findall(r'(?:aria-\w+by|for|popovertarget)="([^"]+)"', text)
            for one in value.split()
        }
        assert len(ids) == len(set(ids))
        assert referred <= set(ids)


def test_a_message_after_an_act_is_shown_once(client: TestClient) -> None:
    first = client.get("/done")

    assert "De weging is vastgelegd — 1 &lt; 2." in first.text
    assert "De weging is vastgelegd" not in client.get("/block").text


def test_a_message_reaches_the_live_region_when_only_a_block_is_sent(client: TestClient) -> None:
    answer = client.get("/done", headers=HTMX)

    assert '<div id="flash" hx-swap-oob="innerHTML">' in answer.text
    assert "1 &lt; 2." in answer.text


def test_who_is_not_signed_in_gets_no_menu(client: TestClient) -> None:
    text = client.get("/problem?anonymous").text

    assert "<nav" not in text
    assert "/sign-out" not in text
    assert 'action="/language"' in text


def test_the_menu_follows_the_role_and_marks_where_one_is() -> None:
    for_sanne = render.navigation(SANNE, "/cases/x", "nl")
    assert [item.label for item in for_sanne if item.current] == ["Casussen"]

    administrator = type(SANNE)(
        **{**SANNE.__dict__, "staff_roles": frozenset({StaffRole.FUNCTIONAL_ADMINISTRATOR})}
    )
    assert [item.href for item in render.navigation(administrator, "/", "nl")] == ["/", "/administration"]


def test_no_page_carries_inline_script_or_style(client: TestClient) -> None:
    for address in ("/cases/x", "/cases/x?wrong", "/problem"):
        text = client.get(address).text
        assert "<style" not in text
        assert not re.search(r"\s(style|on\w+|hx-on\S*|hx-vals|hx-headers)=", text)
        assert not re.search(r"<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_dates_and_numbers_speak_the_language(client: TestClient, language: str) -> None:
    text = client.get("/cases/x", headers={"Accept-Language": language}).text
    expected = {
        "nl": ('lang="nl"', "Dossiervorming", "17 jul 2026, 14:05", "1.240", "Stap 3 van 6: Weging"),
        "en": ('lang="en"', "Dossier building", "17 Jul 2026, 14:05", "1,240", "Step 3 of 6: Weighing"),
    }

    assert all(words in text for words in expected[language])


def test_an_address_of_a_file_changes_with_the_file() -> None:
    assert re.fullmatch(r"/static/app\.css\?v=[0-9a-f]{10}", render.asset("app.css"))


def test_htmx_is_the_release_that_was_pinned() -> None:
    assert vendor.sha384((vendor.TARGET / "htmx.min.js").read_bytes()) == vendor.HTMX_SHA384
    assert vendor.pinned()["htmx.org"] == "2.0.11"
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in vendor.pinned().values())


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    sources = [*TEMPLATES.rglob("*.html"), *Path(render.WEB).glob("*.py")]
    named = {
        name for file in sources for name in re.findall(r'icon(?:\(|=|": )"([a-z0-9-]+)"', file.read_text())
    }
    sprite = (vendor.TARGET / "icons.svg").read_text()

    assert "check" in named
    assert [name for name in sorted(named) if f'id="{name}"' not in sprite] == []


def test_every_row_of_a_table_is_there(client: TestClient) -> None:
    text = client.get("/cases/x").text
    assert text.count('<th class="utrecht-table__cell" scope="row"') == len(ROWS)
