"""What every answer carries and what no route meets, also when everything goes wrong."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.main import Route, routes
from api.middleware import ALWAYS, API_VERSION
from api.settings import Settings
from domain.actor import StaffRole
from tests.api.conftest import Edge

API = "/api/v1/probes"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/healthz", 200),
        ("GET", API, 200),
        ("HEAD", API, 200),
        ("OPTIONS", API, 405),
        ("TRACE", API, 405),
        ("GET", f"{API}/raise/fault", 500),
        ("GET", f"{API}/raise/role", 409),
        ("GET", "/probes/raise/fault", 500),
        ("GET", "/nowhere", 404),
        ("GET", "/api/v1/nowhere", 404),
        ("GET", "/static/nothing.css", 404),
        ("GET", "/static/../../etc/passwd", 404),
        ("GET", "/%00", 400),
        ("GET", f"{API}?q=%ff", 400),
        ("GET", f"{API}?q=%00", 400),
        ("GET", "/api/v1/openapi.json", 200),
    ],
)
def test_every_answer_carries_the_headers(noor: TestClient, method: str, path: str, status: int) -> None:
    answer = noor.request(method, path)
    is_page = answer.headers.get("content-type", "").startswith("text/html")

    assert answer.status_code == status
    for name, value in ALWAYS.items():
        assert answer.headers[name] == value
    assert answer.headers["cache-control"] == "no-store"
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert ("script-src 'self'" in policy) == is_page
    assert "unsafe" not in policy
    assert answer.headers.get("api-version") == (API_VERSION if path.startswith("/api/") else None)
    assert UUID(answer.headers["x-request-id"])
    assert ("access-control-allow-origin" in answer.headers) == (path == "/api/v1/openapi.json")


def test_a_request_id_from_outside_is_not_taken_over(noor: TestClient) -> None:
    mine = "00000000-0000-0000-0000-000000000000"
    assert noor.get("/healthz", headers={"x-request-id": mine}).headers["x-request-id"] != mine


def test_head_is_get_without_the_body(noor: TestClient) -> None:
    head, get = noor.head(API), noor.get(API)
    assert head.content == b""
    assert head.headers["content-length"] == get.headers["content-length"]


@pytest.mark.parametrize(
    ("host", "fine"),
    [
        ("testserver", True),
        ("TestServer:8443", True),
        ("127.0.0.1:8000", True),  # that of SCHAKEL_PUBLIC_URL
        ("evil.example", False),
        ("testserver.evil.example", False),
        ("testserver@evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("127.0.0.1:80.evil.example", False),
        ("127.0.0.1:80, evil.example", False),
        ("[::1", False),
        ("", False),
    ],
)
def test_only_our_own_names_are_answered(noor: TestClient, host: str, fine: bool) -> None:
    answer = noor.get(API, headers={"host": host})
    assert answer.status_code == (200 if fine else 400)
    if not fine:
        assert answer.json()["code"] == "host-unknown"
        assert noor.get("/login", headers={"host": host}).status_code == 400
    # A load balancer knows the process by its internet address only.
    assert noor.get("/healthz", headers={"host": host}).status_code == 200


def test_the_demo_also_answers_on_this_machine() -> None:
    assert {"localhost", "127.0.0.1", "::1"} <= Settings(demo=True, public_url="http://x").host_names()
    assert Settings(public_url="https://schakel.example:8443", allowed_hosts=" A.example ,").host_names() == {
        "schakel.example",
        "a.example",
    }


def test_what_is_read_again_and_did_not_change_is_not_sent_again(edge: Edge) -> None:
    noor = edge.browser(edge.person(StaffRole.HANDLER))
    for path in (API, "/api/v1/cases", "/api/v1/code-lists/forms", "/api/v1/openapi.json"):
        first = noor.get(path)
        tag = first.headers["etag"]
        again = noor.get(path, headers={"if-none-match": f'"other", W/{tag}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag), path
        assert "content-length" not in again.headers or again.headers["content-length"] == "0"
        assert again.headers["api-version"] == API_VERSION
        assert noor.get(path, headers={"if-none-match": '"other"'}).status_code == 200
    # Somebody else gets something else here, so another tag.
    assert edge.browser(edge.person(name="Sem")).get(API).headers["etag"] != noor.get(API).headers["etag"]
    assert "etag" not in noor.get("/api/v1/nowhere").headers
    assert "etag" not in noor.get("/cases").headers


def test_static_files_may_be_kept_when_their_address_says_which_version(noor: TestClient) -> None:
    path = "/static/vendor/htmx.min.js"
    assert "immutable" in noor.get(f"{path}?v=1").headers["cache-control"]
    assert noor.get(path).headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({"sec-fetch-site": "same-origin"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"sec-fetch-site": "same-site"}, True),
        ({"sec-fetch-site": "cross-site"}, True),
        ({"sec-fetch-site": "cross-site", "origin": "https://testserver"}, True),
        ({"origin": "https://testserver"}, False),
        ({"origin": "https://evil.example"}, True),
        ({"origin": "https://testserver.evil.example"}, True),
        ({"origin": "null"}, True),
        ({"origin": "https://["}, True),
        ({}, True),
    ],
)
@pytest.mark.parametrize("path", [API, "/probes/form"])
def test_an_act_from_another_site_is_refused(
    edge: Edge, headers: dict[str, str], refused: bool, path: str
) -> None:
    noor = edge.browser(edge.person())
    del noor.headers["sec-fetch-site"]
    answer = noor.post(path, headers=headers)
    assert (answer.status_code == 403) == refused
    assert noor.get(API, headers=headers).status_code == 200


def test_a_program_sends_no_such_headers(edge: Edge) -> None:
    machine = edge.machine(edge.person(), "signals:write")
    assert machine.post(API, json={"name": "by program"}).status_code == 201
    nobody = TestClient(edge.app, base_url="https://testserver")
    assert nobody.post(API, json={"name": "by nobody"}).status_code == 401


def test_a_body_that_is_too_large_is_refused(noor: TestClient) -> None:
    answer = noor.post(API, content=b"x" * 5_000_000, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")
    assert answer.json()["facts"] == {"limit": 100}
    form = noor.post("/probes/form", data={"name": "x" * 5_000_000})
    assert form.status_code == 413
    assert form.headers["content-type"].startswith("text/html")


def test_also_when_it_does_not_say_so_beforehand(noor: TestClient) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(50):
            yield b"x" * 10_000

    answer = noor.post(API, content=chunks(), headers={"content-type": "application/json"})
    assert answer.status_code == 413
    form = noor.post(
        "/probes/form", content=chunks(), headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert form.status_code == 413


def test_every_route_of_the_app_is_listed(edge: Edge) -> None:
    listed = routes(edge.app)
    assert Route("POST", API, "create", "api") in listed
    assert Route("GET", "/probes/raise/{what}", "refuse_page", "page") in listed
    assert Route("GET", "/healthz", "healthz", "technical") in listed
    assert {"api", "page", "technical", "static"} == {route.kind for route in listed}
    assert len({(route.method, route.path) for route in listed}) == len(listed)


def test_routes_that_were_included_at_any_depth_are_listed() -> None:
    from fastapi import APIRouter

    app, outer, inner = FastAPI(openapi_url=None, docs_url=None), APIRouter(), APIRouter()

    @inner.get("/inner")
    def found() -> None: ...

    outer.include_router(inner, prefix="/outer")
    app.include_router(outer, prefix="/api/v1")
    assert routes(app) == [Route("GET", "/api/v1/outer/inner", "found", "api")]


def test_who_asks_is_known_to_the_page_and_the_logs(edge: Edge) -> None:
    noor = edge.browser(edge.person(StaffRole.HANDLER, name="Noor Özdemir-van 't Hof"))
    assert noor.get(API).json()["who"] == "Noor Özdemir-van 't Hof"
