"""What is asked of PostgreSQL while something happens."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import event

from db.session import Database


class Sent(NamedTuple):
    """One statement with its values; without them when it was sent for many rows at once."""

    text: str
    values: dict[str, Any]


@contextmanager
def statements(database: Database, *roles: str) -> Iterator[list[Sent]]:
    """The statements of these database roles, as they come; without a name those of the application."""
    sent: list[Sent] = []

    def note(_connection: Any, _cursor: Any, text: str, values: Any, _context: Any, many: bool) -> None:
        sent.append(Sent(text, {} if many else dict(values or {})))

    engines = [database.engine(role) for role in roles or ("app",)]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
