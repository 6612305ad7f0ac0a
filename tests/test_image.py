"""The image and compose.yaml, as far as they can be held against the code without a container engine."""

import json
import re
import shlex
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import typer.main
import yaml

from api import cli
from api.settings import Settings
from db.bootstrap import PROCESSES

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
OURS = {name: service for name, service in COMPOSE["services"].items() if service.get("image") == "schakel"}
COMMANDS = typer.main.get_command(cli.app).commands  # type: ignore[attr-defined]
LET_IN = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}


def started() -> list[list[str]]:
    """What is started with `schakel`, by the image and by every service."""
    by_image = re.search(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    assert by_image
    found: list[list[str]] = [json.loads(by_image[1])]
    for service in OURS.values():
        if "entrypoint" in service:  # a shell, which reads one line
            [line] = service["command"]
            found += [shlex.split(words) for words in re.findall(r"\bschakel ([a-z][^&|]*)", line)]
        elif "command" in service:
            found.append(service["command"])
    return found


def test_every_package_and_every_file_that_the_image_copies_is_let_in() -> None:
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["uv"]["build-backend"][
        "module-name"
    ]
    assert set(packages) <= LET_IN
    copied = re.findall(r"^COPY (?!--from)(.*) \S+$", DOCKERFILE, re.MULTILINE)
    assert {name for line in copied for name in line.split()} <= LET_IN | {"."}
    assert [name for name in LET_IN if not (ROOT / name).exists()] == []


def test_what_is_compiled_beforehand_is_every_package() -> None:
    compiled = re.search(r"compileall -q (?!-x)(.*)$", DOCKERFILE, re.MULTILINE)
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["uv"]["build-backend"][
        "module-name"
    ]
    assert compiled
    assert sorted(compiled[1].split()) == sorted(packages)


def test_what_is_started_are_commands_with_their_options() -> None:
    assert {words[0] for words in started()} == {"serve", "worker", "migrate"}
    for name, *options in started():
        COMMANDS[name].make_context(name, list(options), resilient_parsing=True)
        known = {word for one in COMMANDS[name].params for word in one.opts}
        assert {word for word in options if word.startswith("--")} <= known


def test_every_variable_is_a_setting() -> None:
    known = {f"SCHAKEL_{name.upper()}" for name in Settings.model_fields}
    given = {name for service in OURS.values() for name in service["environment"]}
    assert given | set(re.findall(r"\b(SCHAKEL_\w+)=", DOCKERFILE)) <= known


def test_every_service_of_ours_can_change_nothing_but_its_data() -> None:
    assert set(OURS) == {"migrate", "app", "worker", "admin"}
    for service in OURS.values():
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["volumes"][0] == "data:/data"
        assert all(one.partition(":")[2].startswith("/roles") for one in service["volumes"][1:])
        assert [one.partition(":")[0] for one in service["tmpfs"]] == ["/tmp"]
    assert re.search(r"^USER 10001:10001$", DOCKERFILE, re.MULTILINE)


def test_neither_portal_nor_worker_is_given_the_owner() -> None:
    assert "owner" not in {name for names in PROCESSES.values() for name in names}
    assert "roles-of-serve:/roles:ro" in OURS["app"]["volumes"]
    assert "roles-of-worker:/roles:ro" in OURS["worker"]["volumes"]
    assert [name for name, one in OURS.items() if any(v.startswith("roles:") for v in one["volumes"])] == [
        "migrate",
        "admin",
    ]


def test_the_proxy_that_is_believed_is_the_gateway() -> None:
    [network] = COMPOSE["networks"]["default"]["ipam"]["config"]
    for service in OURS.values():
        assert fnmatch(service["environment"]["SCHAKEL_TRUSTED_PROXIES"], f"*:-{network['gateway']}}}")
