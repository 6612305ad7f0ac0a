"""The clock of the story: while the region is told the database believes the teller what time it is.

Only the owner of the database can arrange that, and it is undone before anybody is served. `refuse_told_time` is
the last word: who has a database whose clocks are not PostgreSQL's own gets no application on it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, event, text

from db.policies import clock
from db.session import Database
from domain.calendar import now


class ClockIsTold(RuntimeError):
    """The clocks of the database say what a story says; nobody may work with it."""


@contextmanager
def told_time(database: Database) -> Iterator[None]:
    """Let acts be done at the moment of the story (`db.clock.at`); afterwards time is real again, come what may."""
    engines = [database.engine(role) for role in ("app", "login")]
    _set_clocks(database, told=True)
    try:
        for engine in engines:
            event.listen(engine, "begin", _say_the_time)
        yield
    finally:
        for engine in engines:
            event.remove(engine, "begin", _say_the_time)
        _set_clocks(database, told=False)


def refuse_told_time(database: Database) -> None:
    """Raise when the clocks of this database are not PostgreSQL's own."""
    with database.engine("owner").connect() as connection:
        found = connection.execute(
            text(
                "select proname, prosrc from pg_proc where pronamespace = 'public'::regnamespace"
                " and proname = any(:names)"
            ),
            {"names": list(clock.REAL)},
        )
        sources = {row.proname: row.prosrc for row in found}
    if sources != clock.REAL:
        raise ClockIsTold


def _set_clocks(database: Database, *, told: bool) -> None:
    with database.engine("owner").begin() as connection:
        for function in clock.functions(told=told):
            connection.exec_driver_sql(function)


def _say_the_time(connection: Connection) -> None:
    """Tell PostgreSQL, at the start of a transaction and for as long as it lasts.

    Nor does it wait for the disk: what breaks off is told anew.
    """
    connection.exec_driver_sql(
        "select set_config(%s, %s, true), set_config('synchronous_commit', 'off', true)",
        (clock.SETTING, now().isoformat()),
    )
