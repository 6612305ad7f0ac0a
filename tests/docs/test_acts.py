"""The table of acts in the API guide is what the application does: roles as it names them when it refuses."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from db.session import Database
from tests.access_matrix import SIGNED_IN, Row
from tests.api.caller import calling
from tests.api.prepared import Prepared
from tests.api.test_examples import ACTS, a_try, sees
from tests.docs.markdown import ROOT, File

GUIDE = File(ROOT / "docs" / "api.md")
HEADING = "Who may do what"
CONCERNED = "the organisation whose it is, or that was asked"
CHAIN = {"signals", "cases", "dossier", "weighing", "assignment", "execution", "evaluation"}

# Kind of object in the access matrix -> the step in which the act can be done; the others do not depend on one.
STEPS = {
    "signal": "detection",
    "subject": "dossier",
    "contribution": "dossier",
    "relation": "dossier",
    "request": "dossier",
    "subject in weighing": "weighing",
    "subject in assignment": "assignment",
    "intervention": "assignment",
    "running intervention": "execution",
    "case to close": "evaluation",
    "closed case": "closed",
    "closed subject": "closed",
}


@pytest.fixture(scope="module")
def prepared(module_database: Database) -> Iterator[Prepared]:
    """The two cases of the access matrix, and everybody."""
    with calling(module_database) as caller:
        yield Prepared(caller)


def test_the_table_of_acts_is_what_the_application_does(prepared: Prepared) -> None:
    found = [_line(prepared, row) for row in ACTS if _of_the_chain(prepared, row)]
    written = GUIDE.table_under(HEADING)
    as_text = "\n".join(f"| {' | '.join(line)} |" for line in found)
    assert written == found, f"the table under {HEADING!r} in {GUIDE} must be:\n{as_text}"


def _operation(prepared: Prepared, row: Row) -> dict[str, Any]:
    operation = prepared.caller.contract.operation(row.method, re.sub(r"\{\w+\}", "x", row.path))
    assert operation is not None
    return operation


def _of_the_chain(prepared: Prepared, row: Row) -> bool:
    return bool(CHAIN & set(_operation(prepared, row)["tags"]))


def _line(prepared: Prepared, row: Row) -> list[str]:
    name = _operation(prepared, row)["operationId"]
    act = re.sub(r"[A-Z]", lambda letter: f" {letter[0].lower()}", name)
    path = f"`{row.method} {row.path.removeprefix('/api/v1')}`"
    return [act, path, STEPS.get(row.on or "", "any"), ", ".join(_roles(prepared, row))]


def _roles(prepared: Prepared, row: Row) -> list[str]:
    """As the refusal names them; where it names none, it is not the role that somebody lacked."""
    for who in SIGNED_IN:
        if row.expected(who) == "403" and sees(prepared, who, row):
            answer = a_try(prepared, row, who)
            if answer.json()["code"] == "role-required":
                return [_word(role) for role in answer.json()["facts"]["roles"]]
    return [CONCERNED]


def _word(role: object) -> str:
    """The role as people call it: the code, or what the refusal says of it in English."""
    said = role.get("en", "") if isinstance(role, dict) else str(role)
    return said.replace("_", " ").lower()
