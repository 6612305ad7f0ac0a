"""The OpenAPI document against the Dutch API Design Rules 2.2, rule by rule, and against the file in the repository.

The published ruleset itself runs as well where it is: SCHAKEL_ADR_RULESET names the file, or it stands in a
folder beside the repository; ./test installs Spectral. The rules below hold everywhere.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import jsonschema_rs
import pytest
from fastapi import APIRouter, Query

from api.deps import Db, Page, require_scope
from api.idempotency import Once
from api.openapi import FILE, document, written
from api.openapi.__main__ import fingerprint, generated
from api.openapi.examples import VERBS
from db.tables.base import new_id
from domain.accounts import ApiScope
from domain.shapes import Slice
from tests.api.conftest import ProbeShape, ProbeView

ROOT = Path(__file__).parents[2]
CHANGELOG = ROOT / "docs" / "api-changelog.md"
METHODS = ("get", "put", "post", "patch", "delete")

Json = dict[str, Any]

PROBE = ProbeView(id=new_id(), name="Proef 1")


def _probes() -> APIRouter:
    """A room as builders write one, so that the rules are tried before there are rooms."""
    rooms, router = APIRouter(), APIRouter(prefix="/rare-probes", tags=["probes"])

    @router.post("", status_code=201, dependencies=[require_scope("signals:write")])
    def submit_probe(data: ProbeShape, session: Db, once: Once) -> ProbeView:
        """Submit a probe."""
        return once(lambda: PROBE, lambda _id: PROBE, at="/x")

    @router.get("", dependencies=[require_scope("signals:read")])
    def list_probes(
        page: Page, form_code: Annotated[str, Query(alias="formCode", description="Vorm")] = ""
    ) -> Slice[ProbeView]:
        """List probes."""
        return Slice(items=[])

    @router.get("/{probe_id}", dependencies=[require_scope("signals:read")])
    def show_probe(probe_id: str) -> ProbeView:
        """Show a probe."""
        return PROBE

    rooms.include_router(router)
    return rooms


DOCUMENTS = {"of the app": None, "of a probe": _probes}


@pytest.fixture(scope="module", params=DOCUMENTS)
def openapi(request: pytest.FixtureRequest) -> Json:
    """The document of the app, and one of a made-up room that has a bit of everything."""
    made = DOCUMENTS[request.param]
    return document(made()) if made else _of_the_app()


def _of_the_app() -> Json:
    found: Json = json.loads(generated())
    return found


def operations(openapi: Json) -> Iterator[tuple[str, str, Json]]:
    """Path, method and operation."""
    for path, item in openapi.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def resolved(openapi: Json, node: Json) -> Json:
    """What a $ref points to."""
    while "$ref" in node:
        found: Any = openapi
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node


def test_the_file_is_what_the_app_says() -> None:
    assert FILE.read_text() == generated(), (
        "run python -m api.openapi and write the change in docs/api-changelog.md"
    )


def test_each_change_has_a_line_in_the_changelog() -> None:
    assert f"| {fingerprint(FILE.read_text())} |" in CHANGELOG.read_text()


def test_version_contact_licence_and_server(openapi: Json) -> None:
    assert re.fullmatch(r"3\.1\.\d", openapi["openapi"])
    assert re.fullmatch(r"\d+\.\d+\.\d+", openapi["info"]["version"])
    assert {"name", "url", "email"} <= openapi["info"]["contact"].keys()
    assert openapi["info"]["license"]["name"] == "EUPL-1.2"
    assert [server["url"] for server in openapi["servers"]] == ["/api/v1"]


def test_paths_are_kebab_case_without_a_trailing_slash(openapi: Json) -> None:
    for path in openapi.get("paths", {}):
        assert re.fullmatch(r"(/([a-z0-9]+(-[a-z0-9]+)*|\{[a-zA-Z_]+\}))+", path), path


def test_parameters_are_camel_case_and_described(openapi: Json) -> None:
    for path, _, operation in operations(openapi):
        for parameter in (resolved(openapi, one) for one in operation.get("parameters", [])):
            if parameter["in"] == "query":
                assert re.fullmatch(r"[a-z][a-z\d]*([A-Z][a-z\d]*)*", parameter["name"]), path
            assert parameter["description"][0].isupper(), (path, parameter["name"])


def test_operation_ids_are_verbs_in_camel_case_and_unique(openapi: Json) -> None:
    names = [operation["operationId"] for _, _, operation in operations(openapi)]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z]+([A-Z][a-z]*)*", name) for name in names), names


def test_what_works_says_its_version(openapi: Json) -> None:
    for path, method, operation in operations(openapi):
        fine = {status: answer for status, answer in operation["responses"].items() if status[0] in "23"}
        assert fine, (method, path)
        assert all("API-Version" in answer["headers"] for answer in fine.values())


def test_what_is_refused_is_a_problem_document(openapi: Json) -> None:
    for path, method, operation in operations(openapi):
        refusals = {status for status in operation["responses"] if status[0] in "45"}
        assert {"400", "401", "403", "404", "4XX", "5XX"} <= refusals, (method, path)
        assert "422" not in refusals
        for status in refusals:
            answer = resolved(openapi, operation["responses"][status])
            schema = resolved(openapi, answer["content"]["application/problem+json"]["schema"])
            assert {"status", "title", "detail"} <= schema["properties"].keys()


def test_every_operation_asks_a_scope_of_a_program(openapi: Json) -> None:
    known = {scope.value for scope in ApiScope}
    for path, method, operation in operations(openapi):
        asked = next(way["oauth2"] for way in operation["security"] if "oauth2" in way)
        assert asked, f"{method} {path}: dependencies=[require_scope(...)]"
        assert set(asked) <= known


def test_every_operation_says_what_it_does(openapi: Json) -> None:
    for path, method, operation in operations(openapi):
        assert operation.get("description"), (method, path)
        assert operation.get("tags") or path, (method, path)


def test_schemas_have_plain_names_and_fields_camel_case(openapi: Json) -> None:
    for name, schema in openapi["components"]["schemas"].items():
        assert re.fullmatch(r"([A-Z][a-z\d]*)+", name), name
        for field in schema.get("properties", {}):
            assert re.fullmatch(r"[a-z][a-zA-Z\d]*", field), (name, field)


# Words an English description would begin with, where the Dutch term has to stand.
ENGLISH = {
    "A",
    "An",
    "At",
    "By",
    "For",
    "From",
    "How",
    "List",
    "The",
    "This",
    "To",
    "What",
    "When",
    "Where",
    "Whether",
    "Which",
    "Who",
    "Why",
}


def test_fields_are_described_beginning_with_the_dutch_term(openapi: Json) -> None:
    wrong = [
        f"{name}.{field}"
        for name, schema in openapi["components"]["schemas"].items()
        for field, said in schema.get("properties", {}).items()
        for words in [said.get("description", "").split()]
        if not words or not words[0][0].isupper() or words[0].strip(":") in ENGLISH
    ]
    assert not wrong, "Field(description='Dutch term: explanation')"


def test_dates_are_dates_and_moments_have_a_zone(openapi: Json) -> None:
    for schema in openapi["components"]["schemas"].values():
        for field, said in schema.get("properties", {}).items():
            kinds = [said, *said.get("anyOf", [])]
            formats = {kind.get("format") for kind in kinds}
            if re.search(r"(^d|[a-z]D)(ate|atum)$", field):
                assert formats <= {"date", "partial-date", None}, field
            assert not formats & {"time", "date-time-local"}, field


def _parts(schema: Json) -> set[str]:
    """The schemas that this one is made of."""
    return set(re.findall(r"#/components/schemas/(\w+)", json.dumps(schema)))


def test_every_schema_has_an_example_that_fits_it(openapi: Json) -> None:
    schemas = openapi["components"]["schemas"]
    # A field with a verb of HTTP in its name: see api/openapi/examples.py.
    without = {
        name for name, schema in schemas.items() if VERBS.search(json.dumps(schema.get("properties", {})))
    }
    missing = [
        name
        for name, schema in schemas.items()
        if "properties" in schema and not schema.get("examples") and not without & {name, *_parts(schema)}
    ]
    assert not missing, "give each required text field of these examples=[...]"
    for name, schema in schemas.items():
        whole = {"$ref": f"#/components/schemas/{name}", "components": openapi["components"]}
        for example in schema.get("examples", []):
            jsonschema_rs.validate(whole, example)


def test_the_document_is_public_and_readable_from_any_site() -> None:
    assert written({"a": "é"}) == '{\n "a": "é"\n}\n'


def _rulesets() -> list[Path]:
    """The published ruleset, where it and the tool for it are."""
    given = os.environ.get("SCHAKEL_ADR_RULESET")
    found = [Path(given)] if given else sorted(ROOT.parent.glob("shared/data/adr-linter-*.yaml"))
    return found if SPECTRAL else []


LOCAL_SPECTRAL = ROOT / "node_modules" / ".bin" / "spectral"
SPECTRAL = str(LOCAL_SPECTRAL) if LOCAL_SPECTRAL.exists() else shutil.which("spectral")

if RULESETS := _rulesets():

    @pytest.mark.parametrize("ruleset", RULESETS, ids=lambda path: path.name)
    def test_the_published_ruleset_finds_nothing(ruleset: Path, openapi: Json, tmp_path: Path) -> None:
        file = tmp_path / "openapi.json"
        file.write_text(written(openapi))
        lint = [str(SPECTRAL), "lint", "--fail-severity=hint", "-r", str(ruleset), str(file)]
        found = subprocess.run(lint, capture_output=True, text=True, check=False)
        assert found.returncode == 0, found.stdout
