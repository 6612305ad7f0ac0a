"""Dutch is complete, English falls through, and nothing on a page escapes translation."""

import re

import pytest
from fastapi.testclient import TestClient

from tests.web.conftest import ROWS, WRONG
from web import i18n, render
from web.labels import LABELS, RAIL


def test_every_text_has_dutch() -> None:
    assert i18n.check() == []


def test_the_catalogues_are_up_to_date_with_the_code() -> None:
    in_code = {(str(m.id), m.context) for m in i18n.extracted() if m.id}
    for language in i18n.LANGUAGES:
        in_catalogue = {(str(m.id), m.context) for m in i18n._read(language) if m.id}
        assert in_code == in_catalogue, "run `python -m web.i18n update`"


def test_english_falls_through_to_the_source() -> None:
    say = i18n.translator("en")
    assert say.gettext("Sign out") == "Sign out"
    assert say.ngettext(
        "There is %(num)s thing to correct", "There are %(num)s things to correct", 2
    ).startswith("There are")


def test_dutch_knows_one_and_many() -> None:
    say = i18n.translator("nl").ngettext
    one, many = "There is %(num)s thing to correct", "There are %(num)s things to correct"
    assert say(one, many, 1) == "Er is %(num)s ding dat niet klopt"
    assert say(one, many, 6) == "Er zijn %(num)s dingen die niet kloppen"


def test_a_person_is_possible_until_decided_and_no_word_judges() -> None:
    named = {code: text for code, text in LABELS["subject_role"].items() if code not in ("none", "unknown")}
    roles = [i18n.translator("nl").gettext(text) for text in named.values()]
    assert all(role.startswith("Mogelijk") for role in roles)
    words = " ".join(str(message.string) for message in i18n._read("nl")).lower()
    assert not re.search(r"prostitu|hoer|illegaal|allochto", words)


def test_the_rail_has_a_word_for_each_step() -> None:
    assert set(RAIL) < set(LABELS["step"])


@pytest.mark.parametrize("address", ["/cases/x", "/cases/x?wrong", "/problem"])
def test_no_letter_of_a_page_escapes_translation(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(render, "language_of", lambda request: i18n.PSEUDO)
    html = client.get(address).text
    frame = re.findall(r"<header class=\"header\">.*?</header>|<footer.*?</footer>", html, re.DOTALL)
    spoken = re.findall(r'(?:aria-label|title|alt|placeholder|data-fault)="([^"]*)"', html)

    assert len(frame) == 2
    for part in (*(re.sub(r"<svg.*?</svg>|<[^>]*>", " ", one, flags=re.DOTALL) for one in frame), *spoken):
        left = re.sub(r"⟦.*?⟧", " ", part)
        for known in ("Schakel", "Nederlands", "English", *DATA):
            left = left.replace(known, " ")
        assert not re.search(r"[A-Za-zÀ-ž]", left), left


DATA = [
    "Sanne de Wit",
    "Gemeente Alkmaar",
    "Stappen van Radko Dimitrov",
    "Stappen van een gesloten onderwerp",
    "Stappen van een onderwerp dat terugging",
    *(cell for row in ROWS for cell in row),
    *WRONG.values(),
    "Partner",
    "Vraag",
    "Antwoord",
    "Voor",
    "Dagen",
]
"""What the style guide itself brings; a test of a real page lists what its cast brings."""
