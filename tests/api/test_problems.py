"""Every way to say no: one form, two languages, and nothing said about what is hidden."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import psycopg
import pytest
from pydantic_core.core_schema import ErrorType
from sqlalchemy import text
from starlette.testclient import TestClient

from api.main import create_app
from api.problems import ERRORS, Text
from api.problems.handlers import STATUSES
from api.problems.validation import CODES, MOST_PROBLEMS
from api.settings import Settings
from db.session import Database
from db.tables.base import new_id
from domain.actor import StaffRole
from domain.errors import DomainError
from tests.api.conftest import Edge

ROOT = Path(__file__).parents[2]
CARRIERS = {"Problem", "PydanticCustomError", "Refusal", "Refused"}


def codes_in(source: Path) -> Iterator[str]:
    """The codes that a module refuses with: the text in `raise Conflict("...")` and its like."""
    carriers = CARRIERS | {kind.__name__ for kind in _kinds(DomainError)}
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            arguments = node.args[1:] if name == "Refusal" else node.args
            if name in carriers and arguments and isinstance(arguments[0], ast.Constant):
                yield str(arguments[0].value)


def _kinds(kind: type[DomainError]) -> Iterator[type[DomainError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _kinds(below)


def test_every_code_in_the_source_has_a_text() -> None:
    sources = [path for layer in ("domain", "api", "web") for path in (ROOT / layer).rglob("*.py")]
    missing = {
        f"{path.relative_to(ROOT)}: {code}"
        for path in sources
        for code in codes_in(path)
        if code not in ERRORS and code not in CODES
    }
    assert not missing, "give these a text in api/problems/texts/<room>.py"


@pytest.mark.parametrize("code", ERRORS)
def test_each_text_is_there_in_both_languages_with_the_same_facts(code: str) -> None:
    said = ERRORS[code]
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
    for dutch, english in ((said.nl, said.en), (said.nl_detail, said.en_detail)):
        assert bool(dutch) == bool(english)
        assert set(re.findall(r"\{(\w+)\}", dutch)) == set(re.findall(r"\{(\w+)\}", english))


@pytest.mark.parametrize("kind", get_args(ErrorType))
def test_each_error_of_pydantic_is_one_of_ours(kind: str) -> None:
    assert CODES[kind] in ERRORS


def test_every_kind_of_domain_error_has_a_status() -> None:
    assert set(DomainError.__subclasses__()) == set(STATUSES)


def test_a_missing_fact_does_not_break_the_sentence() -> None:
    assert Text("Nog {days} dagen", "{days} days left").title("nl", {}) == "Nog … dagen"


@pytest.mark.parametrize(
    ("what", "status", "code"),
    [
        ("role", 409, "wrong-step"),
        ("conflict", 409, "conflict"),
        ("too-many", 429, "too-many"),
        ("invalid", 400, "invalid"),
        ("named", 404, "not-found"),
        ("surrogate", 400, "unreadable"),
        ("allowed", 403, "role-required"),
        ("fault", 500, "unexpected"),
    ],
)
def test_meaning_becomes_status(noor: TestClient, what: str, status: int, code: str) -> None:
    answer = noor.get(f"/api/v1/probes/raise/{what}")
    said = answer.json()
    assert answer.status_code == said["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert said["code"] == code
    assert said["type"] == f"/problems/{code}"
    assert said["instance"] == f"urn:uuid:{answer.headers['x-request-id']}"


def test_language_is_the_one_asked_for(noor: TestClient) -> None:
    def title(wishes: str) -> str:
        answer = noor.get("/api/v1/probes/raise/role", headers={"accept-language": wishes})
        assert answer.headers["content-language"] in ("nl", "en")
        return str(answer.json()["detail"])

    english = "Now in step Weighing; this can only be done in Dossier building."
    assert title("en") == title("fr, en;q=0.5, nl;q=0.1") == title("EN-gb") == english
    assert title("nl,en;q=0.9") == title("nl") == title("de") == title("en;q=x") != english


def test_too_many_says_when_to_try_again(noor: TestClient) -> None:
    assert noor.get("/api/v1/probes/raise/too-many").headers["retry-after"] == "7"


def test_a_fault_says_nothing_about_itself(noor: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    answer = noor.get("/api/v1/probes/raise/fault")
    assert "Jansen" not in answer.text + caplog.text
    assert answer.headers["x-request-id"] in caplog.text
    assert "RuntimeError" in caplog.text
    assert "conftest.py" in caplog.text


def test_all_errors_at_once_each_with_its_place(noor: TestClient) -> None:
    sent = {"organisationId": "x", "na~me/": 1}
    answer = noor.post("/api/v1/probes", json=sent, headers={"accept-language": "en"})
    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {"in": "body", "pointer": "/name", "code": "required", "detail": "Fill this in."},
        {
            "in": "body",
            "pointer": "/organisationId",
            "code": "not-an-id",
            "detail": "This is not a valid identifier (UUID).",
        },
        {
            "in": "body",
            "pointer": "/na~0me~1",
            "code": "unknown-field",
            "detail": "There is no such field here.",
        },
    ]
    queried = noor.get("/api/v1/probes", params={"limit": 101})
    assert queried.json()["errors"][0] | {"detail": ""} == {
        "in": "query", "pointer": "/limit", "code": "number-too-large", "detail": "", "facts": {"le": 100},
    }  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"nonsense",
        b'"text"',
        b"[]",
        b"null",
        b"",
        b"\xff\xfe\x00",
        b'{"name": "\xff"}',
        b'{"name": "\\u0000"}',
        b'{"name": "\\ud800"}',
        b'{"\\ud800": 1}',
        b'{"name": ' + b"9" * 5000 + b"}",
        b'{"name": 1e999}',
        b'{"name": NaN}',
        b"[" * 50_000 + b"]" * 50_000,
        b'{"name": ' + b'{"a":' * 5000 + b"1" + b"}" * 5000 + b"}",
        b'{"name": "unfit"}',
        json.dumps({f"x{n}": n for n in range(5000)}).encode(),
    ],
)
def test_rubbish_is_refused_and_never_a_fault(noor: TestClient, body: bytes) -> None:
    answer = noor.post("/api/v1/probes", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(answer.json().get("errors", [])) <= MOST_PROBLEMS


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml", None]
)
def test_another_media_type_is_415(noor: TestClient, media_type: str | None) -> None:
    headers = {"content-type": media_type} if media_type else {}
    answer = noor.post("/api/v1/probes", content=b'{"name": "Proef"}', headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (415, "media-type")


def test_hidden_and_never_there_are_the_same_to_the_byte(edge: Edge) -> None:
    noor = edge.browser(edge.person(StaffRole.HANDLER))
    hidden = new_id()
    with edge.database.session_as("owner") as owner:
        owner.execute(text("insert into probes values (:id, 'hidden 1')"), {"id": hidden})
        owner.commit()

    answers = [
        noor.get(f"/api/v1/probes/{hidden}"),
        noor.get(f"/api/v1/probes/{new_id()}"),
        noor.get("/api/v1/probes/raise/named"),
        noor.post("/api/v1/probes", json={"name": "refused"}),
        noor.post("/api/v1/probes", json={"name": "lost", "organisationId": str(new_id())}),
        noor.post("/api/v1/probes", json={"name": "lost", "laterId": str(new_id())}),
        noor.get("/api/v1/nowhere"),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({_without_id(answer) for answer in answers}) == 1


def _without_id(answer: Any) -> tuple[str, str]:
    """Headers and body without what counts one's own requests; an address that never was is not counted for a person."""
    request_id = answer.headers["x-request-id"]
    told = [pair for pair in answer.headers.multi_items() if not pair[0].startswith("ratelimit")]
    return str(told).replace(request_id, ""), answer.text.replace(request_id, "")


def test_a_refusal_is_written_down(edge: Edge) -> None:
    actor_id = edge.person(StaffRole.HANDLER)
    noor, missing = edge.browser(actor_id), new_id()

    noor.get(f"/api/v1/probes/{missing}")
    answer = noor.get("/api/v1/probes/raise/allowed")
    noor.post("/api/v1/probes", json={"name": "refused"})
    noor.get("/api/v1/probes/raise/role")

    query = "select what, object_ids, purpose, outcome, request_id from access_log where actor_id = :id order by id"
    rows = edge.rows(query, id=actor_id)
    assert [row[:4] for row in rows] == [
        ("GET /api/v1/probes/{probe_id}", [missing], "not-found", "refused"),
        ("GET /api/v1/probes/raise/{what}", [], "role-required", "refused"),
        ("POST /api/v1/probes", [], "not-found", "refused"),
    ]
    assert rows[1][4] == answer.headers["x-request-id"]


@pytest.mark.parametrize(
    ("statement", "status", "code"),
    [
        ("select * from secrets", 500, "unexpected"),
        ("select 1 / 0", 400, "unreadable"),
        ("select 'x'::uuid", 400, "unreadable"),
        ("insert into probes values (gen_random_uuid(), 'unfit')", 400, "unreadable"),
        ("select nonsense", 500, "unexpected"),
        ("do $$ begin raise exception 'x' using errcode = '57014'; end $$", 503, "unavailable"),
        ("do $$ begin raise exception 'x' using errcode = '40001'; end $$", 503, "try-again"),
        ("do $$ begin raise exception 'x' using errcode = '40P01'; end $$", 503, "try-again"),
        ("do $$ begin raise exception 'x' using errcode = '55P03'; end $$", 503, "try-again"),
        ("do $$ begin raise exception 'x' using errcode = '53300'; end $$", 503, "unavailable"),
        ("do $$ begin raise exception 'x' using errcode = '42501'; end $$", 500, "unexpected"),
        ("do $$ begin raise exception 'x' using errcode = '28000'; end $$", 401, "not-signed-in"),
        ("select pg_terminate_backend(pg_backend_pid())", 503, "unavailable"),
        ("insert into probes values (gen_random_uuid(), 'once'), (gen_random_uuid(), 'once')", 409, "already-exists"),
    ],
)  # fmt: skip
def test_what_postgresql_says(noor: TestClient, statement: str, status: int, code: str) -> None:
    answer = noor.post("/api/v1/probes/sql", data={"statement": statement})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert ("retry-after" in answer.headers) == (status == 503)
    assert "probes" not in answer.json()["detail"]


def test_connections_that_died_are_replaced_without_a_failure(own_edge: Edge, postgres: Any) -> None:
    superuser = postgres.superuser().render_as_string(hide_password=False).replace("+psycopg", "")
    kill = (
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where datname = %s and usename in ('schakel_app', 'schakel_login')"
    )
    noor = own_edge.browser(own_edge.person())
    machine = own_edge.machine(own_edge.person(), "signals:read")
    for _ in range(3):
        assert noor.get("/api/v1/probes").status_code == 200
        assert machine.get("/api/v1/probes").status_code == 200
        assert noor.get("/readyz").status_code == 200
        with psycopg.connect(superuser) as connection:
            killed = connection.execute(kill, [own_edge.database.engine("app").url.database]).fetchall()
        assert len(killed) >= 2


def test_without_a_database_it_is_503_and_the_process_lives() -> None:
    nowhere = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
    app = create_app(Settings(), Database({"app": nowhere, "login": nowhere}))
    client = TestClient(app, base_url="https://testserver", cookies={"__Host-sid": "x"})
    for path in ("/readyz", "/problems-of-nobody", "/api/v1/signals"):
        answer = client.get(path)
        assert answer.status_code in (404, 503)
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["code"], ready.headers["retry-after"]) == (
        503,
        "unavailable",
        "5",
    )
    assert client.get("/healthz").json() == {"status": "ok"}


def test_a_failing_commit_is_an_error_and_not_201(edge: Edge) -> None:
    noor = edge.browser(edge.person())
    answer = noor.post("/api/v1/probes", json={"name": "too late", "laterId": str(new_id())})
    assert answer.status_code == 404
    assert not edge.rows("select 1 from probes where name = 'too late'")


def test_who_is_not_signed_in(edge: Edge) -> None:
    nobody = edge.browser()
    halfway = edge.browser(edge.person(), second_factor=False)

    answer = nobody.get("/api/v1/probes")
    assert (answer.status_code, answer.json()["code"]) == (401, "not-signed-in")
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert halfway.get("/api/v1/probes").json()["code"] == "second-factor-required"
    for junk in ("Basic x", "Bearer", "Bearer x.y.z", "Bearer \xff"):
        assert (
            nobody.get("/api/v1/probes", headers={b"authorization": junk.encode("latin-1")}).status_code
            == 401
        )

    page = nobody.get("/probes/raise/role")
    assert (page.status_code, page.headers["location"]) == (303, "/login?next=/probes/raise/role")
    fragment = nobody.get("/probes/raise/role", headers={"hx-request": "true"})
    assert (fragment.status_code, fragment.headers["hx-redirect"]) == (401, "/login?next=/probes/raise/role")


def test_a_program_needs_the_scope_and_a_person_does_not(edge: Edge) -> None:
    actor_id = edge.person(name="Koppeling")
    reader, writer = edge.machine(actor_id, "signals:read"), edge.machine(actor_id, "signals:write")
    refused = reader.post("/api/v1/probes", json={"name": "by reader"})
    assert (refused.status_code, refused.json()["facts"]) == (403, {"scope": "signals:write"})
    assert writer.post("/api/v1/probes", json={"name": "by writer"}).status_code == 201
    assert reader.get("/api/v1/probes").json()["who"] == "Koppeling"


def test_people_get_a_page(edge: Edge) -> None:
    noor = edge.browser(edge.person(StaffRole.HANDLER))
    answer = noor.get("/probes/raise/role", headers={"accept-language": "en"})
    assert answer.status_code == 409
    assert answer.headers["content-type"].startswith("text/html")
    assert '<div id="main">' in answer.text
    assert answer.headers["x-request-id"] in answer.text
    fault = noor.get("/probes/raise/fault")
    assert (fault.status_code, "Jansen" in fault.text) == (500, False)
    fragment = noor.get("/probes/raise/role", headers={"hx-request": "true"})
    assert "<html" not in fragment.text
    assert fragment.headers["hx-retarget"] == "#main"


def test_a_form_that_is_refused_leaves_nothing_behind(edge: Edge) -> None:
    noor = edge.browser(edge.person())
    answer = noor.post("/probes/form", data={"name": "half done"})
    assert (answer.status_code, answer.text) == (
        400,
        "{'name': 'Dit is te kort: schrijf ten minste 9 tekens.'}",
    )
    assert not edge.rows("select 1 from probes where name = 'half done'")
    assert noor.post("/probes/form", data={"name": "whole"}).status_code == 204
    assert edge.rows("select 1 from probes where name = 'whole'")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_type_of_each_problem_is_a_page(edge: Edge, language: str) -> None:
    nobody = edge.browser()
    for code in ERRORS:
        answer = nobody.get(f"/problems/{code}", headers={"cookie": f"language={language}"})
        assert answer.status_code == 200
        assert f'lang="{language}"' in answer.text
    assert nobody.get("/problems/nonsense").status_code == 404


def test_405_names_every_method_of_the_address(noor: TestClient) -> None:
    answer = noor.delete(f"/api/v1/probes/{new_id()}")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, PUT")
    assert noor.put("/api/v1/probes").headers["allow"] == "GET, HEAD, POST"
    assert noor.post("/healthz").json()["facts"] == {"allowed": ["GET", "HEAD"]}


@pytest.mark.parametrize(
    "cursor",
    ["x", "%00", "AAAA", "2026-01-01 x", "MjAyNi0wMS0wMSAwMTk5ZDBjNy01YTUwLTdjMTMtOWE0ZS0yZjZkMGYwZjdhMTE"],
)
def test_a_cursor_we_did_not_give_is_refused(noor: TestClient, cursor: str) -> None:
    assert noor.get(f"/api/v1/probes?cursor={cursor}").status_code == 400


def test_a_trailing_slash_is_another_address(noor: TestClient) -> None:
    assert noor.get("/api/v1/probes/").status_code in (400, 404)
