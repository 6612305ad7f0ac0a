"""Search as people use it: words in any order, names with and without their prefix, numbers in any spelling, and why."""

import pytest

from db.session import Database
from domain import search
from domain.search import Hit, Hits, Search
from tests import world
from tests.world import World

STORY = (
    "In het café aan de Kade zat de eigenaar, Łukasz Wiśniewski. Hij belde met 06-12 34 56 78 en reed in een busje met"
    " kenteken 12-ABC-3. Het geld gaat naar NL91 ABNA 0417 1643 00. De post komt op 1811 AB."
)
PEOPLE = [
    {"kind": "person", "name": "Jan van den Berg", "birth_date": "1987"},
    {"kind": "phone", "identifier_kind": "phone", "identifier": "06 87654321"},
    {"kind": "person", "name": "Anna de Vries", "description": "Werkt in de keuken"},
]


@pytest.fixture(scope="module")
def region(module_database: Database) -> World:
    made = world.build(module_database)
    made.signal(narrative=STORY, place="Kade 12", mentions=PEOPLE, text_confirmed=True)
    made.signal(narrative="Iets anders op het plein.", place="Plein 1", mentions=[])
    return made


def found(region: World, query: str, who: str = "inspector", **asked: object) -> Hits:
    with region.acting(who) as (session, actor):
        return search.search(session, actor, Search(query=query, purpose="Toets", **asked))


def only(region: World, query: str) -> Hit:
    (hit,) = found(region, query).items
    return hit


def marked(hit: Hit) -> list[str]:
    return [hit.why.snippet[mark.start : mark.end] for mark in hit.why.marks]


@pytest.mark.parametrize(
    ("query", "field", "marks"),
    [
        ("wisniewski kade", "narrative", ["Kade", "Wiśniewski"]),
        ("LUKASZ", "narrative", ["Łukasz"]),
        ("cafe", "narrative", ["café"]),
        ("Berg, Jan van den", "name", ["Jan", "Berg"]),
        ("de Vries", "name", ["Vries"]),
        ("Vries", "name", ["Vries"]),
        ("0612345678", "narrative", ["06-12 34 56 78"]),
        ("+31 6 12345678", "narrative", ["06-12 34 56 78"]),
        ("06-8765 4321", "identifier_raw", ["06 87654321"]),
        ("12abc3", "narrative", ["12-ABC-3"]),
        ("NL91ABNA0417164300", "narrative", ["NL91 ABNA 0417 1643 00"]),
        ("1811ab", "narrative", ["1811 AB"]),
        ("kade 12", "place", ["Kade 12"]),
    ],
)
def test_what_is_asked_is_found_and_shown(region: World, query: str, field: str, marks: list[str]) -> None:
    hit = only(region, query)
    assert (hit.kind, hit.exact, hit.why.field) == ("signal", True, field)
    assert marked(hit) == marks


@pytest.mark.parametrize("query", ["Wisnewski", "Vriez", "Lukazs Wisniewski", "Wisniewsky kade"])
def test_a_typing_error_is_forgiven(region: World, query: str) -> None:
    hit = found(region, query).items[0]
    assert not hit.exact
    assert marked(hit)


def test_every_word_has_to_be_there(region: World) -> None:
    assert not found(region, "wisniewski plein").items


def test_places_are_found_by_the_name_of_the_municipality(region: World) -> None:
    hits = found(region, "Alkmaar").items
    assert {hit.why.field for hit in hits} == {"municipality"}
    assert all(hit.is_place and marked(hit) == ["Alkmaar"] for hit in hits)


def test_one_kind_can_be_asked_for(region: World) -> None:
    case_id = region.case(region.signal(narrative="Een pand aan de Lindegracht."))
    region.subject(case_id, "Lindegracht BV")
    everything = {hit.kind for hit in found(region, "lindegracht", "analyst").items}
    assert everything == {"signal", "subject"}
    assert {hit.kind for hit in found(region, "lindegracht", "analyst", kinds=["subject"]).items} == {
        "subject"
    }


def test_a_hit_says_where_it_stands(region: World) -> None:
    case_id = region.case(region.signal(narrative="Een loods aan de Oostdijk."))
    region.subject(case_id, "Oostdijk Transport")
    hits = {hit.kind: hit for hit in found(region, "oostdijk", "analyst").items}
    assert (hits["signal"].state, hits["subject"].state) == ("taken_up", "dossier")
    assert hits["subject"].thing == "organisation"
    assert hits["subject"].number.startswith("MH-")
    assert hits["subject"].municipality_code == hits["signal"].municipality_code


def test_nothing_of_what_is_hidden_is_in_a_hit(region: World) -> None:
    """The neighbour takes no part: the same words find nothing, spelled right or wrong."""
    for query in ("wisniewski", "Wisnewski", "0612345678", "Alkmaar", "de Vries"):
        assert found(region, query, "neighbour") == Hits(items=[], more=False)


@pytest.mark.parametrize("query", ["%%%", "__", "' or 1=1", "\\\\", "(((", "🙂🙂", "de", "4 5"])
def test_any_question_has_an_answer(region: World, query: str) -> None:
    assert found(region, query).items is not None


def test_more_than_is_shown_is_said(region: World) -> None:
    for number in range(search.MOST + 1):
        region.signal(narrative=f"Controle {number} aan de Westersingel.", mentions=[])
    hits = found(region, "westersingel")
    assert (len(hits.items), hits.more) == (search.MOST, True)
