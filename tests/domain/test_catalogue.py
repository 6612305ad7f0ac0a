"""The code lists: what the seed holds, how they are read, and that what was once valid is never changed."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from db.policies.catalogue import OF_THE_LAW
from db.seed import rows, statements
from db.seed.matrix import ORGANISATION_KINDS
from db.session import Database
from db.tables.catalogue import LISTS
from domain import catalogue
from domain.errors import Invalid

TODAY = date(2026, 6, 1)
NAMES = [str(table.__tablename__) for table in LISTS]


@pytest.fixture
def session(module_database: Database) -> Iterator[Session]:
    """A session as the application, which needs no identity to read what is public."""
    catalogue.forget()
    with module_database.session_as("app") as session:
        yield session


# --- the seed


def test_the_catalogue_has_the_sixty_indicators() -> None:
    found = Counter(row["form"] for row in rows("indicators"))

    assert found == {"SE": 16, "AU": 17, "EB": 5, "CU": 6, "GD": 5, "JL": 8, "FL": 3}
    assert found.keys() <= {row["code"] for row in rows("exploitation_forms")}


def test_noord_holland_has_32_municipalities_in_three_districts() -> None:
    now = Counter(row["district"] for row in rows("municipalities") if row["valid_until"] is None)

    assert now == {
        "kennemerland": 9,
        "zaanstreek-waterland": 7,
        "noord-holland-noord": 16,
        "rotterdam-rijnmond": 13,
    }


def test_the_decisions_are_b01_to_b21() -> None:
    assert [row["code"] for row in rows("decision_kinds")] == [f"B{number:02}" for number in range(1, 22)]


@pytest.mark.parametrize("name", NAMES)
def test_periods_run_forward_and_do_not_overlap(name: str) -> None:
    by_code: dict[str, list[tuple[date, date]]] = {}
    for row in rows(name):
        by_code.setdefault(row["code"], []).append((row["valid_from"], row["valid_until"] or date.max))

    for periods in by_code.values():
        assert all(start < end for start, end in periods)
        assert all(before[1] <= after[0] for before, after in pairwise(sorted(periods)))


@pytest.mark.parametrize("name", ["intervention_kinds", "decision_kinds"])
def test_every_ground_that_is_named_exists(name: str) -> None:
    known = {row["code"] for row in rows("legal_grounds")}

    assert {row["legal_ground"] for row in rows(name)} - {None} <= known


def test_every_intervention_is_offered_by_kinds_of_partner_that_exist() -> None:
    known = {code for code, *_ in ORGANISATION_KINDS}

    for row in rows("intervention_kinds"):
        assert row["organisation_kinds"], row["code"]
        assert set(row["organisation_kinds"]) <= known, row["code"]


def test_no_participant_of_the_riec_acts_on_a_ground_of_care() -> None:
    """WGS 2.19 lists neither Wmo nor Jeugdwet: the RIEC refers to care, it does not carry it out.

    The reflection period is the exception: police and border police must offer it (Vc B8/3).
    """
    participants = {code for code, _, _, participant, _ in ORGANISATION_KINDS if participant}
    care = {row["code"] for row in rows("legal_grounds") if row["compartment"] == "Z"} - {
        "VC-B8-3",
        "AVG-6-1-A",
    }

    for row in rows("intervention_kinds"):
        if row["legal_ground"] in care:
            assert participants.isdisjoint(row["organisation_kinds"]), row["code"]


@pytest.mark.parametrize("statement", statements(), ids=lambda one: one.split()[2])
def test_the_statements_are_literal_in_any_client(statement: str) -> None:
    """No colon that SQLAlchemy would bind, no percent sign that psycopg would."""
    assert not text(statement).compile().params
    assert "%" not in statement


# --- reading


@pytest.mark.parametrize("name", NAMES)
def test_the_database_holds_the_seed(session: Session, name: str) -> None:
    found = session.execute(text(f"select * from {name} order by code, valid_from")).mappings()

    assert [dict(row) for row in found] == sorted(
        rows(name), key=lambda row: (row["code"], row["valid_from"])
    )


def test_indicators_are_those_of_one_form_on_a_day(session: Session) -> None:
    found = catalogue.indicators(session, "SE", TODAY)

    assert [indicator.code for indicator in found] == [f"SE{number:02}" for number in range(1, 17)]
    assert found[3].label("nl") == "Eigen identiteitsbewijs in handen van een ander"
    assert found[3].label("en") == "Own ID held by someone else"
    assert found[3].label("fr") == found[3].label_nl
    assert (found[3].dimension, found[3].weight, found[3].observable) == ("CD", "S", "Z")
    assert len(catalogue.indicators(session, None, TODAY)) == 60
    assert catalogue.indicators(session, "SE", date(2024, 12, 31)) == ()


def test_a_signal_is_about_a_form_and_not_about_a_heading(session: Session) -> None:
    reportable = {form.code for form in catalogue.forms(session, TODAY)}

    assert reportable == {"SE", "AU", "EB", "CU", "GD", "JL", "OV"}
    assert {form.code for form in catalogue.indicator_groups(session, TODAY)} == reportable | {"FL"}


def test_municipalities_are_those_of_the_day(session: Session) -> None:
    eve = {m.label("nl") for m in catalogue.municipalities(session, date(2021, 12, 31))}
    morning = {m.label("nl") for m in catalogue.municipalities(session, date(2022, 1, 1))}

    assert eve - morning == {"Beemster", "Heerhugowaard", "Langedijk"}
    assert morning - eve == {"Dijk en Waard"}
    assert len(catalogue.municipalities(session, TODAY)) == 32 + 13


def test_an_offer_is_that_of_one_kind_of_partner(session: Session) -> None:
    prosecution = catalogue.intervention_kinds(session, "prosecution", TODAY)

    assert {kind.label_en for kind in prosecution} >= {"Prosecution", "Seizure", "Confiscation"}
    assert all("prosecution" in kind.organisation_kinds for kind in prosecution)
    assert catalogue.intervention_kinds(session, "nobody", TODAY) == ()
    assert len(catalogue.intervention_kinds(session, None, TODAY)) == len(rows("intervention_kinds"))


def test_grounds_are_those_in_force_in_one_compartment(session: Session) -> None:
    before = catalogue.legal_grounds(session, "R", date(2025, 2, 28))
    since = {ground.code for ground in catalogue.legal_grounds(session, "R", date(2025, 3, 1))}

    assert before == ()
    assert {"WGS-2.23-1", "BGS-2.16"} <= since
    assert len(catalogue.decision_kinds(session, TODAY)) == 21


def test_a_label_is_found_by_its_code(session: Session) -> None:
    kinds = catalogue.decision_kinds(session, TODAY)

    assert catalogue.label(kinds, "B05", "nl") == "Casus openen"
    assert catalogue.label(kinds, "B99", "nl") == "B99"


def test_codes_that_cannot_be_chosen_are_refused_each_at_its_place(session: Session) -> None:
    known = catalogue.indicators(session, "AU", TODAY)
    catalogue.require_all_valid(known, ["AU01", "AU17"], "/indicators")
    catalogue.require_valid(known, "AU01", "/indicator")

    with pytest.raises(Invalid) as several:
        catalogue.require_all_valid(known, ["AU01", "SE01", "x" * 500], "/indicators")
    with pytest.raises(Invalid) as one:
        catalogue.require_valid(catalogue.indicators(session, "AU", date(2024, 1, 1)), "AU01", "/indicator")

    assert [(p.code, p.pointer) for p in several.value.problems] == [
        ("code-not-valid", "/indicators/1"),
        ("code-not-valid", "/indicators/2"),
    ]
    assert several.value.problems[1].facts == {"code": "x" * 40}
    assert [(p.code, p.pointer) for p in one.value.problems] == [("code-not-valid", "/indicator")]


def test_a_list_is_read_once_a_minute(session: Session, module_database: Database) -> None:
    asked: list[str] = []
    engine: Engine = module_database.engine("app")
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    for day in (TODAY, TODAY + timedelta(days=1)):
        catalogue.indicators(session, "SE", day)
    assert len(asked) == 1

    catalogue.forget()
    catalogue.indicators(session, "SE", TODAY)
    assert len(asked) == 2


# --- never updated, only ended


def run(database: Database, statement: str, role: str = "owner") -> None:
    """One statement, committed, as a role of the database."""
    with database.engine(role).begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    [
        "update indicators set label_nl = 'anders' where code = 'SE01'",
        "update indicators set valid_from = '2024-01-01' where code = 'SE01'",
        "update indicators set valid_until = '2027-01-01', weight = 'W' where code = 'SE01'",
        "update municipalities set valid_until = null where code = 'GM0370'",
        "update municipalities set valid_until = '2027-01-01' where code = 'GM0370'",
        "delete from indicators where code = 'SE01'",
        "truncate indicators",
    ],
)
def test_not_even_the_owner_changes_what_was_valid(module_database: Database, statement: str) -> None:
    with pytest.raises(DBAPIError, match="never changed, only ended"):
        run(module_database, statement)


def test_a_code_is_ended_and_begins_anew_with_another_text(fresh_database: Database) -> None:
    begin = (
        "insert into indicators (code, valid_from, label_nl, label_en, form, dimension, weight, observable)"
    )
    anew = f"{begin} values ('SE01', '2026-07-01', 'Anders', 'Otherwise', 'SE', 'DR', 'M', 'V')"
    with pytest.raises(DBAPIError, match="already valid in that period"):
        run(fresh_database, anew)

    run(fresh_database, "update indicators set valid_until = '2026-07-01' where code = 'SE01'")
    run(fresh_database, anew)

    with fresh_database.session_as("app") as session:
        before, after = (
            catalogue.label(catalogue.indicators(session, "SE", day), "SE01", "en")
            for day in (date(2026, 6, 30), date(2026, 7, 1))
        )
    assert (before, after) == ("Deceived about kind of work, country or employer", "Otherwise")


def test_an_ended_code_leaves_no_room_in_its_own_period(module_database: Database) -> None:
    with pytest.raises(DBAPIError, match="already valid in that period"):
        run(
            module_database,
            "insert into municipalities (code, valid_from, valid_until, name, district)"
            " values ('GM0370', '2020-01-01', '2021-01-01', 'Beemster', 'elders')",
        )


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "act", ["update {} set code = 'x'", "delete from {}", "insert into {} (code) values ('x')"]
)
def test_the_application_adds_and_ends_for_the_administrator_alone(
    module_database: Database, name: str, act: str
) -> None:
    with pytest.raises(DBAPIError, match=r"permission denied|row-level security"):
        run(module_database, act.format(name), role="app")
    if name in OF_THE_LAW:
        with pytest.raises(DBAPIError, match="permission denied"):
            run(module_database, f"update {name} set valid_until = '2026-12-31'", role="app")
    else:
        with module_database.engine("app").begin() as connection:
            ended = connection.execute(text(f"update {name} set valid_until = '2099-12-31'"))
            assert ended.rowcount == 0
