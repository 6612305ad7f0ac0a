"""Likeness: names, dates and addresses as people write them; a score that is its explanation; traps that are no identity."""

import json
from collections.abc import Callable
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.likeness import (
    FIELDS,
    LEVELS,
    Known,
    Person,
    Weights,
    connect,
    describe,
    digest,
    fitted,
    keys,
    load,
    score,
    sought,
    standard,
)
from domain.likeness.comparing import compare
from domain.likeness.connecting import _sampled
from domain.likeness.fitting import start
from domain.likeness.scoring import total
from domain.likeness.spelling import joined, sounds, surname_parts
from domain.likeness.weights import Values
from tests.quality.describing import HARD, LIGHT, Row, two_files


def silent(_doing: str, _number: int) -> None:
    """No progress."""


def person(**said: str) -> Person:
    return describe(said)


@pytest.fixture(scope="module")
def rows() -> tuple[list[Row], list[Row]]:
    return two_files(3, 400, LIGHT)


def described(rows: list[Row]) -> list[Person]:
    return [describe({name: row[name] for name in FIELDS if row.get(name)}) for row in rows]


@pytest.fixture(scope="module")
def weights(rows: tuple[list[Row], list[Row]]) -> Weights:
    left, right = (described(file) for file in rows)
    return fitted(standard(), Known(right), lambda: left, silent)


# ---------------------------------------------------------------------------------- writing and reading


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammed", "Mohamed"), ("Muhammad", "محمد"), ("Youssef", "Yusuf"), ("Joesoef", "Yousef"), ("Khadija", "Khadidja"),
        ("Ouali", "Wali"), ("Georgiev", "Георгиев"), ("Stoyan", "Stojan"), ("Wojcik", "Wójcik"), ("Kowalski", "Kovalski"),
        ("Şahin", "Shahin"), ("Reijnders", "Reinders"), ("Kuijpers", "Cuypers"), ("Schmidt", "Schmitt"), ("Dijkstra", "Dykstra"),
        ("Szymanski", "Shimanski"), ("Chaoui", "Shawi"), ("Gheorghe", "George"), ("Nguyễn", "Nguyen"),
    ],
)  # fmt: skip
def test_what_sounds_alike_has_a_code_in_common(one: str, other: str) -> None:
    assert set(sounds(joined(one))) & set(sounds(joined(other)))


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("van der Meer", ("meer",)), ("v/d Berg", ("berg",)), ("De Vries-Bakker", ("vries", "bakker")),
        ("Jansen e/v de Boer", ("jansen", "boer")), ("'t Hof", ("hof",)), ("El Amrani", ("amrani",)), ("de", ("de",)),
        ("d'Ancona", ("dancona",)), ("", ()),
    ],
)  # fmt: skip
def test_tussenvoegsels_do_not_count_and_each_name_of_two_does(written: str, parts: tuple[str, ...]) -> None:
    assert surname_parts(written) == parts


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("12-03-1985", (1985, 3, 12)), ("1985-03-12", (1985, 3, 12)), ("19850312", (1985, 3, 12)), ("12 mrt 1985", (1985, 3, 12)),
        ("12-3-85", (1985, 3, 12)), ("3-1985", (1985, 3, 0)), ("19850000", (1985, 0, 0)), ("1985", (1985, 0, 0)),
        ("1985-03-12T00:00:00", (1985, 3, 12)), ("12/31/1985", (1985, 12, 31)), ("31-02-1985", (1985, 2, 31)),
        ("11-10-2976", (2976, 10, 11)), ("06-61-1971", (1971, 61, 6)), ("onbekend", (0, 0, 0)), ("gisteren", (0, 0, 0)),
    ],
)  # fmt: skip
def test_dates_are_read_in_any_notation_and_a_slip_stays_what_was_written(
    text: str, born: tuple[int, int, int]
) -> None:
    assert person(date_of_birth=text).born == born


def test_an_address_in_one_line_is_the_address_in_parts() -> None:
    line = person(surname="x", address="Kerkstraat 12-a, 2011 AB Haarlem")
    parts = person(surname="x", street="Kerkstraat", house_number="12A", postcode="2011ab", town="HAARLEM")
    assert line == parts


def test_a_whole_name_is_the_name_in_parts() -> None:
    parts = person(given_name="Anna Maria", surname="van der Meer")
    assert person(full_name="Anna Maria van der Meer") == parts
    assert person(full_name="van der Meer, Anna Maria") == parts
    assert person(full_name="Mevr. dr. Anna Maria van der Meer") == parts


def test_numbers_are_compared_in_their_one_form_and_kept_when_their_rule_refuses_them() -> None:
    found = person(
        phone="06-12345678",
        account="nl91 abna 0417 1643 00",
        licence_plate="12-abc-3",
        person_number="1234567",
    )
    assert found.things == {
        "phone": "+31612345678", "account": "NL91ABNA0417164300", "licence_plate": "12ABC3", "person_number": "1234567",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "feature", "level"),
    [
        ({"surname": "Ben Ali"}, {"surname": "Benali"}, "surname", "same"),
        ({"surname": "Jansen-Bakker"}, {"surname": "Bakker"}, "surname", "part"),
        ({"given_name": "Anna Maria"}, {"given_name": "Anna"}, "given_name", "part"),
        ({"given_name": "Umar Abdelaziz"}, {"given_name": "Omar"}, "given_name", "part"),
        ({"given_name": "Thi Hoa"}, {"given_name": "Thi Lan"}, "given_name", "alike"),
        ({"given_name": "P."}, {"given_name": "Pieter"}, "given_name", "initial"),
        ({"given_name": "P."}, {"given_name": "P"}, "given_name", "initial"),
        ({"date_of_birth": "04-05-1990"}, {"date_of_birth": "05-04-1990"}, "date_of_birth", "swapped"),
        ({"date_of_birth": "01-01-1990"}, {"date_of_birth": "05-04-1990"}, "date_of_birth", "fits"),
        ({"date_of_birth": "1990"}, {"date_of_birth": "05-04-1990"}, "date_of_birth", "fits"),
        ({"date_of_birth": "05-04-1990"}, {"date_of_birth": "05-04-1970"}, "date_of_birth", "slip"),
        ({"postcode": "2011AB"}, {"postcode": "2011 ac"}, "place", "near_unknown"),
    ],
)  # fmt: skip
def test_how_two_compare(one: dict[str, str], other: dict[str, str], feature: str, level: str) -> None:
    (seen,) = compare(describe(one), describe(other))
    assert (seen.feature, seen.level) == (feature, level)


def test_a_name_in_the_wrong_box_is_found() -> None:
    seen = compare(person(given_name="Minh", surname="Nguyen"), person(given_name="Nguyen", surname="Minh"))
    assert [(one.feature, one.level) for one in seen] == [
        ("given_name", "same"), ("surname", "same"), ("name_order", "exchanged"),
    ]  # fmt: skip


# ------------------------------------------------------------------------------------------ the score

WORDS = st.sampled_from(
    ["", "Anna", "Ana", "Bakker", "Jansen-Bakker", "de Vries", "Minh", "Nguyễn", "محمد", "O'Neil", "A."]
)
SAID = st.fixed_dictionaries({
    "given_name": WORDS, "surname": WORDS,
    "date_of_birth": st.sampled_from(["", "1990", "01-01-1990", "05-04-1990", "04-05-1990", "05-04-1991", "nooit"]),
    "street": st.sampled_from(["", "Kerkstraat 1", "Kerkstraat", "Kerkstrat 2", "Dorpsweg 1"]), "address_line": WORDS,
    "postcode": st.sampled_from(["", "2011AB", "2011AC", "1501XX"]), "town": st.sampled_from(["", "Haarlem", "Harlem"]),
    "phone": st.sampled_from(["", "0612345678", "0612345679", "x"]), "person_number": st.sampled_from(["", "111222333", "123"]),
})  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(SAID, SAID)
def test_a_score_is_the_sum_of_its_explanation_and_the_same_from_either_side(
    weights: Weights, one: dict[str, str], other: dict[str, str]
) -> None:
    here, there = describe(one), describe(other)
    found = score(weights, here, there)
    assert found.bits == sum(term.bits for term in found.terms) == total(weights, compare(here, there))
    assert found == score(weights, there, here)
    assert set(LEVELS) - {term.feature for term in found.terms} <= {"name_order"}
    assert len(keys(here)) <= 28
    assert set(keys(here)) <= set(sought(here))


@settings(deadline=None, max_examples=150)
@given(
    st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=40)),
    st.dictionaries(st.sampled_from(FIELDS), st.text()),
)
def test_whatever_is_written_is_compared_and_nothing_is_refused(
    weights: Weights, one: dict[str, str], other: dict[str, str]
) -> None:
    here, there = describe(one), describe(other)
    assert all(level in LEVELS[feature] for feature, level, _ in compare(here, there))
    assert score(weights, here, there) == score(weights, there, here)
    assert all(digest(b"", key) for key in keys(here))


def test_the_same_input_gives_the_same_pairs_and_terms(rows: tuple[list[Row], list[Row]]) -> None:
    left, right = (described(file) for file in rows)
    _, once = connect(standard(), Known(right), lambda: left, 0, silent)
    _, again = connect(standard(), Known(right), lambda: left, 0, silent)
    assert once == again
    assert once


def test_the_model_is_known_by_its_digest_and_every_chance_is_one() -> None:
    model = standard()
    content = resources.files("domain.likeness").joinpath("model.json").read_bytes()
    assert load(content).name == model.name
    assert load(content + b"\n").name != model.name
    for name, one in json.loads(content)["features"].items():
        halves = one["m"] if isinstance(one["m"], list) else [one["m"]]
        assert name == "name_order" or all(abs(sum(half.values()) - 1) < 1e-9 for half in halves), name


def test_keys_say_nothing_without_the_secret() -> None:
    found = keys(
        person(given_name="Anna", surname="de Vries", date_of_birth="05-04-1990", phone="0612345678")
    )
    assert {digest(b"a", key) for key in found}.isdisjoint(digest(b"b", key) for key in found)
    assert all(-(2**63) <= digest(b"a", key) < 2**63 for key in found)


# ------------------------------------------------------------------------------------------ the traps

ANNA = {
    "given_name": "Anna", "surname": "Veenkamp", "date_of_birth": "05-04-1990", "street": "Kerkstraat", "house_number": "12",
    "postcode": "2011AB", "town": "Haarlem", "phone": "0612345678",
}  # fmt: skip


@pytest.mark.parametrize(
    ("why", "other"),
    [
        ("a twin", ANNA | {"given_name": "Sophie", "phone": ""}),
        ("her brother", ANNA | {"given_name": "Willem", "date_of_birth": "17-09-1987"}),
        ("who has the same telephone", {"given_name": "Willem", "surname": "Postma", "phone": "0612345678"}),
        ("who works at the same address", ANNA | {"given_name": "Ivan", "surname": "Petrov", "date_of_birth": "1-2-1971"}),
        ("a namesake", {"given_name": "Anna", "surname": "Veenkamp", "date_of_birth": "30-11-1964", "postcode": "1811CD"}),
        ("a name alone", {"given_name": "Anna"}),
        ("a neighbour", ANNA | {"given_name": "Bart", "surname": "Bos", "date_of_birth": "1-2-1971", "house_number": "14"}),
    ],
)  # fmt: skip
def test_who_has_much_in_common_is_not_one_person(weights: Weights, why: str, other: dict[str, str]) -> None:
    assert score(weights, describe(ANNA), describe(other)).bits < 300, why


@pytest.mark.parametrize(
    "other",
    [
        ANNA | {"phone": "", "street": "", "house_number": "", "postcode": "", "town": ""},
        ANNA | {"street": "Dorpsweg", "house_number": "3", "postcode": "1501XX", "town": "Zaandam", "phone": "0687654321"},
        ANNA | {"given_name": "Veenkamp", "surname": "Anna", "date_of_birth": "04-05-1990"},
        ANNA | {"given_name": "A.", "surname": "Bakker-Veenkamp", "date_of_birth": "1990"},
        {"given_name": "Ana", "surname": "Venkamp", "date_of_birth": "05-04-1990"},
    ],
)  # fmt: skip
def test_one_person_is_found_whatever_went_wrong(weights: Weights, other: dict[str, str]) -> None:
    assert score(weights, describe(ANNA), describe(other)).bits > 0


def test_a_number_of_one_person_outweighs_a_name_that_differs_in_part(weights: Weights) -> None:
    one = person(given_name="Ana", surname="Veenkamp", person_number="111222333")
    assert score(weights, one, person(given_name="A.", surname="Bakker", person_number="111222333")).bits > 0


# ----------------------------------------------------------------------------------------- the quality


def test_a_made_up_region_is_connected_well_enough() -> None:
    left, right = two_files(5, 700, HARD)
    _, found = connect(standard(), Known(described(right)), lambda: described(left), 0, silent)
    truth = {row["truth"] for row in left} & {row["truth"] for row in right}
    true = sum(left[one.left]["truth"] == right[one.right]["truth"] for one in found)
    assert 2 * true / (len(found) + len(truth)) > 0.88
    strong = [one for one in found if one.band == "strong"]
    right_ones = sum(left[one.left]["truth"] == right[one.right]["truth"] for one in strong)
    assert right_ones / len(strong) > 0.96


def test_one_collection_is_compared_with_itself_each_pair_once() -> None:
    people = described(two_files(6, 300, LIGHT)[0])
    _, found = connect(standard(), Known([*people, *people[:20]]), None, 0, silent)
    pairs = {(one.left, one.right) for one in found}
    assert {
        (300 + number, number) for number in range(20) if people[number].surname and people[number].birth
    } <= pairs
    assert len(pairs) == len(found)
    assert all(left > right for left, right in pairs)


def test_of_many_a_sample_is_looked_at_that_is_the_same_each_time() -> None:
    many: Callable[[], list[tuple[int, Person]]] = lambda: [(number, Person()) for number in range(9_000)]  # noqa: E731
    sample = [number for number, _ in _sampled(many())]
    assert sample == [number for number, _ in _sampled(many())]
    assert len(sample) == 3_000
    assert max(sample) > 8_000


def test_nothing_known_is_still_a_model() -> None:
    bare = start(standard(), Values(), 1)
    assert score(bare, Person(), Person()).bits < 0
    assert connect(standard(), Known([]), None, 0, silent)[1] == []
