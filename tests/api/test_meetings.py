"""A case meeting over the API, from the queue to the minutes, with four organisations in the room."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from db.session import Database
from tests.access_matrix.lines import in_days
from tests.api.caller import API, Caller, calling
from tests.domain import meeting

PLANNED = {
    "theme": "Casusoverleg Zuid",
    "place": "Stadhuis",
    "on": in_days(7),
    "begins": "13:30",
    "ends": "16:30",
}
MOTIVES = {
    "necessity": "Het gaat door.",
    "proportionality": "Eén adres.",
    "subsidiarity": "Een brief hielp niet.",
}


@pytest.fixture(scope="module")
def caller(module_database: Database) -> Iterator[Caller]:
    """The app and its people."""
    with calling(module_database) as made:
        yield made


@pytest.fixture
def bakery(caller: Caller) -> UUID:
    """A case of the municipality, the police and the labour inspectorate."""
    return caller.world.joined(caller.world.case(), "police", "inspectorate")


def comes(caller: Caller, meeting_id: str, who: str, whereabouts: str = "room") -> Any:
    body = {"personId": str(caller.world.people[who]), "whereabouts": whereabouts, "mandate": True}
    return caller.done("chair", f"/meetings/{meeting_id}/attendances", body)


def refusals(answer: Any) -> set[tuple[str, str]]:
    """Which code stands at which field."""
    assert answer.status_code == 400, answer.text
    return {(one["code"], one["pointer"]) for one in answer.json()["errors"]}


def test_a_meeting_from_the_queue_to_the_minutes(caller: Caller, bakery: UUID) -> None:
    world = caller.world
    planned = caller.done("chair", "/meetings", PLANNED)
    at = f"/meetings/{planned['id']}"
    assert (planned["state"], planned["acts"]) == ("planned", ["put-on-agenda", "move"])
    assert [one for one in caller.seen("chair", f"{at}/proposals")["items"] if one["caseId"] == str(bakery)]

    put = {"caseId": str(bakery), "section": "new", "question": "Samen controleren?"}
    item = caller.done("chair", f"{at}/agenda-items", put)
    on = f"/agenda-items/{item['id']}"
    assert caller.seen("detective", at) is None
    assert caller.seen("detective", on) is None

    caller.done("chair", f"{at}/convenings", None)
    assert [one["id"] for one in caller.seen("detective", at)["items"]] == [item["id"]]
    assert caller.seen("inspector", f"{at}/preparation")["meeting"]["id"] == planned["id"]
    assert caller.seen("tax_officer", at) is None

    caller.done("chair", f"{at}/starts", None)
    for who in ("detective", "inspector", "permit_officer"):
        room = comes(caller, planned["id"], who)
    caller.done("chair", f"{on}/openings", None)
    room = caller.seen("chair", f"{at}/room")
    assert (room["partners"], room["outsiders"], room["quorum"]) == (3, 0, True)
    assert caller.seen("chair", f"{at}/wall")["question"] == "Samen controleren?"

    decided = caller.done("chair", f"{on}/decisions", {
        "kind": "B16", "text": "De politie begint een onderzoek.", **MOTIVES,
        "responsibleId": str(world.organisations["police"]),
        "againstIds": [str(world.organisations["inspectorate"])], "dissent": "Eerst een controle.",
    })  # fmt: skip
    assert len(decided["present"]) == 4
    assert decided["dissent"] == "Eerst een controle."
    agreed = caller.done("chair", f"{on}/actions", {
        "text": "Huurcontracten opvragen.", "organisationId": str(world.organisations["zuidstad"]), "dueOn": in_days(9),
    })  # fmt: skip
    caller.done("chair", f"{on}/minutes", {"text": "De politie begint."})
    caller.done("chair", f"{on}/closings", None)
    assert caller.done("chair", f"{at}/closings", None)["state"] == "closed"

    # Who was there reads the draft, a colleague who was not reads it once it was adopted.
    assert caller.seen("detective", on)["minutes"][0]["kind"] == "draft"
    assert caller.seen("case_manager", on)["minutes"] == []
    assert caller.done("chair", f"{at}/adoptions", None)["state"] == "adopted"
    caller.done("chair", f"{on}/minutes", {"text": "Het was de recherche."})
    (discussed,) = caller.seen("case_manager", f"{at}/minutes")["discussed"]
    assert [one["kind"] for one in discussed["minutes"]] == ["adopted", "correction"]
    assert [one["id"] for one in caller.seen("inspector", f"/cases/{bakery}/decisions")["items"]] == [
        decided["id"]
    ]
    assert [one["id"] for one in caller.seen("inspector", f"/cases/{bakery}/actions")["items"]] == [
        agreed["id"]
    ]

    done = {"outcome": "done", "text": "Ze staan in het dossier."}
    assert caller.post("inspector", f"{API}/actions/{agreed['id']}/reports", done).status_code == 403
    assert caller.done("case_manager", f"/actions/{agreed['id']}/reports", done)["status"] == "done"
    assert caller.post("case_manager", f"{API}/actions/{agreed['id']}/reports", done).status_code == 409
    assert caller.seen("detective", f"/actions/{agreed['id']}")["status"] == "done"


def test_everything_that_is_wrong_is_said_at_once(caller: Caller, bakery: UUID) -> None:
    answer = caller.post(
        "chair", f"{API}/meetings", {**PLANNED, "on": in_days(-1), "begins": "half twee", "ends": "25:00"}
    )
    assert refusals(answer) == {
        ("date-passed", "/on"), ("not-a-time", "/begins"), ("not-a-time", "/ends"),
    }  # fmt: skip
    answer = caller.post("chair", f"{API}/meetings", {**PLANNED, "begins": "16:30", "ends": "13:30"})
    assert refusals(answer) == {("meeting-ends-first", "/ends")}

    world = caller.world
    meeting_id, (item_id,) = meeting.running(world, bakery, present=("detective", "inspector"))
    tax = str(world.organisations["tax"])
    answer = caller.post("chair", f"{API}/agenda-items/{item_id}/actions", {
        "text": "Bellen.", "organisationId": tax, "personId": str(world.people["detective"]), "dueOn": in_days(-1),
        "afterId": str(item_id),
    })  # fmt: skip
    assert refusals(answer) == {
        ("takes-no-part", "/organisationId"), ("person-of-another-organisation", "/personId"),
        ("date-passed", "/dueOn"), ("action-unknown", "/afterId"),
    }  # fmt: skip
    answer = caller.post("chair", f"{API}/agenda-items/{item_id}/decisions", {
        "kind": "B10", "text": "Ja.", **MOTIVES, "responsibleId": tax, "againstIds": [tax], "reviewOn": in_days(0),
        "subjectId": str(world.subject(world.case())),
    })  # fmt: skip
    assert refusals(answer) == {
        ("decided-elsewhere", "/kind"), ("subject-of-another-case", "/subjectId"), ("not-in-the-room", "/againstIds/0"),
        ("dissent-wanted", "/dissent"), ("takes-no-part", "/responsibleId"), ("date-passed", "/reviewOn"),
    }  # fmt: skip
    body = {"personId": str(world.people["tax_officer"]), "whereabouts": "room"}
    assert refusals(caller.post("chair", f"{API}/meetings/{meeting_id}/attendances", body)) == {
        ("person-not-expected", "/personId")
    }


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/meetings/{meeting}/convenings", "meeting-not-there-yet"),
        ("/meetings/{meeting}/starts", "meeting-not-there-yet"),
        ("/meetings/{meeting}/adoptions", "meeting-not-there-yet"),
        ("/meetings/{meeting}/clearings", "nobody-to-leave"),
        ("/agenda-items/{item}/removals", "item-discussed"),
        ("/agenda-items/{item}/openings", "item-not-waiting"),
    ],
)
def test_no_step_is_skipped_or_taken_twice(caller: Caller, bakery: UUID, path: str, code: str) -> None:
    meeting_id, (item_id,) = meeting.running(caller.world, bakery)
    answer = caller.post("chair", API + path.format(meeting=meeting_id, item=item_id), None)
    assert (answer.status_code, answer.json()["code"]) == (409, code)


def test_nothing_is_sent_without_a_case_and_no_case_twice(caller: Caller, bakery: UUID) -> None:
    at = f"{API}/meetings/{caller.done('chair', '/meetings', PLANNED)['id']}"
    assert caller.post("chair", f"{at}/convenings", None).json()["code"] == "agenda-empty"
    put = {"caseId": str(bakery)}
    assert caller.post("chair", f"{at}/agenda-items", put).status_code == 201
    assert refusals(caller.post("chair", f"{at}/agenda-items", put)) == {("on-agenda-already", "/caseId")}


def test_the_same_act_sent_twice_happens_once(caller: Caller, bakery: UUID) -> None:
    """Also where what comes back is the room, which has the address of its meeting, or a text of the minutes."""
    meeting_id, (item_id,) = meeting.running(caller.world, bakery, present=("detective", "inspector"))
    person = str(caller.world.people["permit_officer"])
    for path, body in (
        (f"/meetings/{meeting_id}/attendances", {"personId": person, "whereabouts": "room"}),
        (f"/agenda-items/{item_id}/minutes", {"text": "Eén keer."}),
        (f"/agenda-items/{item_id}/actions", {
            "text": "Bellen.", "organisationId": str(caller.world.organisations["police"]), "dueOn": in_days(3),
        }),
    ):  # fmt: skip
        first, second = (caller.post("chair", API + path, body, idempotency_key=path) for _ in range(2))
        assert (first.status_code, second.status_code) == (201, 201)
        assert (first.json(), first.headers["location"]) == (second.json(), second.headers["location"])
        assert caller.get("chair", first.headers["location"]).status_code == 200
    assert len(caller.seen("chair", f"/agenda-items/{item_id}")["actions"]) == 1
