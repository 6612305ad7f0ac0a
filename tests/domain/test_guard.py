"""The guard on free text: what it finds, that it warns and does not lock, and what of it goes on the log."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from db.seed import rows as seeded
from db.session import Database
from domain import cases, dossier, guard
from domain.errors import Invalid
from domain.guard import Found, Guarded, Words, found_in
from domain.shapes import NARRATIVE, Shape
from tests.world import World, a_signal, build

WORDS = Words.of((one["kind"], one["forms"]) for one in seeded("guarded_words"))


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    """The cast."""
    return build(module_database)


@pytest.fixture
def bakery(world: World) -> UUID:
    """A subject in Zuidstad."""
    return world.subject(world.joined(world.case(), "inspectorate"))


@pytest.mark.parametrize(
    ("written", "kind", "word"),
    [
        ("Zijn BSN is 111222333.", "bsn", "111222333"),
        ("BSN 1112.22.333", "bsn", "1112.22.333"),
        ("Naar NL91 ABNA 0417 1643 00 overgemaakt", "iban", "NL91 ABNA 0417 1643 00"),
        ("Bel 06-12345678 na vijven", "phone", "06-12345678"),
        ("Bel +31 6 12345678", "phone", "+31 6 12345678"),
        ("Een bus met kenteken 12-ABC-3", "licence_plate", "12-ABC-3"),
        ("Paspoort NX1234567 lag in een la", "travel_document", "NX1234567"),
        ("Ze was zwanger", "health", "zwanger"),
        ("De zieken lagen boven", "health", "zieken"),
        ("ZIEK op het werk", "health", "ZIEK"),
        ("Hij is moslim", "religion", "moslim"),
        ("Een Roma-familie, roma", "ethnicity", "Roma"),
        ("Hij valt op homo's", "orientation", "homo's"),
        ("Drie Poolse mannen", "nationality", "Poolse"),
        ("Drie mannen uit Polen", "nationality", "Polen"),
    ],
)
def test_it_finds(written: str, kind: str, word: str) -> None:
    assert Found(kind, word) in found_in(written, WORDS)


@pytest.mark.parametrize(
    "written",
    [
        "Op 3-10-2026 om 14.30 uur waren er 11 mensen aan het werk.",
        "Kerkstraat 12, 1811 AB Alkmaar, perceel 123456789012",
        "Het nummer 123456789 voldoet niet aan de proef.",
        "De polen van de accu; een poolse wagen; de muziek stond hard.",
        "Zaaknummer MH-2026-4K7Q2MX8, kenmerk VTH-2026-118",
    ],
)
def test_it_lets_pass(written: str) -> None:
    """Dates, addresses, own references, and words in which another word stands."""
    assert found_in(written, WORDS) == []


def given(**changed: Any) -> dossier.Contribute:
    return dossier.Contribute(**{
        "category": "housing", "text": "Zes mensen.", "source": "BRP", "attested": True, **changed,
    })  # fmt: skip


def refused(world: World, subject_id: UUID, **changed: Any) -> list[tuple[str, str]]:
    with world.acting("permit_officer") as (session, actor), pytest.raises(Invalid) as found:
        dossier.contribute(session, actor, subject_id, given(**changed))
    return [(one.code, one.pointer) for one in found.value.problems]


def contributed(world: World, subject_id: UUID, **changed: Any) -> dossier.ContributionView:
    with world.acting("permit_officer") as (session, actor):
        return dossier.contribute(session, actor, subject_id, given(**changed))


def test_a_number_is_kept_once_it_was_looked_at(world: World, bakery: UUID) -> None:
    said = "Bel 06-12345678."
    assert refused(world, bakery, text=said) == [("text-holds-number", "/text")]
    assert contributed(world, bakery, text=said, text_confirmed=True).text == said


def test_what_the_law_has_no_ground_for_asks_a_reason_and_goes_on_the_log(world: World, bakery: UUID) -> None:
    said = "Een van hen was ziek."
    assert refused(world, bakery, text=said) == [("text-holds-special", "/text")]
    assert refused(world, bakery, text=said, text_confirmed=True) == [("text-reason-missing", "/textReason")]
    contributed(world, bakery, text=said, text_confirmed=True, text_reason="Verklaart de ambulance.")
    with world.database.session_as("auditor") as session:
        logged = session.execute(
            text("select purpose from access_log where what = 'text_confirmed' order by id desc limit 1")
        ).scalar_one()
    assert logged == "Verklaart de ambulance."


def test_nationality_is_for_identifying_and_with_a_reason(world: World, bakery: UUID) -> None:
    """Numbers belong there; nationality too, for a reason (BGS 1.9)."""
    assert refused(world, bakery, text="Een Poolse man.") == [("text-holds-nationality", "/text")]
    assert refused(world, bakery, category="identification", text="Een Poolse man.") == [
        ("text-holds-nationality", "/text")
    ]
    assert contributed(world, bakery, category="identification", text="BSN 111222333.").category


def test_every_field_is_told_at_once_and_in_its_place(world: World) -> None:
    said = a_signal(
        narrative="Bel 06-12345678.", organised_crime_link="Zij zijn moslim.",
        observations=[{"indicator": "AU09", "words": "Hij was ziek."}],
        mentions=[{"kind": "person", "name": "Sem", "description": "Een Roemeense man."}],
    )  # fmt: skip
    with world.database.session_for(world.people["inspector"]) as session:
        found = {(one.pointer, one.code) for one in guard.problems(session, said)}
    assert found == {
        ("/narrative", "text-holds-number"), ("/organisedCrimeLink", "text-holds-special"),
        ("/observations/0/words", "text-holds-special"), ("/mentions/0/description", "text-holds-nationality"),
    }  # fmt: skip


def test_a_title_and_a_source_are_looked_at_too_and_a_name_is_not(world: World, bakery: UUID) -> None:
    """A title is what most people see of a case."""
    assert refused(world, bakery, source="De huisarts van een zieke man") == [
        ("text-holds-special", "/source")
    ]
    case = cases.OpenCase(
        title="Zij zijn moslim", purpose="Uitbuiting.", activity="case_meeting", organised_crime_link="Ja.",
        municipality_code="GM0361", necessity="Nodig.",
    )  # fmt: skip
    with world.database.session_for(world.people["inspector"]) as session:
        assert {one.pointer for one in guard.problems(session, case)} == {"/title"}
        named = a_signal(mentions=[{"kind": "person", "name": "Jan de Jood"}])
        assert guard.problems(session, named) == []


UNGUARDED = {
    "AddEntry": "the words of the catalogue itself",
    "NewCase": "within an assessment, which is looked at whole",
    "ObservationShape": "within a signal",
    "Thing": "within a signal or beside it",
    "Named": "what a subject is called, within a shape that is looked at",
    "BreakGlass": "somebody is in danger: nothing stands in the way",
    "RegisterAgreement": "what an agreement is about, and nobody in particular",
}
"""Shapes with a long text that the guard does not look at, and why."""


def test_every_shape_with_a_long_text_is_guarded_or_says_why_not() -> None:
    unguarded = {
        one.__name__
        for one in _shapes(Shape)
        if not issubclass(one, Guarded)
        and any(
            getattr(limit, "max_length", None) == NARRATIVE
            for field in one.model_fields.values()
            for limit in field.metadata
        )
    }
    assert unguarded == set(UNGUARDED)


def _shapes(of: type[Shape]) -> Iterator[type[Shape]]:
    for one in of.__subclasses__():
        yield one
        yield from _shapes(one)


def test_every_verb_that_takes_a_long_text_asks_the_guard() -> None:
    """A verb with a guarded shape that forgets to ask would save what was never looked at."""
    forgotten = []
    for path in Path("domain").rglob("*.py"):
        tree = ast.parse(path.read_text())
        guarded = {
            one.name
            for one in ast.walk(tree)
            if isinstance(one, ast.ClassDef) and "Guarded" in map(ast.unparse, one.bases)
        }
        for one in ast.walk(tree):
            if isinstance(one, ast.FunctionDef) and not one.name.startswith("_"):
                takes = {ast.unparse(arg.annotation) for arg in one.args.args if arg.annotation}
                if takes & guarded and "guard." not in ast.unparse(one):
                    forgotten.append(f"{path}: {one.name}")
    assert forgotten == []
