"""The demo region has a past: ten months of work, in order, in office hours, and a clock that is real again."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from api.demo import importing
from api.demo.clock import ClockIsTold, refuse_told_time, told_time
from api.demo.days import CLOSING, OPENING, Days, Deed, in_order
from api.demo.stories import book
from db import clock
from db.session import Database
from db.tables import new_id
from domain import audit
from domain.calendar import NETHERLANDS, is_working_day, now, today
from tests.conftest import Postgres
from tests.demo.loaded import Loaded
from tests.world import World, build

LOADED = datetime(2026, 11, 18, 13, 0, tzinfo=NETHERLANDS)


@pytest.fixture(scope="module")
def told(demo: Loaded) -> Database:
    return demo.database


def ask(database: Database, question: str, **given: Any) -> list[Any]:
    """What the owner of the tables finds; row-level security does not hold for it."""
    with database.engine("owner").connect() as connection:
        return list(connection.execute(text(question), given))


# --- days ------------------------------------------------------------------------------------------


def test_day_nought_is_today_when_people_are_at_work() -> None:
    assert Days(LOADED).date(0) == date(2026, 11, 18)
    assert Days(LOADED).date(3) == date(2026, 11, 13)


@pytest.mark.parametrize(
    "loaded",
    [LOADED.replace(hour=7), LOADED.replace(day=21), LOADED.replace(month=12, day=25)],
    ids=["early", "Saturday", "Christmas"],
)
def test_otherwise_it_is_the_last_day_on_which_they_were(loaded: datetime) -> None:
    day = Days(loaded).date(0)

    assert day < loaded.date()
    assert is_working_day(day)


@pytest.mark.parametrize("part", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("ago", [0, 1, 100, 200])
def test_deeds_are_done_in_office_hours_and_never_in_the_future(ago: int, part: float) -> None:
    moment = Days(LOADED).moment(ago, part)

    assert OPENING <= moment.timetz().replace(tzinfo=None) <= CLOSING
    assert moment < LOADED


def test_what_belongs_together_keeps_its_order_and_all_of_it_is_in_a_row() -> None:
    def chain(name: str, *days: int) -> Iterator[Deed]:
        return (Deed(ago, partial(done.append, (name, place))) for place, ago in enumerate(days))

    done: list[tuple[str, int]] = []
    dated = in_order(Days(LOADED), [chain("a", 5, 3, 3, 3, 0), chain("b", 4, 3, 0)])
    for one in dated:
        one.do()

    assert [one.at for one in dated] == sorted(one.at for one in dated)
    assert [place for name, place in done if name == "a"] == [0, 1, 2, 3, 4]
    assert [place for name, place in done if name == "b"] == [0, 1, 2]


# --- the past --------------------------------------------------------------------------------------


def test_signals_came_in_over_ten_months(told: Database) -> None:
    months = Counter((one.year, one.month) for (one,) in ask(told, "select created_at from signals"))

    assert len(months) >= 10
    assert min(months.values()) >= 3 or len(months) > 10
    # One was destroyed when its term was over; of one the source is protected, and what is told of it is another.
    told_of = list(book().signals())
    written = sum(one.brought_in is not None for one in told_of)
    brought = len(importing.DONE) + 1  # from a file, and out of a concern
    assert sum(months.values()) == len(told_of) - 1 + written + brought >= 150


def test_people_worked_on_weekdays_and_nobody_in_the_future(told: Database) -> None:
    # Accounts come when the story has been told; what the other tests do, comes later still.
    told_until = "(select min(changed_at) from credentials)"
    moments = [
        at.astimezone(NETHERLANDS) for (at,) in ask(told, f"select at from events where at < {told_until}")
    ]

    assert max(moments) < now()
    assert [at for at in moments if not is_working_day(at.date())] == []
    assert sum(OPENING <= at.time() <= CLOSING for at in moments) > 0.97 * len(moments)
    assert not all(OPENING <= at.time() <= CLOSING for at in moments), "some came in at night"


def test_numbers_of_events_and_identifiers_ascend_with_time(told: Database) -> None:
    for log in ("events", "access_log"):
        assert (
            ask(
                told,
                f"select 1 from (select at, lag(at) over (order by id) before from {log}) l where at < before",
            )
            == []
        )
    tables = (
        "signals", "cases", "subjects", "requests", "interventions", "weighings", "statuses", "meetings",
        "attendances", "decisions", "actions", "minutes",
    )  # fmt: skip
    for table in tables:
        late = f"select 1 from (select created_at, lag(created_at) over (order by id) before from {table}) t"
        assert ask(told, f"{late} where created_at < before") == [], table


def test_an_identifier_says_when_it_was_made(told: Database) -> None:
    for one, made in ask(told, "select id, created_at from signals"):
        assert abs(datetime.fromtimestamp((one.int >> 80) / 1000, UTC) - made) < timedelta(seconds=1)


def test_every_step_took_its_time(told: Database) -> None:
    """Of a case that is closed, each thing happened on a later day than the one before."""
    steps = (
        "case.opened", "dossier.concluded", "weighing.decided", "assignment.accepted", "execution.completed",
        "evaluation.case_closed",
    )  # fmt: skip
    found = ask(
        told,
        "select e.type, min(e.at) from events e join cases c on c.id = e.case_id"
        " where c.title = 'Massagesalon Vuurdoornplein' group by e.type",
    )
    first = {type_: at.date() for type_, at in found}
    days = [first[step] for step in steps]

    assert days == sorted(set(days))
    assert days[-1] - days[0] > timedelta(days=90)


def test_something_is_overdue_and_something_is_new(told: Database) -> None:
    overdue = "select count(*) from requests r where due_on < :on and not exists (select from answers where request_id = r.id)"
    assert ask(told, overdue, on=today())[0][0] >= 3
    waiting = ask(told, "select count(*) from scopes where kind = 'signal' and step = 'detection'")[0][0]
    assert 25 <= waiting <= 50
    recent = ask(told, "select count(*) from events where at > :since", since=now() - timedelta(days=5))
    assert recent[0][0] > 20
    closed = [at.month for (at,) in ask(told, "select created_at from closures")]
    assert len(closed) >= 6
    assert len(set(closed)) >= 4


def test_what_a_meeting_decided_was_decided_while_the_case_lay_there(told: Database) -> None:
    found = ask(
        told,
        "select m.starts_at, m.ends_at, m.started_at, i.opened_at, d.created_at, coalesce(i.closed_at, m.closed_at)"
        " from decisions d join agenda_items i on i.id = d.item_id join meetings m on m.id = i.meeting_id",
    )
    assert len(found) > 15
    for begins, ends, *moments in found:
        assert [begins, *moments, ends] == sorted([begins, *moments, ends])
    weighed = ask(
        told, "select d.id from decisions d join weighings w on w.id = d.evidence_id and d.kind = 'B10'"
    )
    assert len(weighed) >= 4


def test_minutes_are_adopted_where_the_next_meeting_of_the_district_begins(told: Database) -> None:
    found = ask(
        told,
        "select m.adopted_at, (select min(n.started_at) from meetings n"
        " where n.theme = m.theme and n.started_at > m.started_at) from meetings m where m.closed_at is not null",
    )
    assert Counter(next_ is not None for _, next_ in found) == {True: 3, False: 2}
    for adopted, began in found:
        assert (adopted is None) == (began is None)
        assert adopted is None or timedelta(0) <= adopted - began < timedelta(minutes=10)
    corrected = "select 1 from minutes where kind = 'correction'"
    assert len(ask(told, corrected)) == 1


def test_a_list_moves_with_what_happened(told: Database) -> None:
    """The last activity of a case is that of the last thing somebody did there; who may come in is no news.

    Minutes that are adopted come into all of their cases with one event, which is of the meeting; and that a case is
    on an agenda is told in the case when that was sent.
    """
    found = ask(
        told,
        "select max(p.last_activity_at), greatest(max(e.at), (select max(m.created_at) from minutes m"
        " where m.case_id = p.scope_id and m.kind = 'adopted'),"
        " (select max(i.created_at) from agenda_items i where i.case_id = p.scope_id))"
        " from participations p join events e on e.case_id = p.scope_id"
        " where p.kind = 'case' and e.type !~ '^(account|case.glass|case.person)' group by p.scope_id",
    )

    assert all(abs(seen - happened) < timedelta(days=7) for seen, happened in found)
    assert sum(seen == happened for seen, happened in found) > len(found) / 2


def test_accounts_are_of_now(told: Database, postgres: Postgres) -> None:
    made = [at for (at,) in ask(told, "select changed_at from credentials")]

    assert len(made) > 60
    # The region is told once in a run of tests, and that can be a while ago.
    finished = datetime.fromtimestamp(postgres.demo_said.stat().st_mtime, UTC)
    assert finished - min(made) < timedelta(minutes=10)


def test_the_log_is_whole(told: Database, tmp_path: Path) -> None:
    with told.session_as("sealer") as session:
        while audit.seal(session, margin=timedelta(0)):
            session.commit()
        audit.checkpoint(session, tmp_path)
        session.commit()
    with told.session_as("auditor") as session:
        assert audit.verify_database(session, tmp_path).exit_code == 0


# --- the clock -------------------------------------------------------------------------------------


def test_afterwards_nobody_can_choose_the_time(told: Database) -> None:
    refuse_told_time(told)
    for role in ("app", "login", "worker", "auditor", "sealer", "statistics"):
        with told.engine(role).connect() as connection:
            connection.exec_driver_sql("set demo.clock = '2026-02-03 10:00+00'")
            clocks = connection.exec_driver_sql(
                "select clock(), statement_clock(), transaction_clock(), today()"
            ).one()
            assert all(abs(at - datetime.now(UTC)) < timedelta(minutes=1) for at in clocks[:3]), role
            assert clocks[3] == today()
            connection.rollback()


def test_an_act_under_a_forged_clock_is_of_now(fresh_database: Database) -> None:
    world: World = build(fresh_database)
    with fresh_database.engine("app").connect() as connection:
        connection.exec_driver_sql("set demo.clock = '2026-02-03 10:00+00'")
        connection.commit()
    signal_id = world.signal()

    for (made,) in ask(fresh_database, "select created_at from signals where id = :id", id=signal_id):
        assert datetime.now(UTC) - made < timedelta(minutes=1)


@pytest.mark.parametrize("role", ["app", "login", "worker", "sealer"])
def test_only_the_owner_can_replace_a_clock(fresh_database: Database, role: str) -> None:
    with (
        fresh_database.engine(role).connect() as connection,
        pytest.raises(Exception, match=r"must be owner|permission denied"),
    ):
        connection.exec_driver_sql(
            "create or replace function clock() returns timestamptz language sql as $$ select now() - interval '1 year' $$"
        )


def test_time_is_real_again_when_the_telling_breaks_off(fresh_database: Database) -> None:
    def break_off() -> None:
        with told_time(fresh_database):
            with pytest.raises(ClockIsTold):
                refuse_told_time(fresh_database)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()

    refuse_told_time(fresh_database)
    with fresh_database.session_as("login") as session:
        assert session.execute(text("select current_setting('demo.clock', true)")).scalar() in (None, "")


def test_outside_a_story_python_knows_no_other_time() -> None:
    with clock.at(LOADED):
        assert now() == LOADED
        told_ids = [new_id() for _ in range(50)]
    assert told_ids == sorted(told_ids)
    assert abs(now() - datetime.now(UTC)) < timedelta(seconds=1)
    assert clock.nanoseconds() is None
