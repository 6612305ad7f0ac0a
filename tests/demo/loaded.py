"""The demo region as the tests know it: loaded once, and looked at by all of them."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import text

from db.session import Database


@dataclass
class Loaded:
    """The demo in a database of its own, with what was written down about it."""

    database: Database
    file: Path
    said: list[str]

    @property
    def written(self) -> dict[str, Any]:
        """The accounts file."""
        found: dict[str, Any] = json.loads(self.file.read_text())
        return found

    def rows(self, email: str, query: str) -> list[Any]:
        """What a query shows to this person."""
        with self.database.session_as("login") as session:
            actor_id = session.execute(
                text("select id from actors where email = :email"), {"email": email}
            ).scalar_one()
        with self.database.session_for(actor_id) as session:
            return list(session.execute(text(query)))
