"""The same POST sent twice happens once."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from api.middleware import API_VERSION
from tests.api.conftest import Edge

HERE = "/api/v1/probes"


def post(client: TestClient, name: str, key: str) -> tuple[int, dict[str, str], str]:
    """Status, body and location of a POST with a key."""
    answer = client.post(HERE, json={"name": name}, headers={"idempotency-key": key})
    return answer.status_code, answer.json(), answer.headers.get("location", "")


def test_a_retry_gives_the_same_answer_and_makes_nothing(edge: Edge, noor: TestClient) -> None:
    first, again = post(noor, "one", "a-1"), post(noor, "one", "a-1")
    status, body, location = first
    assert first == again
    assert status == 201
    assert location == f"{HERE}/{body['id']}"
    assert noor.get(location).json() == body
    assert edge.rows("select count(*) from probes where name = 'one'") == [(1,)]


def test_without_a_key_a_post_is_a_new_one(noor: TestClient) -> None:
    assert noor.post(HERE, json={"name": "plain"}).status_code == 201
    assert noor.post(HERE, json={"name": "plain"}).status_code == 409


def test_the_same_key_for_something_else_is_refused(noor: TestClient) -> None:
    post(noor, "first", "b-1")
    status, body, _ = post(noor, "second", "b-1")
    assert (status, body["code"]) == (422, "idempotency-key-reused")


def test_each_actor_has_keys_of_its_own(edge: Edge, noor: TestClient) -> None:
    other = edge.browser(edge.person())
    assert post(noor, "mine", "c-1")[0] == post(other, "yours", "c-1")[0] == 201


def test_what_failed_may_be_tried_again_with_the_same_key(noor: TestClient) -> None:
    assert post(noor, "refused", "d-1")[0] == 404
    assert post(noor, "allowed", "d-1")[0] == 201


def test_a_replay_shows_what_the_caller_may_see_now(edge: Edge, noor: TestClient) -> None:
    made = post(noor, "visible", "e-1")[1]
    with edge.database.session_as("owner") as owner:
        owner.execute(text("update probes set name = 'hidden now' where id = :id"), {"id": UUID(made["id"])})
        owner.commit()
    status, body, location = post(noor, "visible", "e-1")
    assert (status, body["code"], location) == (404, "not-found", "")


def test_a_second_one_in_flight_is_a_conflict(edge: Edge) -> None:
    actor_id = edge.person()
    noor = edge.browser(actor_id)
    with edge.database.session_as("app") as first:
        first.execute(
            text("select pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": f"{actor_id} f-1"}
        )
        status, body, _ = post(noor, "busy", "f-1")
        assert (status, body["code"]) == (409, "idempotency-key-busy")
    assert post(noor, "busy", "f-1")[0] == 201


def test_many_at_once_make_one(edge: Edge) -> None:
    actor_id = edge.person()
    clients = [edge.browser(actor_id) for _ in range(6)]
    with ThreadPoolExecutor(len(clients)) as pool:
        statuses = [answer[0] for answer in pool.map(lambda client: post(client, "storm", "g-1"), clients)]
    assert set(statuses) <= {201, 409}
    assert 201 in statuses
    assert edge.rows("select count(*) from probes where name = 'storm'") == [(1,)]


def test_after_a_day_the_key_is_free_and_the_worker_clears_it_away(edge: Edge, noor: TestClient) -> None:
    def expire() -> None:
        with edge.database.session_as("owner") as owner:
            owner.execute(
                text("update idempotency_keys set expires_at = now() - interval '1 s' where key like 'h-%'")
            )
            owner.commit()

    first = post(noor, "day one", "h-1")[1]
    expire()
    assert post(noor, "day two", "h-1")[1]["id"] != first["id"]
    post(noor, "day three", "h-2")
    expire()
    with edge.database.session_as("worker") as worker:
        assert worker.execute(text("select forget_idempotency_keys()")).scalar_one() == 2
        worker.commit()
    assert edge.rows("select 1 from idempotency_keys where key like 'h-%'") == []


def test_nobody_reads_the_keys_of_another(edge: Edge, noor: TestClient) -> None:
    post(noor, "private", "i-1")
    with edge.database.session_for(edge.person()) as stranger:
        assert stranger.execute(text("select count(*) from idempotency_keys")).scalar_one() == 0
    with edge.database.session_for(edge.person()) as stranger:
        changed = stranger.execute(text("update idempotency_keys set status = 500 where key = 'i-1'"))
        assert changed.rowcount == 0  # type: ignore[attr-defined]


@pytest.mark.parametrize("key", ["", "x" * 256, "a b", "\x80"])
def test_a_key_that_is_none_is_refused(noor: TestClient, key: str) -> None:
    answer = noor.post(HERE, json={"name": "no key"}, headers={b"idempotency-key": key.encode("latin-1")})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["in"] == "header"


def test_etag_is_of_what_this_viewer_gets(noor: TestClient) -> None:
    location = post(noor, "tagged", "j-1")[2]
    tag = noor.get(location).headers["etag"]

    unchanged = noor.get(location, headers={"if-none-match": f'"other", W/{tag}'})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged.headers["api-version"] == API_VERSION

    def change(**headers: str) -> int:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return noor.put(location, json={"name": "x"}, headers=sent).status_code

    assert change() == 428
    assert change(if_match='"old"') == 412
    assert change(if_match=tag) == change(if_match="*") == 200
