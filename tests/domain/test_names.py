"""The name of a person in parts: how it is shown and put in order, kept beside what was written, found and matched."""

from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError
from sqlalchemy import text

from api.deps import following, onward
from db.session import Database
from domain import cases, detection, dossier, known, lists, search
from domain.cases import CorrectSubject
from domain.errors import Invalid
from domain.identifiers import PREFIXES, PersonName
from domain.search import Search
from tests.world import World, build

DOUBLE = PersonName(
    given_names="Anna Bella", prefix="de", surname="Vries", partner_prefix="van", partner_surname="Dam"
)


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    return build(module_database)


@pytest.fixture
def case_id(world: World) -> UUID:
    return world.joined(world.case(), "police", "inspectorate")


@pytest.mark.parametrize(
    ("usage", "shown", "formal"),
    [
        ("", "Anna Bella de Vries", "De Vries, A.B."),
        ("E", "Anna Bella de Vries", "De Vries, A.B."),
        ("P", "Anna Bella van Dam", "Van Dam, A.B."),
        ("V", "Anna Bella van Dam-de Vries", "Van Dam-de Vries, A.B."),
        ("N", "Anna Bella de Vries-van Dam", "De Vries-van Dam, A.B."),
    ],
)
def test_the_surname_that_is_used(usage: str, shown: str, formal: str) -> None:
    name = PersonName(**DOUBLE.known() | {"usage": usage})
    assert (name.shown, name.formal) == (shown, formal)
    # A register keeps knowing somebody by the own name.
    assert name.own == "Anna Bella de Vries"


@pytest.mark.parametrize(
    ("parts", "shown", "formal"),
    [
        ({"surname": "Fatima"}, "Fatima", "Fatima"),
        ({"given_names": "Fatima"}, "Fatima", "Fatima"),
        ({"prefix": "de", "surname": "Vries"}, "De Vries", "De Vries"),
        ({"prefix": "'t", "surname": "Hooft"}, "'t Hooft", "'t Hooft"),
        ({"given_names": "Louis", "prefix": "d'", "surname": "Ancona"}, "Louis d'Ancona", "D'Ancona, L."),
        ({"given_names": "ijsbrand", "surname": "ijmker"}, "ijsbrand ijmker", "IJmker, IJ."),
        ({"given_names": "Jean-Pierre", "surname": "Noël"}, "Jean-Pierre Noël", "Noël, J.-P."),
        ({"call_name": "Bo", "surname": "Le"}, "Bo Le", "Le, B."),
        ({"title": "B", "given_names": "Jan", "surname": "Dam"}, "Jan baron Dam", "Dam, J."),
        ({"title": "JV", "given_names": "Eva", "surname": "Dam"}, "jonkvrouw Eva Dam", "Dam, E."),
        ({"title": "JV", "given_names": "Eva", "surname": "Dam", "usage": "P", "partner_surname": "Bos"}, "Eva Bos", "Bos, E."),
        ({"usage": "P", "given_names": "Eva", "surname": "Dam"}, "Eva Dam", "Dam, E."),
        ({"on_document": "DAM, EVA"}, "DAM, EVA", "DAM, EVA"),
        ({"original": "فاطمة الزهراء"}, "فاطمة الزهراء", "فاطمة الزهراء"),
        ({"given_names": "فاطمة", "surname": "الزهراء"}, "فاطمة الزهراء", "الزهراء, فاطمة"),
        ({"prefix": "de"}, "", ""),
    ],
)  # fmt: skip
def test_one_part_is_enough(parts: dict[str, str], shown: str, formal: str) -> None:
    name = PersonName(**parts)
    assert (name.shown, name.formal) == (shown, formal)


@pytest.mark.parametrize(
    ("written", "formal"),
    [
        ("Anna de Vries", "De Vries, A."),
        ("De Vries, A.", "De Vries, A."),
        ("Vries, Anna de", "De Vries, A."),
        ("van den Berg", "Van den Berg"),
        ("Ben Bakker", "Bakker, B."),
        ("Ben de Vries", "De Vries, B."),
        ("Maria de Souza da Silva", "De Souza da Silva, M."),
        ("Fatima", "Fatima"),
        ("", ""),
    ],
)
def test_of_one_text_the_parts_are_guessed(written: str, formal: str) -> None:
    assert PersonName.of_text(written).formal == formal


def test_names_are_put_in_order_by_surname_then_given_names() -> None:
    written = [
        "Vries Bakker, A.",
        "Anna de Vries",
        "Zeno Çelik",
        "Bas van Vries",
        "Adriaan IJzer",
        "Łukasz Aal",
    ]
    assert sorted(written, key=lambda one: PersonName.of_text(one).sort_key) == [
        "Łukasz Aal", "Zeno Çelik", "Adriaan IJzer", "Anna de Vries", "Bas van Vries", "Vries Bakker, A.",
    ]  # fmt: skip


def test_a_prefix_of_the_list_is_written_as_the_list_has_it_and_another_as_it_came() -> None:
    assert PersonName(prefix="Van  Der", surname="Ijzer").tidied() == PersonName(
        prefix="van der", surname="IJzer"
    )
    assert PersonName(prefix="v.d.", surname="Berg").tidied().prefix == "v.d."
    assert PersonName(original="  ابن  ").tidied().original == "  ابن  "


def test_the_lists_of_the_brp_are_the_code_lists(world: World) -> None:
    with world.database.session_as("owner") as session:
        stored = set(session.execute(text("select code from name_prefixes")).scalars())
    assert stored == PREFIXES


def person(world: World, case_id: UUID, name: str = "", **parts: str) -> UUID:
    return world.subject(case_id, name, kind="person", role="unknown", name_parts=parts or None)


def test_what_was_written_stays_beside_the_parts_though_they_differ(world: World, case_id: UUID) -> None:
    subject_id = person(world, case_id, "Sem B.", given_names="Samuel", prefix="DE", surname="Bruin")
    with world.acting("detective") as (session, actor):
        seen = cases.subject(session, actor, subject_id)
        (line,) = (one for one in cases.subjects_of(session, case_id) if one.id == subject_id)
    assert (seen.name, seen.written_name, seen.formal_name) == ("Samuel de Bruin", "Sem B.", "De Bruin, S.")
    assert line.name == "Samuel de Bruin"
    with world.acting("analyst") as (session, actor):
        given = {"role": "unknown", "name": "Sem B.", "name_parts": {"surname": "Bruin", "title": "XX"}}
        with pytest.raises(Invalid) as refused:
            cases.correct_subject(session, actor, subject_id, CorrectSubject.model_validate(given))
    assert [one.pointer for one in refused.value.problems] == ["/nameParts/title"]
    with world.acting("analyst") as (session, actor):
        found = cases.correct_subject(
            session, actor, subject_id, CorrectSubject(role="unknown", name="Sem B.")
        )
    assert (found.name, found.name_parts, found.corrected_at is not None) == ("Sem B.", None, True)


def test_only_the_name_of_a_person_has_parts(world: World, case_id: UUID) -> None:
    with pytest.raises(Invalid) as refused:
        world.subject(case_id, "Bakkerij", name_parts={"surname": "Bakkerij"})
    assert [(one.code, one.pointer) for one in refused.value.problems] == [
        ("name-parts-of-a-person", "/nameParts")
    ]


@pytest.mark.parametrize("nothing", ["\u200b", "\u202e\u200f", "\u00ad \u2060"])
def test_what_shows_nothing_says_nothing(world: World, case_id: UUID, nothing: str) -> None:
    """It would be a link that nobody can see or press."""
    with pytest.raises(Invalid) as refused:
        person(world, case_id, nothing, surname=nothing)
    assert [one.code for one in refused.value.problems] == ["thing-empty"]
    with pytest.raises(ValidationError, match="Nothing of the text can be seen"):
        dossier.OpenPhase(phase=2, necessity=nothing)


@pytest.mark.parametrize("part", [{"title": "JV"}, {"prefix": "van"}, {"usage": "E"}])
def test_a_part_that_names_nobody_is_no_name_and_does_not_hide_one(
    world: World, case_id: UUID, part: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as refused:
        person(world, case_id, **part)
    assert [one.code for one in refused.value.problems] == ["thing-empty"]
    subject_id = person(world, case_id, "Anna de Vries", **part)
    with world.acting("detective") as (session, actor):
        found = cases.subject(session, actor, subject_id)
        (place,) = session.execute(
            text("select sort_name from subjects where id = :id"), {"id": subject_id}
        ).scalars()
    assert (found.name, found.formal_name) == ("Anna de Vries", "De Vries, A.")
    assert place == "vries  anna  de"


def test_search_finds_each_part_as_it_is_now_and_no_code(world: World, case_id: UUID) -> None:
    subject_id = person(
        world, case_id, given_names="Quirina", surname="Xanten", partner_surname="Zwartveen", usage="E",
        call_name="Quirry", on_document="XANTEN QUIRINA M", original="Кирина", title="JV",
    )  # fmt: skip

    def hits(word: str, by: str = "detective") -> list[str]:
        with world.acting(by) as (session, actor):
            found = search.search(session, actor, Search(query=word, purpose="Toets"))
            return [one.why.field for one in found.items if one.id == subject_id]

    for word in ("quirina", "xanten", "zwartveen", "quirry", "Кирина"):
        assert hits(word) == ["name_parts"], word
    assert hits("zwartveen", by="neighbour") == []
    assert hits("JV") == []
    with world.acting("analyst") as (session, actor):
        cases.correct_subject(session, actor, subject_id, CorrectSubject(role="unknown", name="Q. X."))
    assert hits("zwartveen") == []


def test_known_by_the_name_as_written_and_by_the_own_name_of_a_register(world: World, case_id: UUID) -> None:
    written: dict[str, Any] = {"kind": "person", "name": "Iris van Dam", "birth_date": "12-3-1985"}
    parts = {"given_names": "Iris", "prefix": "de", "surname": "Vos", "partner_prefix": "van",
             "partner_surname": "Dam", "usage": "P"}  # fmt: skip
    world.signal("neighbour", mentions=[{**written, "name_parts": parts}])

    def found(name: str, **more: Any) -> list[str]:
        signal_id = world.signal(mentions=[{**written, "name": name, **more}])
        with world.acting("preparer") as (session, actor):
            (mention,) = detection.view(session, actor, signal_id).mentions
            assert mention.bases == ["name_and_birth_date"]
            given = known.AskKnown(reason="Nodig voor de weging van dit signaal.")
            return [one.name for one in known.ask(session, actor, mention.id, given).routes]

    assert (
        found("Iris van Dam") == found("IRIS DE VOS") == found("", name_parts=parts) == ["Gemeente Westdorp"]
    )
    assert found("Iris Bakker") == []


def test_the_list_by_name_goes_on_behind_a_page_and_its_cursor_names_nobody(world: World) -> None:
    case_id = world.joined(world.case(), "police")
    made = {
        name: person(world, case_id, name)
        for name in ("Zoë de Aar", "Bo Aar", "Çem Aas", "Fatima", "De Zee, C.")
    }

    def page(after: lists.Position | None, by: str = "detective") -> tuple[list[str], lists.Position | None]:
        asked = lists.SubjectsAsked(limit=2, sort="name", kind=["person"])
        with world.acting(by) as (session, actor):
            found, further = cases.listed_subjects(session, actor, asked, after=after)
        return [one.name or "" for one in found if one.id in made.values()], further

    seen, after = page(None)
    while after:
        written = onward(after)
        assert written
        read = following(lists.SUBJECTS, lists.SubjectsAsked(sort="name", cursor=written))
        assert read
        assert read.value == ""
        more, after = page(read)
        seen += more
    assert seen == ["Bo Aar", "Zoë de Aar", "Çem Aas", "Fatima", "De Zee, C."]


def test_what_was_written_down_before_gets_its_place(world: World, case_id: UUID) -> None:
    subject_id = person(world, case_id, "Anna de Vries")
    with world.database.session_as("owner") as session:
        session.execute(text("update subjects set sort_name = null where id = :id"), {"id": subject_id})
        session.commit()
        cases.put_in_order(session)
        (kept,) = session.execute(
            text("select sort_name from subjects where id = :id"), {"id": subject_id}
        ).scalars()
    assert kept == "vries  anna  de"


def test_parts_are_hidden_exactly_where_the_name_is(world: World, case_id: UUID) -> None:
    subject_id = person(world, case_id, "Aagje", surname="Aagje", original="آخه")
    world.weighed(world.concluded(subject_id), "none")
    asked = lists.SubjectsAsked(sort="name")
    with world.acting("detective") as (session, actor):
        seen = cases.subject(session, actor, subject_id)
        lines = lists.export(session, actor, lists.SUBJECTS, asked, "Toets").lines
    assert not seen.shared
    assert (seen.name, seen.written_name, seen.name_parts, seen.formal_name) == (None, None, None, None)
    (place,) = (number for number, one in enumerate(lines) if one["id"] == subject_id)
    # Its place tells nothing either: what is hidden comes last.
    assert not any(one["shared"] for one in lines[place:])
    assert {lines[place][name] for name in ("name", "written_name", "surname", "given_names")} == {None}
