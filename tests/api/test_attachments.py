"""Files over the API and in the portal: who gets which bytes, what stays behind, and what can never be read again."""

import io
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from httpx2 import Response
from PIL import Image
from sqlalchemy import text

from api.worker import _Errands
from db.session import Database
from db.vault import FILE, Unreadable, Vault
from domain import attachments, detection, retention
from domain.attachments import Intake, Scanner
from tests.api.caller import API, Caller, calling, without_request_id
from tests.attachments import EICAR, PHOTO_OF_A_TELEPHONE, clamd, document, needs_clamd, photo
from tests.domain.test_retention import a_year_ago
from tests.notices.hearing import Hearing
from tests.world import take_up

ABOUT = {"description": "Gevel van de bakkerij", "category": "housing", "source": "Foto", "attested": "true"}
_NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def caller(module_database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    """With a vault of its own, of which everything in it can be counted; no scanner, unless a test has one."""
    with calling(module_database) as made:
        made.app.state.intake = Intake(Vault(tmp_path_factory.mktemp("vault")), limit=2_000_000, per_item=3)
        yield made


@pytest.fixture
def bakery(caller: Caller) -> UUID:
    """A subject of a case of Zuidstad, with police and inspectorate."""
    return caller.world.subject(caller.world.joined(caller.world.case(), "police", "inspectorate"))


def sent(
    caller: Caller, by: str, place: str, content: bytes | None = None, key: str | None = None, name: str = "foto.jpg",
    **changed: Any,
) -> Response:  # fmt: skip
    """A form with a file in it; a photo that nobody sent before, when nothing else is given."""
    content = photo((40 + next(_NUMBERS), 40)) if content is None else content
    headers = {**caller._headers(by), **({"idempotency-key": key} if key else {})}
    path = place if place.endswith("/new") else f"{API}{place}/attachments"
    answer = caller.client.post(path, data=ABOUT | changed, files={"file": (name, content)}, headers=headers)
    caller.client.cookies.clear()
    caller.contract.hold("POST", path, answer)
    return answer


def with_signal(caller: Caller, signal_id: UUID, by: str) -> str:
    said = {
        "data": {"description": "Naamplaatje"},
        "files": {"file": ("naam.jpg", photo((40 + next(_NUMBERS), 40)))},
    }
    answer = caller.client.post(f"{API}/signals/{signal_id}/attachments", headers=caller._headers(by), **said)
    caller.client.cookies.clear()
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def added(caller: Caller, bakery: UUID, state: str = "clean", **changed: Any) -> UUID:
    answer = sent(caller, "permit_officer", f"/subjects/{bakery}", **changed)
    assert answer.status_code == 201, answer.text
    made = UUID(answer.json()["id"])
    owner(caller, "update attachments set state = :state where id = :id", state=state, id=made)
    return made


def owner(caller: Caller, statement: str, **values: Any) -> Any:
    with caller.world.database.session_as("owner") as session:
        found = session.execute(text(statement), values)
        rows = found.all() if found.returns_rows else []  # type: ignore[attr-defined]
        session.commit()
        return rows


def stored(caller: Caller) -> set[str]:
    """Every file that stands in the vault."""
    return {one.name for one in caller.app.state.intake.vault.folder.glob("??/*")}


def sweep(caller: Caller) -> int:
    with caller.world.database.session_as("worker") as session:
        return attachments.sweep(session, caller.app.state.intake.vault, older_than=-1)


def test_others_get_a_clean_copy_and_the_original_is_for_its_owner(caller: Caller, bakery: UUID) -> None:
    original = photo((97, 61))
    made = added(caller, bakery, content=original)
    view = caller.seen("detective", f"/attachments/{made}")
    assert (view["mediaType"], view["size"], view["pages"], view["name"]) == (
        "image/jpeg",
        len(original),
        1,
        "foto.jpg",
    )
    assert view["parts"] == ["copy", "page", "thumbnail"]
    assert caller.seen("permit_officer", f"/attachments/{made}")["parts"] == [
        "copy",
        "original",
        "page",
        "thumbnail",
    ]
    for part in ("content", "thumbnail", "page"):
        answer = caller.get("detective", f"{API}/attachments/{made}/{part}")
        assert answer.status_code == 200
        assert dict(Image.open(io.BytesIO(answer.content)).getexif()) == {}
    assert caller.get("detective", f"{API}/attachments/{made}/original").status_code == 404
    own = caller.get("permit_officer", f"{API}/attachments/{made}/original")
    assert own.content == original
    assert (
        own.headers["content-disposition"] == "attachment; filename=\"foto.jpg\"; filename*=UTF-8''foto.jpg"
    )
    assert own.headers["x-content-type-options"] == "nosniff"
    assert own.headers["cache-control"] == "no-store"
    assert "sandbox" in own.headers["content-security-policy"]
    looks = owner(
        caller, "select what, outcome from access_log where object_ids = array[cast(:id as uuid)]", id=made
    )
    assert ("attachment_original", "exported") in looks
    assert ("attachment_thumbnail", "shown") in looks


def test_a_photo_of_a_telephone_is_kept_as_it_came_for_its_owner(caller: Caller, bakery: UUID) -> None:
    made = added(caller, bakery, content=PHOTO_OF_A_TELEPHONE, name="IMG_0042.HEIC")
    own = caller.get("permit_officer", f"{API}/attachments/{made}/original")
    assert (own.headers["content-type"], own.content) == ("image/heic", PHOTO_OF_A_TELEPHONE)
    assert 'filename="IMG_0042.heic"' in own.headers["content-disposition"]
    others = caller.get("detective", f"{API}/attachments/{made}/content")
    assert (others.headers["content-type"], Image.open(io.BytesIO(others.content)).format) == (
        "image/jpeg",
        "JPEG",
    )


def test_what_is_hidden_is_what_never_was(caller: Caller, bakery: UUID) -> None:
    """Besloten for the police: for the inspectorate no row, no count, no small picture, and no event."""
    police = str(caller.world.people["detective"])
    made = added(caller, bakery, forWhom="named", persons=police)
    assert len(caller.seen("detective", f"/subjects/{bakery}/attachments")["items"]) == 1
    assert caller.seen("inspector", f"/subjects/{bakery}/attachments") == {"items": []}
    page = caller.get("inspector", f"/subjects/{bakery}").text
    assert "/attachments/" not in page.replace(f"/subjects/{bakery}/attachments/new", "")
    never = UUID(int=7)
    for part in ("", "/content", "/thumbnail", "/page", "/original"):
        for at in (API, ""):
            hidden = caller.get("inspector", f"{at}/attachments/{made}{part}")
            absent = caller.get("inspector", f"{at}/attachments/{never}{part}")
            assert hidden.status_code == 404
            assert [str(one).replace(str(made), str(never)) for one in without_request_id(hidden)] == [
                str(one) for one in without_request_id(absent)
            ]
    with caller.world.acting("inspector") as (session, _):
        files = "select count(*) from attachment_files where attachment_id = :id"
        assert session.execute(text(files), {"id": made}).scalar_one() == 0
        told = "select count(*) from events where object_id = :id"
        assert session.execute(text(told), {"id": made}).scalar_one() == 0


def test_what_was_not_scanned_is_for_its_owner_only(caller: Caller, bakery: UUID) -> None:
    made = added(caller, bakery, state="held")
    assert caller.seen("detective", f"/attachments/{made}")["state"] == "held"
    assert caller.seen("detective", f"/attachments/{made}")["parts"] == []
    assert caller.get("detective", f"{API}/attachments/{made}/thumbnail").status_code == 404
    assert caller.get("permit_officer", f"{API}/attachments/{made}/content").status_code == 200
    assert "nog niet gescand" in caller.get("detective", f"/attachments/{made}").text


def test_everything_that_is_wrong_is_told_at_once_and_nothing_stays(caller: Caller, bakery: UUID) -> None:
    sweep(caller)
    before = stored(caller)
    place = f"/subjects/{bakery}"
    answer = sent(caller, "permit_officer", place, b"MZ\0", description="", attested="")
    pointers = {one["pointer"]: one["code"] for one in answer.json()["errors"]}
    assert answer.status_code == 400
    assert pointers["/file"] == "attachment-kind"
    assert {"/description", "/attested"} <= set(pointers)
    large = sent(caller, "permit_officer", place, b"a;b\n" * 600_000)
    assert (large.status_code, large.json()["errors"][0]["facts"]) == (400, {"limit": 2})
    two = [("file", ("a.jpg", photo())), ("file", ("b.jpg", photo((9, 9))))]
    several = caller.client.post(
        f"{API}{place}/attachments", data=ABOUT, files=two, headers=caller._headers("permit_officer")
    )
    assert [one["code"] for one in several.json()["errors"]] == ["attachment-several"]
    none = caller.client.post(
        f"{API}{place}/attachments", files={"anders": b"x"}, headers=caller._headers("permit_officer")
    )
    assert {one["pointer"] for one in none.json()["errors"]} >= {"/file", "/description"}
    page = sent(
        caller, "permit_officer", f"/subjects/{bakery}/attachments/new", b"MZ\0", description="Iets & meer"
    )
    assert page.status_code == 400
    assert "Dit soort bestand kan niet" in page.text
    assert "Iets &amp; meer" in page.text
    assert stored(caller) == before


@pytest.mark.parametrize("who_sends", ["nobody", "signed in"])
def test_what_is_cut_off_half_way_leaves_nothing(caller: Caller, bakery: UUID, who_sends: str) -> None:
    before = stored(caller)
    headers = {"content-type": "multipart/form-data; boundary=grens"}
    headers |= (
        caller._headers("permit_officer") if who_sends == "signed in" else {"authorization": "Bearer x"}
    )
    body = b'--grens\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n' + document()
    answer = caller.client.post(f"{API}/subjects/{bakery}/attachments", content=body, headers=headers)
    caller.client.cookies.clear()
    expected = (400, "upload-cut-off") if who_sends == "signed in" else (401, "token-invalid")
    assert (answer.status_code, answer.json()["code"]) == expected
    assert stored(caller) == before


def test_the_same_file_twice_is_one_file_and_a_retry_is_no_second(caller: Caller, bakery: UUID) -> None:
    content, place = photo((31, 33)), f"/subjects/{bakery}"
    first = sent(caller, "permit_officer", place, content, key="een")
    again = sent(caller, "permit_officer", place, content, key="een")
    other = sent(caller, "permit_officer", place, content, description="Zelfde foto", name="kopie.jpg")
    assert first.json()["id"] == again.json()["id"] == other.json()["id"]
    assert sent(caller, "permit_officer", place, photo((34, 33)), key="een").status_code == 422
    # Of another organisation it is another file: whether somebody has it already is nobody else's to know.
    assert sent(caller, "inspector", place, content).json()["id"] != first.json()["id"]
    for _ in range(2):
        assert sent(caller, "permit_officer", place).status_code == 201
    full = sent(caller, "permit_officer", place)
    assert (full.status_code, full.json()["errors"][0]["code"]) == (400, "attachments-too-many")
    sweep(caller)
    assert len(stored(caller)) == owner(caller, "select count(*) from attachment_files")[0][0]


def test_what_is_withdrawn_can_never_be_read_again(caller: Caller, bakery: UUID) -> None:
    """Its key goes at once, and the bytes with the next sweep; who looked sees that it is gone."""
    made = added(caller, bakery)
    caller.seen("detective", f"/attachments/{made}")
    kept = owner(caller, "select id from attachment_files where attachment_id = :id", id=made)
    caller.done("permit_officer", f"/attachments/{made}/withdrawals", {"reason": "unlawful"})
    assert owner(caller, "select id from attachment_files where attachment_id = :id", id=made) == []
    assert caller.get("permit_officer", f"{API}/attachments/{made}/original").status_code == 404
    assert caller.seen("detective", f"/attachments/{made}")["withdrawnFor"] == "unlawful"
    assert caller.seen("detective", f"/attachments/{made}")["name"] == ""
    assert caller.seen("inspector", f"/attachments/{made}") is None
    assert sweep(caller) >= len(kept)
    assert not {one.id.hex for one in kept} & stored(caller)


def test_another_file_takes_the_place_of_a_wrong_one(caller: Caller, bakery: UUID) -> None:
    """The one before is destroyed at once; who reads it finds the new one, and that there was another, and why."""
    made, right, place = added(caller, bakery), photo((77, 55)), "/attachments/{}"
    caller.seen("detective", place.format(made))
    said = {"description": "Gevel, zonder de kinderen", "reason": "unnecessary"}
    before = owner(caller, "select id from attachment_files where attachment_id = :id", id=made)

    def replaced(by: str, content: bytes, key: str | None = None, **changed: str) -> Response:
        headers = {**caller._headers(by), **({"idempotency-key": key} if key else {})}
        path = f"{API}/attachments/{made}/replacements"
        answer = caller.client.post(
            path, data=said | changed, files={"file": ("goed.jpg", content)}, headers=headers
        )
        caller.client.cookies.clear()
        caller.contract.hold("POST", path, answer)
        return answer

    wrong = replaced("permit_officer", b"MZ\0", reason="zomaar").json()["errors"]
    assert {one["pointer"]: one["code"] for one in wrong} == {
        "/reason": "not-a-choice",
        "/file": "attachment-kind",
    }
    assert replaced("inspector", right).status_code == 403
    for _ in range(2):
        answer = replaced("permit_officer", right, key="goed")
        assert (answer.status_code, answer.json()["id"]) == (201, str(made))
    assert replaced("permit_officer", right).json()["errors"][0]["code"] == "attachment-there-already"
    owner(caller, "update attachments set state = 'clean' where id = :id", id=made)

    found = caller.seen("detective", f"/attachments/{made}")
    assert (found["replacedFor"], found["name"], found["source"], found["size"]) == (
        "unnecessary", "goed.jpg", "Foto", len(right)
    )  # fmt: skip
    assert found["parts"] == ["copy", "page", "thumbnail"]
    page = caller.get("detective", f"/attachments/{made}").text
    assert "Er stond meer in dan nodig was" in page
    assert caller.get("permit_officer", f"{API}/attachments/{made}/original").content == right
    kept = owner(caller, "select id from attachment_files where attachment_id = :id", id=made)
    assert (len(kept), set(kept) & set(before)) == (4, set())
    sweep(caller)
    assert not {one.id.hex for one in before} & stored(caller)
    told = owner(caller, "select type from events where object_id = :id order by id", id=made)
    assert [one.type for one in told] == ["attachment.added", "attachment.replaced"]


def corrected(caller: Caller, by: str, made: UUID, match: str = "*", **said: str) -> Response:
    said = {"description": "Zolder achter de bakkerij"} | said
    return caller.call(by, "PUT", f"{API}/attachments/{made}", said, if_match=match)


def found_files(caller: Caller, by: str, query: str) -> dict[str, Any]:
    """Of the files that are found by these words: id -> hit."""
    answer = caller.post(by, f"{API}/searches", {"query": query, "purpose": "Toets", "kinds": ["attachment"]})
    assert answer.status_code == 200, answer.text
    return {one["id"]: one for one in answer.json()["items"]}


def test_the_words_of_a_file_are_corrected_without_another_file(caller: Caller, bakery: UUID) -> None:
    """By its owner alone; who reads it sees that, and the bytes are the same."""
    made, where = added(caller, bakery), "select id from attachment_files where attachment_id = :id"
    before, tag = (
        owner(caller, where, id=made),
        caller.get("case_manager", f"{API}/attachments/{made}").headers["etag"],
    )
    assert corrected(caller, "inspector", made).status_code == 403
    assert corrected(caller, "neighbour", made).status_code == 404
    wrong = corrected(caller, "permit_officer", made, description="BSN 111222333", source="x" * 500)
    assert {one["pointer"] for one in wrong.json()["errors"]} >= {"/source"}
    right = corrected(caller, "permit_officer", made, tag)
    assert (right.status_code, right.json()["description"], right.json()["source"]) == (
        200, "Zolder achter de bakkerij", "Foto",
    )  # fmt: skip
    assert corrected(caller, "permit_officer", made, tag).status_code == 412
    assert owner(caller, where, id=made) == before

    seen = caller.seen("detective", f"/attachments/{made}")
    assert (seen["description"], bool(seen["correctedAt"])) == ("Zolder achter de bakkerij", True)
    assert "woorden verbeterd" in caller.get("detective", f"/attachments/{made}").text
    told = owner(caller, "select type, data from events where object_id = :id order by id", id=made)
    assert [(one.type, one.data) for one in told][1:] == [("attachment.corrected", {})]
    caller.done("permit_officer", f"/attachments/{made}/withdrawals", {"reason": "incorrect"})
    assert corrected(caller, "permit_officer", made).status_code == 403


def test_a_file_is_found_by_its_name_and_words_by_who_may_see_it(caller: Caller, bakery: UUID) -> None:
    made = added(caller, bakery, name="huurcontract-qwa.jpg", description="Sleutelkast bij de kwartelbaan")
    hit = found_files(caller, "detective", "sleutelkast kwartelbaan")[str(made)]
    case = caller.seen("detective", f"/subjects/{bakery}")["caseId"]
    number = caller.seen("detective", f"/cases/{case}")["number"]
    assert (hit["label"], hit["number"], hit["why"]["field"]) == (
        "huurcontract-qwa.jpg",
        number,
        "description",
    )
    assert (
        f'href="/attachments/{made}"'
        in caller.post("detective", "/search", {"query": "huurcontract-qwa", "purpose": "Toets"}).text
    )
    assert found_files(caller, "neighbour", "kwartelbaan") == {}

    corrected(caller, "permit_officer", made, description="Sleutelkast bij de patrijsbaan")
    assert found_files(caller, "detective", "kwartelbaan") == {}
    assert str(made) in found_files(caller, "detective", "patrijsbaan")
    caller.done("permit_officer", f"/attachments/{made}/withdrawals", {"reason": "incorrect"})
    for who in ("detective", "permit_officer"):
        assert found_files(caller, who, "patrijsbaan") == found_files(caller, who, "huurcontract-qwa") == {}


def test_a_file_for_named_persons_or_with_a_protected_source_is_found_by_them_alone(
    caller: Caller, bakery: UUID
) -> None:
    circle = {"forWhom": "named", "persons": str(caller.world.people["detective"])}
    made = added(caller, bakery, description="Sleutelkast bij de fazantbaan", **circle)
    assert str(made) in found_files(caller, "detective", "fazantbaan")
    assert found_files(caller, "inspector", "fazantbaan") == found_files(caller, "chair", "fazantbaan") == {}
    origin = caller.world.signal(protect_source=True)
    kept = with_signal(caller, origin, "inspector")
    assert kept in found_files(caller, "inspector", "naamplaatje")
    assert kept not in found_files(caller, "case_manager", "naamplaatje")
    assert kept not in found_files(caller, "detective", "naamplaatje")


def test_a_held_file_of_who_left_is_scanned_in_the_name_of_a_colleague(caller: Caller, bakery: UUID) -> None:
    held, people = added(caller, bakery, state="held"), caller.world.people

    def in_whose_name() -> UUID:
        with caller.world.database.session_as("worker") as session:
            return dict(attachments.to_scan(session))[held]

    assert in_whose_name() == people["permit_officer"]
    owner(caller, "update actors set active = false where id = :id", id=people["permit_officer"])
    try:
        assert in_whose_name() == people["case_manager"]
        caller.done("case_manager", f"/attachments/{held}/withdrawals", {"reason": "unnecessary"})
    finally:
        owner(caller, "update actors set active = true where id = :id", id=people["permit_officer"])
    assert owner(caller, "select 1 from attachment_files where attachment_id = :id", id=held) == []


def test_a_signal_has_files_until_it_is_closed(caller: Caller) -> None:
    """After a sending back it is in again; in its case they are read by who reads the signal."""
    signal_id = caller.world.signal()
    with caller.world.acting("preparer") as (session, actor):
        detection.assess_signal(session, actor, signal_id, take_up(outcome="send_back", new_case=None))
    said = {"data": {"description": "Naamplaatje"}, "files": {"file": ("naam.png.exe", photo())}}
    path = f"{API}/signals/{signal_id}/attachments"
    answer = caller.client.post(path, headers=caller._headers("inspector"), **said)
    caller.client.cookies.clear()
    assert (answer.status_code, answer.json()["name"]) == (201, "naam.png.exe.jpg")
    assert caller.seen("preparer", f"/signals/{signal_id}")["status"] == "submitted"
    assert "naam.png.exe.jpg" in caller.get("preparer", f"/signals/{signal_id}").text
    assert sent(
        caller, "case_manager", f"/signals/{signal_id}", category="", source="", attested=""
    ).status_code in (400, 403)
    with caller.world.acting("preparer") as (session, actor):
        detection.assess_signal(session, actor, signal_id, take_up())
    later = with_signal(caller, signal_id, "inspector")
    owner(caller, "update attachments set state = 'clean' where id = :id", id=later)
    assert caller.seen("case_manager", f"/attachments/{later}")["parts"] == ["copy", "page", "thumbnail"]
    assert caller.seen("neighbour", f"/attachments/{later}") is None
    closed = caller.world.signal()
    with caller.world.acting("preparer") as (session, actor):
        rejected = take_up(outcome="reject", new_case=None, within_region=False)
        detection.assess_signal(session, actor, closed, rejected)
    late = caller.client.post(
        f"{API}/signals/{closed}/attachments", headers=caller._headers("inspector"), **said
    )
    caller.client.cookies.clear()
    assert (late.status_code, late.json()["code"]) == (409, "wrong-step")


def test_who_is_let_see_a_source_sees_its_files(caller: Caller) -> None:
    """And not that one was taken back before; nobody else sees either."""
    world = caller.world
    origin = world.signal(protect_source=True)
    kept, gone = (with_signal(caller, origin, "inspector") for _ in range(2))
    caller.done("inspector", f"/attachments/{gone}/withdrawals", {"reason": "incorrect"})
    written = {"narrative": "Zes mensen.", "task": "Toezicht", "organisedCrimeLink": "Bemiddelaar."}
    shown = caller.done("preparer", f"/signals/{origin}/bring-ins", written)["id"]
    assert caller.seen("chair", f"/attachments/{kept}") is None
    asked = caller.done("chair", f"/signals/{shown}/unmaskings", {"reason": "Bewijs."})["id"]
    caller.done("dpo", f"/unmaskings/{asked}/decisions", {"granted": True})
    assert [one["id"] for one in caller.seen("chair", f"/signals/{origin}/attachments")["items"]] == [kept]
    for who in ("analyst", "case_manager", "detective"):
        assert caller.seen(who, f"/attachments/{kept}") is None
        assert caller.seen(who, f"/signals/{origin}/attachments") is None


def test_a_destroyed_signal_takes_its_files_along(caller: Caller) -> None:
    """The proof counts them; their keys are gone in the same transaction."""
    signal_id = caller.world.signal()
    path = f"{API}/signals/{signal_id}/attachments"
    said = {"data": {"description": "Naamplaatje"}, "files": {"file": ("naam.jpg", photo())}}
    assert caller.client.post(path, headers=caller._headers("inspector"), **said).status_code == 201
    caller.client.cookies.clear()
    with caller.world.acting("preparer") as (session, actor):
        rejected = take_up(outcome="reject", new_case=None, concrete_observation=False)
        detection.assess_signal(session, actor, signal_id, rejected)
    a_year_ago(caller.world, "signals", signal_id)
    a_year_ago(caller.world, "assessments", signal_id)
    sweep(caller)
    before = stored(caller)
    with caller.world.acting("chair") as (session, actor):
        proof = retention.destroy(session, actor, signal_id)
    assert (proof.rows["attachments"], proof.rows["attachment_files"]) == (1, 4)
    assert sweep(caller) == 4
    assert len(before - stored(caller)) == 4


def test_the_master_key_is_replaced_and_a_wrong_one_reads_nothing(caller: Caller, bakery: UUID) -> None:
    made, vault = added(caller, bakery), caller.app.state.intake.vault
    before = vault.keys.path.read_text()
    with caller.world.database.session_as("owner") as session:
        assert attachments.rotate(session, vault.keys) > 3
    assert caller.get("detective", f"{API}/attachments/{made}/content").status_code == 200
    assert added(caller, bakery)
    after = vault.keys.path.read_text()
    assert after != before
    vault.keys.path.write_text(before)
    with caller.world.acting("detective") as (session, actor), pytest.raises(Unreadable):
        attachments.content(session, actor, vault, made, "copy")
    assert caller.get("detective", f"{API}/attachments/{made}/content").status_code == 500
    vault.keys.path.write_text(after)
    assert vault.keys.path.name == FILE


@needs_clamd
def test_what_was_held_is_scanned_later_and_its_owner_is_told_of_a_virus(
    caller: Caller, bakery: UUID, tmp_path: Path
) -> None:
    clean, bad = (
        added(caller, bakery, state="held"),
        added(caller, bakery, state="held", content=EICAR, name="v.txt"),
    )
    vault = caller.app.state.intake.vault
    with clamd(tmp_path) as address:
        _Errands(caller.world.database, None, Intake(vault, Scanner(address))).scan_files()
    assert caller.seen("detective", f"/attachments/{clean}")["state"] == "clean"
    assert caller.seen("permit_officer", f"/attachments/{bad}")["state"] == "refused"
    assert owner(caller, "select 1 from attachment_files where attachment_id = :id", id=bad) == []
    told = owner(caller, "select type from events where object_id = :id order by id", id=bad)
    assert [one.type for one in told] == ["attachment.added", "attachment.refused"]
    Hearing(caller.world).relay()
    people = owner(
        caller,
        "select a.email from notices n join actors a on a.id = n.person_id where n.kind = 'attachment.refused'",
    )
    assert [one.email for one in people] == ["permit_officer@example.org"]
