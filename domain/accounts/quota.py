"""How much one person, client or address may ask in a minute, counted in PostgreSQL for all processes together.

A process does not count each request there: it draws a share of the minute and spends that by itself
(docs/decisions/0012). What is drawn is counted, so all processes together never give more than the limit.
"""

from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session

WINDOW = 60
"""Seconds; each window begins on the minute of the database's clock, so that processes agree on it."""

# The same table as `throttle`, which is swept of what is a day old.
_DRAW = text("""
insert into throttles as t (key, window_start, count)
values (:key, date_bin(make_interval(secs => :window), clock_timestamp(), timestamptz 'epoch'), :units)
on conflict (key) do update set
    count = case when t.window_start < excluded.window_start then 0 else t.count end + excluded.count,
    window_start = greatest(t.window_start, excluded.window_start)
returning count as claimed, extract(epoch from t.window_start - clock_timestamp())::float + :window as seconds
""")


@dataclass(frozen=True)
class Share:
    """A part of somebody's minute: how many units it holds, how many are left for others, and how long it lasts."""

    units: int
    unclaimed: int
    seconds: float


def draw(session: Session, key: str, units: int, limit: int) -> Share:
    """Claim up to so many units of this minute; commits. After a crash of the server counting may begin anew."""
    session.execute(text("set local synchronous_commit = off"))
    row = session.execute(_DRAW, {"key": key, "window": WINDOW, "units": units}).one()
    session.commit()
    before = row.claimed - units
    return Share(max(0, min(units, limit - before)), max(0, limit - row.claimed), max(0.0, row.seconds))
