"""What a request asks of PostgreSQL: statements, pages touched, plans made. Counted apart, so that it costs nothing."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg.sql import SQL, Literal

SETTINGS = {"shared_preload_libraries": "pg_stat_statements"}

_SUM = """
select coalesce(sum(calls), 0)::float, coalesce(sum(shared_blks_hit + shared_blks_read), 0)::float,
       coalesce(sum(plans), 0)::float
  from pg_stat_statements where userid = 'schakel_app'::regrole
"""
_SESSIONS = "select sessions from pg_stat_database where datname = current_database()"
_EACH = """
select calls, plans, shared_blks_hit + shared_blks_read, total_plan_time, total_exec_time,
       regexp_replace(query, '\\s+', ' ', 'g')
  from pg_stat_statements where userid = 'schakel_app'::regrole order by total_plan_time + total_exec_time desc
"""


@dataclass
class Asked:
    """Of one request, on average."""

    statements: float = 0.0
    buffers: float = 0.0
    plans: float = 0.0
    each: tuple[tuple[object, ...], ...] = ()


class Counter:
    """Counts through the superuser what the application asks."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        self._connection.execute("create extension if not exists pg_stat_statements")
        self._set("none", "off")

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def connections(self) -> int:
        """How many times somebody connected so far."""
        return int(self._row(_SESSIONS)[0])

    @contextmanager
    def counting(self, requests: int) -> Iterator[Asked]:
        """Count what happens inside, for this many requests."""
        asked = Asked()
        self._set("top", "on")
        self._connection.execute("select pg_stat_statements_reset()")
        try:
            yield asked
            statements, buffers, plans = (float(value) / requests for value in self._row(_SUM))
            asked.statements, asked.buffers, asked.plans = statements, buffers, plans
            asked.each = tuple(self._connection.execute(_EACH).fetchall())
        finally:
            self._set("none", "off")

    def _row(self, question: str) -> tuple[float, ...]:
        found = self._connection.execute(question.encode()).fetchone()
        assert found is not None
        return found

    def _set(self, track: str, planning: str) -> None:
        for name, value in (("track", track), ("track_planning", planning)):
            self._connection.execute(
                SQL("alter system set pg_stat_statements.{} = {}").format(SQL(name), Literal(value))
            )
        self._connection.execute("select pg_reload_conf()")
        time.sleep(0.2)
