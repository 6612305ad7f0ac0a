"""The sessions in the guides, run exactly as they stand there, against the application as it is served."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from db.embedded import CARELESS
from domain import accounts, administration
from domain.accounts import ApiScope
from tests.docs.markdown import ROOT, File
from tests.faults.conftest import Install, install
from tests.faults.serving import Installation
from tests.world import World, build

__all__ = ["install"]

API_GUIDE = File(ROOT / "docs" / "api.md")
README = File(ROOT / "README.md")
EXAMPLES = ROOT / "examples" / "python"


@dataclass
class Region:
    """A served installation with a region, a machine in it, and the file with accounts that a demo has."""

    installation: Installation
    world: World
    client_id: str
    secret: str

    @property
    def site(self) -> str:
        """Where it is served."""
        return self.installation.web.url

    def run(self, *command: str, given: str | None = None, **environment: str) -> str:
        """Run a command as a reader would; says what it printed."""
        known = {"SCHAKEL_SITE": self.site, "SCHAKEL_CLIENT": f"{self.client_id}:{self.secret}"}
        done = subprocess.run(
            command, input=given, capture_output=True, text=True, timeout=60, check=False,
            env={**_of_this_machine(), **known, **environment},
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def _of_this_machine() -> Mapping[str, str]:
    return {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}


@pytest.fixture(scope="module")
def region(install: Install) -> Region:
    """As `./demo` would serve it."""
    made = install(CARELESS)
    world = build(made.database)
    with world.acting("administrator") as (session, actor):
        machine = administration.add_actor(
            session, actor,
            administration.AddActor(organisation_id=world.organisations["zuidstad"], kind="client", name="Zaaksysteem"),
        )  # fmt: skip
    _admit(world, machine)
    with made.database.session_as("login") as session:
        new = accounts.create_api_client(session, machine, ApiScope)
        session.commit()
    _write_accounts(made.home, new)
    made.web.settings = {"SCHAKEL_DEMO": "true", "SCHAKEL_PUBLIC_URL": made.web.url}
    made.web.start("--workers", "1")
    return Region(made, world, new.client_id, new.secret)


def _admit(world: World, machine: Any) -> None:
    from domain.actor import StaffRole
    from tests.api.caller import _admission

    with world.acting("administrator") as (session, actor):
        for role in (StaffRole.REPORTER, StaffRole.HANDLER):
            administration.give_role(session, actor, machine, role)
        administration.admit(session, actor, machine, _admission())


def _write_accounts(home: Path, new: accounts.NewClient) -> None:
    lists = {
        "people": [{"email": "preparer@example.org", "roles": ["preparation"]}],
        "clients": [{"client_id": new.client_id, "client_secret": new.secret}],
    }
    (home / "demo-accounts.json").write_text(json.dumps(lists))


def test_the_curl_session_submits_one_signal_however_often_it_runs(region: Region) -> None:
    session, _ = API_GUIDE.code("sh")
    assert len(session.splitlines()) == 10
    first, again = (json.loads(region.run("bash", "-euc", session)) for _ in range(2))
    assert first["id"] == again["id"]
    assert first["place"] == "Bedrijventerrein Zuid"
    assert region.installation.rows("select count(*) from signals") == [(1,)]


def test_the_batch_says_of_each_signal_what_became_of_it(region: Region) -> None:
    one, batch = API_GUIDE.code("sh")
    beginning = "\n".join(one.splitlines()[:4])  # where the site is, and a token for it
    first, again = (json.loads(region.run("bash", "-euc", f"{beginning}\n{batch}")) for _ in range(2))
    assert [item["status"] for item in first["items"]] == [201, 400]
    assert first["items"][0]["id"] == again["items"][0]["id"]
    assert {"/form", "/narrative"} & {wrong["pointer"] for wrong in first["items"][1]["problem"]["errors"]}


def test_the_python_session_does_what_it_says(region: Region) -> None:
    (session,) = API_GUIDE.code("python")
    said = region.run(sys.executable, "-c", session, PYTHONPATH=str(EXAMPLES))
    assert said.startswith("invalid [")
    assert "/form" in said
    assert "/municipalityCode" in said


def test_the_sessions_in_the_readme_work(region: Region) -> None:
    two_commands, *sessions = README.code("sh")
    assert "./demo" in two_commands
    given = {"SITE": region.site, "DATA": str(region.installation.home)}
    for session in sessions:
        answer = json.loads(region.run("bash", "-euc", session, **given))
        assert {"id", "items"} & answer.keys()


def test_the_client_heeds_refusals_waits_and_versions(
    region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is hard to see from outside: a new token for a refused one, Retry-After, and who was first."""
    monkeypatch.syspath_prepend(EXAMPLES)
    import schakel_client as example

    waits: list[float] = []
    monkeypatch.setattr(example.time, "sleep", waits.append)
    with example.Schakel(region.site, region.client_id, region.secret) as schakel:
        schakel._valid_token()
        answers = iter([_problem(503, {"Retry-After": "7"})])
        through = schakel._http.request
        monkeypatch.setattr(schakel._http, "request", lambda *a, **k: next(answers, None) or through(*a, **k))
        assert list(schakel.signals()) != []
        assert waits == [7.0]
        answers = iter([_problem(401)])
        assert list(schakel.signals()) != []
        with pytest.raises(example.Problem) as refused:
            schakel.signal("01a20000-0000-7000-8000-000000000000")
        assert (refused.value.status, refused.value.code) == (404, "not-found")
    with (
        example.Schakel(region.site, region.client_id, "wrong") as stranger,
        pytest.raises(example.Problem) as refused,
    ):
        next(stranger.signals())
    assert (refused.value.status, refused.value.code) == (401, "invalid_client")


def _problem(status: int, headers: dict[str, str] | None = None) -> httpx2.Response:
    return httpx2.Response(status, headers=headers, json={"code": "x", "detail": ""})


def test_the_client_corrects_what_nobody_else_changed(
    region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(EXAMPLES)
    import schakel_client as example

    from domain import dossier

    subject_id = region.world.subject(region.world.case())
    with example.Schakel(region.site, region.client_id, region.secret) as schakel:
        token = schakel._valid_token()
        given = dossier.Contribute(
            category="identification", text="Zoals bekend.", source="BRP", attested=True
        )
        made = httpx2.post(
            f"{region.site}/api/v1/subjects/{subject_id}/contributions",
            headers={"Authorization": f"Bearer {token}"},
            json=given.model_dump(mode="json", by_alias=True, exclude_none=True),
            trust_env=False,
        ).json()
        old = schakel.contribution(made["id"])
        new = schakel.correct(old, "Toch anders.", "BRP")
        assert new.content.text == "Toch anders."
        assert new.etag != old.etag
        with pytest.raises(example.Problem) as refused:
            schakel.correct(old, "Nog anders.", "BRP")
        assert refused.value.status == 412


def test_the_example_is_typed() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "schakel_client.py"],
        cwd=EXAMPLES, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_every_scope_is_explained() -> None:
    explained = {re.sub("`", "", line[0]) for line in API_GUIDE.table_under("What you need")}
    assert explained == {scope.value for scope in ApiScope}
