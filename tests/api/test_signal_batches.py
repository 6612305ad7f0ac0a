"""Many signals in one request: each result by itself, in order; all or nothing at choice; a retry makes no second one."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from db.session import Database
from tests.access_matrix.lines import as_json
from tests.api.caller import API, Caller, calling
from tests.world import a_signal

HERE = f"{API}/signals/batch"


@pytest.fixture(scope="module")
def caller(module_database: Database) -> Iterator[Caller]:
    with calling(module_database) as made:
        yield made


def signal(**changed: Any) -> dict[str, Any]:
    return {"signal": as_json(a_signal(observations=[], mentions=[])) | changed}


def how_many(caller: Caller) -> int:
    with caller.world.database.session_as("owner") as session:
        return int(session.execute(text("select count(*) from signals")).scalar_one())


def test_one_bad_signal_stops_no_good_one_and_everything_wrong_with_it_is_told(caller: Caller) -> None:
    before = how_many(caller)
    bad = signal(form="??", municipalityCode="GM0000", observedFrom="2999-01-01")
    answer = caller.post("inspector", HERE, {"items": [signal(), bad, signal(narrative=None)]})
    first, second, third = answer.json()["items"]
    assert (answer.status_code, answer.json()["submitted"], answer.json()["rejected"]) == (200, 1, 2)
    assert caller.seen("inspector", f"/signals/{first['id']}")["number"] == first["number"]
    assert (second["status"], second["problem"]["code"]) == (400, "invalid")
    wrong = {one["pointer"] for one in second["problem"]["errors"]}
    assert wrong == {"/form", "/municipalityCode", "/observedFrom"}
    assert [one["pointer"] for one in third["problem"]["errors"]] == ["/narrative"]
    assert how_many(caller) == before + 1


def test_all_or_nothing_points_at_every_item(caller: Caller) -> None:
    before = how_many(caller)
    body = {"items": [signal(), signal(form="??"), signal(observedFrom="soon")], "allOrNothing": True}
    answer = caller.post("inspector", HERE, body)
    assert answer.status_code == 400
    assert [one["pointer"] for one in answer.json()["errors"]] == [
        "/items/1/signal/form", "/items/2/signal/observedFrom",
    ]  # fmt: skip
    assert how_many(caller) == before
    body["items"] = [signal(), signal()]
    assert caller.post("inspector", HERE, body).json()["submitted"] == 2


def test_a_retry_of_the_batch_or_of_an_item_makes_nothing_new(caller: Caller) -> None:
    before = how_many(caller)
    body = {"items": [{**signal(), "key": "vth-1"}, signal(), signal(form="??")]}
    first = caller.post("inspector", HERE, body, idempotency_key="monday").json()
    again = caller.post("inspector", HERE, body, idempotency_key="monday").json()
    assert [one.get("id") for one in first["items"]] == [one.get("id") for one in again["items"]]
    assert how_many(caller) == before + 2

    # Corrected, in another batch: the signal that has its own key is known again, with other content it is refused.
    other = {"items": [{**signal(), "key": "vth-1"}, {**signal(place="Elders"), "key": "vth-1"}]}
    known, reused = caller.post("inspector", HERE, other, idempotency_key="tuesday").json()["items"]
    assert known["id"] == first["items"][0]["id"]
    assert (reused["status"], reused["problem"]["code"]) == (422, "idempotency-key-reused")
    assert caller.post("inspector", HERE, other, idempotency_key="monday").status_code == 422
    assert how_many(caller) == before + 2


def test_who_may_not_submit_and_what_is_no_batch(caller: Caller) -> None:
    assert caller.post("care_coordinator", HERE, {"items": [signal()]}).status_code == 403
    for body in ({"items": []}, {"items": [signal()] * 501}, {"items": [{"signal": "x"}]}, {}):
        assert caller.post("inspector", HERE, body).status_code == 400


def test_each_signal_counts_towards_the_rate(caller: Caller) -> None:
    def left(answer: Any) -> int:
        return int(answer.headers["ratelimit"].rpartition("r=")[2].partition(";")[0])

    one = left(caller.post("permit_officer", HERE, {"items": [signal()]}))
    assert one - left(caller.post("permit_officer", HERE, {"items": [signal()] * 20})) == 20
