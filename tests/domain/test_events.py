"""What may stand in an event, and that every type of event is explained."""

import ast
import inspect
import re
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from domain import audit, events
from domain.events import EventType, NotForTheLog, backoff, types
from domain.events.recording import _plain

ROOT = Path(__file__).parents[2]
DOCUMENTED = dict(
    re.findall(r"^\| `([a-z_.]+)` \| (.+) \|$", (ROOT / "docs" / "events.md").read_text(), re.MULTILINE)
)


class Colour(StrEnum):
    RED = "red"


def _docstrings() -> dict[str, str]:
    """The string under each member of EventType."""
    [declared] = [node for node in ast.parse(inspect.getsource(types)).body if isinstance(node, ast.ClassDef)]
    said: dict[str, str] = {}
    for node, after in zip(declared.body, declared.body[1:], strict=False):
        if isinstance(node, ast.Assign):
            assert isinstance(after, ast.Expr), f"{ast.unparse(node)} has no docstring"
            said[ast.literal_eval(node.value)] = ast.literal_eval(after.value)
    return said


def test_docs_say_of_every_type_what_its_docstring_says() -> None:
    assert _docstrings() == DOCUMENTED
    assert set(DOCUMENTED) == set(EventType)


def test_docs_name_every_finding() -> None:
    said = dict(
        re.findall(r"^\| ([a-z]+) \| (.+) \|$", (ROOT / "docs" / "events.md").read_text(), re.MULTILINE)
    )
    assert audit.KINDS.items() <= said.items()


@pytest.mark.parametrize("type", EventType)
def test_member_is_called_after_its_value(type: EventType) -> None:
    assert type.name == type.value.replace(".", "_").upper()
    assert re.fullmatch(r"[a-z]+\.[a-z_]+", type.value)


def test_data_takes_ids_codes_and_numbers() -> None:
    one = UUID(int=1)
    given: dict[str, Any] = {
        "id": one,
        "codes": {"wgs-2.23", "R"},
        "order": ["b", "a"],
        "enum": Colour.RED,
        "count": 2,
        "due": date(2026, 1, 2),
        "at": datetime(2026, 1, 2, tzinfo=UTC),
        "yes": True,
        "none": None,
    }
    assert _plain(given) == {
        "id": str(one),
        "codes": ["R", "wgs-2.23"],
        "order": ["b", "a"],
        "enum": "red",
        "count": 2,
        "due": "2026-01-02",
        "at": "2026-01-02T00:00:00+00:00",
        "yes": True,
        "none": None,
    }


@pytest.mark.parametrize(
    "value",
    ["Jan Jansen", "", "123456782", "a" * 65, "0612345678", {"name": "x"}, ["one", "and two"], b"x", "x\n"],
)
def test_data_takes_no_text_and_no_identification_numbers(value: object) -> None:
    with pytest.raises(NotForTheLog):
        _plain({"about": value})


def test_a_failed_delivery_waits_longer_each_time() -> None:
    waits = [backoff(attempt) for attempt in range(1, events.MAX_ATTEMPTS)]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(seconds=30)
    assert timedelta(hours=12) < sum(waits, timedelta()) < timedelta(days=1)
