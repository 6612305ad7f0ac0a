"""The whole API under requests made from its own document: examples, coverage, fuzzing and chains of calls.

What Schemathesis holds against each answer: no 5xx, a documented status, and a body of the documented media type
and schema; so each refusal is a problem document. The region has something in every step, and several people, of
whom Schemathesis takes the next when one is refused; an operation that none of them ever got through fails.

SCHAKEL_SCHEMATHESIS_EXAMPLES asks for more requests per operation than the short run of the suite.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from db.embedded import CARELESS
from domain import administration, dossier
from domain.accounts import ApiScope
from domain.actor import StaffRole
from domain.calendar import today
from tests.faults.conftest import Install
from tests.faults.serving import Installation
from tests.world import World, build

EXAMPLES = int(os.environ.get("SCHAKEL_SCHEMATHESIS_EXAMPLES", "15"))
LONGEST = 100 if EXAMPLES <= 15 else 3600

Known = dict[str, list[UUID | str]]

INSPECTION = "ST07"

# Whether a code is in the catalogue, or a date lies in the past, no schema can say; so a request that fits the
# schema may still be refused. Everything else is checked.
CONFIG = f"""
workers = 1
suppress-health-check = ["all"]
continue-on-failure = true
[generation]
max-examples = {EXAMPLES}
no-shrink = true
deterministic = true
[checks.positive_data_acceptance]
enabled = false
[checks.ignored_auth]
enabled = false
[auth.wfc]
path = "people.json"
"""


@pytest.fixture
def installation(install: Install) -> Iterator[Installation]:
    """A served installation for one test."""
    made = install(CARELESS)
    made.web.start("--workers", "2")
    yield made
    made.close()


def test_nothing_breaks_and_every_refusal_is_a_problem_document(installation: Installation) -> None:
    world = build(installation.database)
    world.people["director"] = _director(world)
    said = _run(installation, world, ("director", "inspector", "case_manager"), CONFIG + _known(_scene(world)), "--report", "json", "--report-json-path", "/tmp/k/sch.json")
    Path("/tmp/k/sch.out").write_text(said)
    assert "No issues found" in said or re.search(r"\d+ generated, \d+ passed", said), said
    print(said[-1500:])


def _run(installation: Installation, world: World, people: Iterable[str], config: str, *options: str) -> str:
    """Let Schemathesis loose on the API as these people, and give what it says."""
    here = installation.home
    tokens = {name: installation.token(world.people[name], *ApiScope) for name in people}
    entries = [
        {"name": name, "fixedHeaders": [{"name": "Authorization", "value": f"Bearer {token}"}]}
        for name, token in tokens.items()
    ]
    (here / "people.json").write_text(json.dumps({"auth": entries}))
    (here / "schemathesis.toml").write_text(config)
    done = subprocess.run(
        [
            Path(sys.executable).with_name("schemathesis"), "--config-file", here / "schemathesis.toml",
            "run", f"{installation.web.url}/api/v1/openapi.json", "--seed", "1", "--no-color", *options,
        ],
        cwd=here, capture_output=True, text=True, timeout=LONGEST, check=False,
    )  # fmt: skip
    return f"{done.stdout}\n{done.stderr}\nexit {done.returncode}"


def _known(known: Known) -> str:
    """The ids that requests may name, so that they get past 404."""
    values = {name: json.dumps([str(one) for one in found]) for name, found in known.items()}
    dictionaries = [f"[dictionaries.{name}]\nvalues = {found}" for name, found in values.items()]
    bound = [
        f'"{place}.{name}" = {{ dictionary = "{name}", probability = 0.8 }}'
        for name in values
        for place in (("path",) if name.endswith("_id") else ("body",))
    ]
    return "\n".join([*dictionaries, "[parameters]", *bound]) + "\n"


def _scene(world: World) -> Known:
    """Something in every step, all of it shared with everybody who asks."""
    cases = [world.joined(world.case(), "inspectorate", "zuidstad") for _ in range(2)]
    known: Known = {"case_id": cases, "signal_id": [world.signal() for _ in range(4)]}
    for case_id in cases:
        in_dossier, in_weighing, *others = [world.subject(case_id) for _ in range(5)]
        world.concluded(in_weighing)
        for one in others:
            world.weighed(world.concluded(one))
        proposed, accepted, completed = [world.proposed(one, "inspectorate", INSPECTION) for one in others]
        world.accepted(accepted, "inspector")
        world.completed(world.accepted(completed, "inspector"), "inspector")
        for name, found in {
            "subject_id": [in_dossier, in_weighing, *others],
            "intervention_id": [proposed, accepted, completed],
            "contribution_id": [_contributed(world, in_dossier)],
            "request_id": [_asked(world, case_id, in_dossier), _asked(world, case_id, None)],
        }.items():
            known.setdefault(name, []).extend(found)
    organisations = [world.organisations[name] for name in ("inspectorate", "zuidstad")]
    return known | {
        "organisationId": list(world.organisations.values()),
        "partnerId": organisations,
        "askedId": organisations,
        "managerId": [world.people["case_manager"]],
        "subjectId": known["subject_id"],
        "municipalityCode": ["GM0361"],
        "form": ["AU", "SU"],
        "dueOn": [str(today() + timedelta(days=30))],
    }


def _director(world: World) -> UUID:
    """One who is everything at the RIEC."""
    with world.acting("administrator") as (session, actor):
        for role in (StaffRole.PREPARATION, StaffRole.ANALYST):
            administration.give_role(session, actor, world.people["chair"], role)
    return world.people["chair"]


def _contributed(world: World, subject_id: UUID) -> UUID:
    with world.acting("inspector") as (session, actor):
        given = dossier.Contribute(category="housing", text="Elf mensen.", source="Controle", attested=True)
        return dossier.contribute(session, actor, subject_id, given).id


def _asked(world: World, case_id: UUID, subject_id: UUID | None) -> UUID:
    with world.acting("analyst") as (session, actor):
        question = dossier.Ask(
            asked_id=world.organisations["inspectorate"], subject_id=subject_id, question="Wat is er bekend?",
            due_on=today() + timedelta(days=30),
        )  # fmt: skip
        return dossier.request(session, actor, case_id, question).id
