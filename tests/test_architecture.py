"""The house stands as it is described: one act in every layer, every word documented, modules small enough to read."""

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel

from api.main import create_app
from api.problems import ERRORS
from db.policies.sharing import shareable_tables
from db.session import Database
from domain.events import EventType
from domain.process import TRANSITIONS

ROOT = Path(__file__).parents[1]
OURS = sorted(
    path
    for folder in ("api", "db", "domain", "web", "migrations")
    for path in (ROOT / folder).rglob("*.py")
    if "versions" not in path.parts
)
MOST_LINES = 350

ROOMS = ("detection", "dossier", "weighing", "assignment", "execution", "evaluation")
STEPS = ("detection", "dossier", "weighing", "assignment", "execution", "evaluation", "closed")


def table_of_acts() -> list[dict[str, list[str]]]:
    """The table in the README: for each room its tables, verbs, nouns and events."""
    text = (ROOT / "README.md").read_text()
    lines = [line for line in text.splitlines() if line.startswith("| ") and " | " in line]
    start = next(number for number, line in enumerate(lines) if line.startswith("| room |"))
    found = []
    for line in lines[start + 1 :]:
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if len(cells) != 5:
            break
        room, tables, verbs, nouns, events = cells
        found.append({
            "room": [room.split()[0]],
            "tables": tables.split(", "),
            "verbs": re.sub(r" \([^)]*\)", "", verbs).split(", "),
            "nouns": nouns.split(", "),
            "events": events.split(", "),
        })  # fmt: skip
    return found


ACTS = table_of_acts()
BY_ROOM = pytest.mark.parametrize("line", ACTS, ids=lambda line: line["room"][0])


@pytest.fixture(scope="module")
def paths(database: Database) -> dict[str, set[str]]:
    """Every path of the API with its methods, without the names of what stands in braces."""
    described: dict[str, Any] = create_app(database=database).openapi()["paths"]
    return {
        re.sub(r"\{[^}]*\}", "{}", path): {method.upper() for method in methods}
        for path, methods in described.items()
    }


def source(*folders: str) -> str:
    """All the code of these folders."""
    return "\n".join(path.read_text() for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))


def test_the_table_of_acts_is_the_whole_chain() -> None:
    assert [line["room"][0] for line in ACTS] == [
        "detection",
        "cases",
        *ROOMS[1:],
        "attachments",
        "disclosures",
        "connections",
        "meetings",
    ]


@BY_ROOM
def test_every_act_is_a_verb_in_the_domain(line: dict[str, list[str]]) -> None:
    module = getattr(__import__(f"domain.{line['room'][0]}"), line["room"][0])
    for verb in line["verbs"]:
        assert callable(getattr(module, verb, None)), verb
        assert getattr(module, verb).__doc__, verb


@BY_ROOM
def test_every_act_has_its_tables(line: dict[str, list[str]]) -> None:
    shareable = {table.name for table in shareable_tables()}
    for table in line["tables"]:
        assert table in SQLModel.metadata.tables, table
        assert table in shareable | {"participations"}, f"{table} holds what partners share"


def test_every_shareable_table_has_a_room() -> None:
    named = {table for line in ACTS for table in line["tables"]}
    # A fact about any of them, in whichever room it came about.
    assert {table.name for table in shareable_tables()} - named == {"statuses"}


@BY_ROOM
def test_every_act_has_its_nouns_in_the_api(line: dict[str, list[str]], paths: dict[str, set[str]]) -> None:
    for noun in line["nouns"]:
        ending = re.sub(r"\{[^}]*\}", "{}", noun)
        assert any(methods & {"POST", "PUT"} for path, methods in paths.items() if path.endswith(ending)), (
            noun
        )


@BY_ROOM
def test_every_act_is_called_by_both_edges(line: dict[str, list[str]]) -> None:
    api, web = source("api/routers"), source("web")
    for verb in line["verbs"]:
        called = re.compile(rf"\b{verb}\b")
        assert called.search(api), f"{verb} has no API"
        # A case is opened by taking up a signal, on the page where that is decided.
        assert called.search(web) or verb == "open_case", f"{verb} has no page"


@BY_ROOM
def test_every_act_leaves_its_event(line: dict[str, list[str]]) -> None:
    documented = (ROOT / "docs" / "events.md").read_text()
    known = {event.value for event in EventType}
    prefix = line["events"][0].split(".")[0]
    for name in line["events"]:
        full = name if not name.startswith(".") else prefix + name
        assert full in known, full
        assert f"`{full}`" in documented, full


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_one_name_in_every_layer(room: str) -> None:
    for place in (f"db/tables/{room}.py", f"api/routers/{room}.py", f"web/{room}.py"):
        assert (ROOT / place).is_file(), place
    assert (ROOT / f"domain/{room}.py").is_file() or (ROOT / f"domain/{room}/__init__.py").is_file()
    assert (ROOT / f"web/templates/{room}").is_dir()


def test_the_process_stands_in_one_dictionary() -> None:
    steps = {step.value for _, step in TRANSITIONS} | {
        to.value for acts in TRANSITIONS.values() for to in acts.values()
    }
    assert steps == set(STEPS)
    moving = re.compile(r"update\s+scopes\b", re.IGNORECASE)
    movers = [path for path in OURS if moving.search(path.read_text())]
    assert {path.relative_to(ROOT).as_posix() for path in movers} == {"db/policies/process.py"}


# --- the house ------------------------------------------------------------------------------------


def test_layers_and_rooms_import_as_agreed() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]


def test_no_module_is_too_long_to_read() -> None:
    long = {path.relative_to(ROOT).as_posix(): len(path.read_text().splitlines()) for path in OURS}
    assert {path: lines for path, lines in long.items() if lines > MOST_LINES} == {}


def test_no_module_is_a_drawer() -> None:
    drawers = re.compile(r"(^|_)(utils?|helpers?|manager|common|misc|service)s?$")
    assert [path for path in OURS if drawers.search(path.stem) and path.name != "manager.html"] == []


def test_every_public_function_says_what_it_does() -> None:
    bare = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in OURS
        if path.is_relative_to(ROOT / "domain") or path.is_relative_to(ROOT / "db")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert bare == []


def test_every_module_says_what_it_is_for() -> None:
    bare = [
        path
        for path in OURS
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert bare == []


def test_nothing_is_put_off() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|pytest\.(mark\.)?(skip|xfail)")
    # A scanner for viruses cannot be had everywhere; those tests then say so.
    allowed = (Path(__file__), ROOT / "tests" / "attachments" / "__init__.py")
    found = [
        path
        for path in [*OURS, *(ROOT / "tests").rglob("*.py")]
        if path not in allowed and marks.search(path.read_text())
    ]
    assert found == []


def test_every_refusal_has_its_words() -> None:
    """A code that the domain or the edges raise, in a call of an error, has a text in both languages."""
    errors = {
        "NotFound",
        "NotAllowed",
        "WrongStep",
        "Conflict",
        "NotSignedIn",
        "TooMany",
        "Problem",
        "DomainError",
    }
    raised = {
        argument.value
        for path in OURS
        if path.parts[len(ROOT.parts)] in ("domain", "api", "web")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in errors
        for argument in node.args[:1]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
    assert len(raised) > 30
    assert raised - set(ERRORS) == set()


def test_only_the_settings_read_the_environment() -> None:
    readers = {
        path.relative_to(ROOT).as_posix()
        for path in OURS
        if re.search(r"os\.(environ|getenv)", path.read_text())
    }
    # The embedded server passes an environment on to PostgreSQL's own programs; it takes nothing from it.
    assert readers <= {"db/embedded.py"}
