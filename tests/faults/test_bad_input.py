"""What people and programs send that is unusual, and what is wrong: the first is kept whole, the second refused
with everything that is wrong at once, each with its field, in Dutch or English; and a page keeps what was typed."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import httpx2
import pytest
from httpx2 import Response

from db.embedded import CARELESS
from db.session import Database
from tests.api.caller import Caller, calling
from tests.faults.conftest import Install
from tests.world import a_signal, build

SIGNALS = "/api/v1/signals"
BY = "inspector"
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"

NAMES = {
    "one word": "Suharto",
    "Arabic": "محمد عبد الله",
    "right to left in the middle": "Jan \u202bיוסף כהן\u202c Bakker",
    "emoji": "👩🏽‍🚒 Bar & Grill 🍕",
    "combining": "Zoe\u0308 Gonza\u0301lez",
    "beyond the first plane": "𠮷野家 \U0001f98a",
    "Vietnamese": "Nguyễn Thị Thúy",
    "quotes and angle brackets": "Robert'); drop table signals;-- <script>alert(1)</script>",
    "one letter": "O",
    "200 characters": "é" * 200,
}


@pytest.fixture(scope="module")
def caller(module_database: Database) -> Iterator[Caller]:
    with calling(module_database) as caller:
        yield caller


def a_body(**changed: Any) -> dict[str, Any]:
    """A complete signal as JSON, with these fields instead."""
    return {**a_signal().model_dump(mode="json", by_alias=True), **changed}


def mention(**given: Any) -> dict[str, Any]:
    """A signal that mentions one person."""
    return a_body(mentions=[{"kind": "person", **given}])


def raw(caller: Caller, content: bytes, media_type: str = JSON, **headers: str) -> Response:
    """A POST of exactly these bytes."""
    answer = caller.client.post(
        SIGNALS,
        content=content,
        headers=caller._headers(BY) | {"content-type": media_type} | headers,
    )
    caller.client.cookies.clear()
    return answer


def wrong(answer: Response) -> dict[str, str]:
    """What was wrong: pointer -> code; the answer must be a whole problem document."""
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json()
    assert {"type", "title", "status", "detail", "instance", "code"} <= document.keys()
    assert document["status"] == 400
    return {error["pointer"]: error["code"] for error in document.get("errors", [])}


class TestUnusual:
    @pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
    def test_a_name_is_kept_as_it_was_given(self, caller: Caller, name: str) -> None:
        made = caller.done(BY, "/signals", mention(name=name))
        assert caller.seen(BY, f"/signals/{made['id']}")["mentions"][0]["name"] == name
        shown = caller.get(BY, f"/signals/{made['id']}")
        assert shown.status_code == 200
        assert name in unescape(shown.text)
        assert "<script>alert" not in shown.text

    @pytest.mark.parametrize(
        ("given", "kept"),
        [("", ""), ("1985", "1985"), ("1985-03", "1985-03"), ("19850300", "1985-03"), ("?", "")],
    )
    def test_a_birth_date_may_be_unknown_or_partly_known(self, caller: Caller, given: str, kept: str) -> None:
        made = caller.done(BY, "/signals", mention(name="Sem", birthDate=given))
        assert made["mentions"][0]["birthDate"] == kept

    def test_somebody_without_a_name(self, caller: Caller) -> None:
        made = caller.done(BY, "/signals", mention(description="Een vrouw met een rode jas"))
        assert made["mentions"][0]["name"] == ""

    def test_a_story_of_20000_characters_is_kept_whole(self, caller: Caller) -> None:
        story = ("Zoë 👩🏽‍🚒 zag إنسان. " * 1000)[:19_999] + "!"
        assert len(story) == 20_000
        made = caller.done(BY, "/signals", a_body(narrative=story))
        assert caller.seen(BY, f"/signals/{made['id']}")["narrative"] == story

    def test_one_character_more_is_refused_at_its_field(self, caller: Caller) -> None:
        answer = caller.post(BY, SIGNALS, a_body(narrative="x" * 20_001))
        assert wrong(answer) == {"/narrative": "text-too-long"}
        assert "20000" in answer.json()["errors"][0]["detail"]

    def test_as_much_as_fits_in_one_signal(self, caller: Caller) -> None:
        people = [{"kind": "person", "name": f"Persoon {n}", "description": "x" * 1000} for n in range(50)]
        made = caller.done(BY, "/signals", a_body(mentions=people))
        assert [one["name"] for one in made["mentions"]] == [one["name"] for one in people]
        assert wrong(caller.post(BY, SIGNALS, a_body(mentions=[*people, people[0]]))) == {
            "/mentions": "list-too-long"
        }


class TestRefused:
    def test_everything_at_once_each_with_its_field(self, caller: Caller) -> None:
        body = a_body(narrative="", task=7, observedFrom="3 oktober", urgency="haast", extra=1)
        body["mentions"] = [{"kind": "person", "name": "Sem"}, {"kind": "robot", "nmae": "x"}]
        del body["organisedCrimeLink"]
        assert wrong(caller.post(BY, SIGNALS, body)) == {
            "/narrative": "text-too-short",
            "/task": "not-text",
            "/organisedCrimeLink": "required",
            "/observedFrom": "not-a-date",
            "/urgency": "not-a-choice",
            "/extra": "unknown-field",
            "/mentions/1/kind": "not-a-choice",
            "/mentions/1/nmae": "unknown-field",
        }

    def test_so_does_the_domain(self, caller: Caller) -> None:
        body = a_body(
            form="XX", municipalityCode="GM9999", observedFrom="2099-01-01", observedUntil="2098-01-01",
            observations=[{"indicator": "ZZ1", "words": "x"}],
            mentions=[
                {"kind": "person", "name": "Sem", "identifierKind": "bsn", "identifier": "123456789"},
                {"kind": "person", "birthDate": "1985-02-30"},
            ],
        )  # fmt: skip
        found = wrong(caller.post(BY, SIGNALS, body))
        assert set(found) == {
            "/form", "/municipalityCode", "/observedFrom", "/observedUntil", "/observations/0/indicator",
            "/mentions/0/identifier", "/mentions/1/name", "/mentions/1/birthDate",
        }  # fmt: skip
        assert found["/mentions/0/identifier"] == "identifier-checksum"

    @pytest.mark.parametrize(
        ("kind", "number", "code"),
        [
            ("bsn", "123456789", "identifier-checksum"),
            ("bsn", "12", "identifier-length"),
            ("kvk", "1234567", "identifier-length"),
            ("iban", "NL91ABNA0417164301", "identifier-checksum"),
        ],
    )
    def test_a_wrong_number(self, caller: Caller, kind: str, number: str, code: str) -> None:
        answer = caller.post(BY, SIGNALS, mention(name="Sem", identifierKind=kind, identifier=number))
        assert wrong(answer) == {"/mentions/0/identifier": code}

    @pytest.mark.parametrize("given", [0, 1, "true", "off", "n", None])
    def test_yes_or_no_is_true_or_false(self, caller: Caller, given: object) -> None:
        body = {"list": "signals", "name": "Te beoordelen", "first": given}
        assert wrong(caller.post(BY, "/api/v1/saved-filters", body)) == {"/first": "not-yes-or-no"}

    def test_the_day_of_a_code_list_is_written_out(self, caller: Caller) -> None:
        answer = caller.get(BY, "/api/v1/code-lists/intervention-kinds?on=0")
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "not-a-date")

    def test_in_the_language_that_was_asked_for(self, caller: Caller) -> None:
        said = {}
        for language in ("nl", "en"):
            answer = caller.post(BY, SIGNALS, a_body(narrative=""), accept_language=language)
            assert answer.headers["content-language"] == language
            said[language] = (answer.json()["title"], answer.json()["errors"][0]["detail"])
        assert said["nl"][0] == "Er klopt iets niet in de invoer"
        assert said["en"][0] == "Something in the input is not right"
        assert said["nl"][1] != said["en"][1]

    @pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "\udfff"])
    @pytest.mark.parametrize("field", ["narrative", "place", "reference"])
    def test_text_that_cannot_be_stored(self, caller: Caller, field: str, text: str) -> None:
        answer = raw(caller, json.dumps(a_body(**{field: text})).encode())
        assert wrong(answer) == {f"/{field}": "not-readable-text"}

    def test_such_text_in_the_name_of_a_field(self, caller: Caller) -> None:
        answer = raw(caller, json.dumps(a_body(**{"\ud800": "x", "a\x00b": "x"})).encode())
        assert set(wrong(answer).values()) <= {"unknown-field", "not-readable-text"}

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"{",
            b"null",
            b"[]",
            b'"text"',
            b'{"form": "AU",}',
            b"\xff\xfe{}",
            b'{"narrative": "\xff"}',
            b'{"narrative": "\xed\xa0\x80"}',
            b"[" * 100_000,
            b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
            b'{"narrative": ' + b"9" * 10_000 + b"}",
            b'{"narrative": 1e999}',
            b'{"narrative": NaN}',
        ],
        ids=lambda content: repr(content[:24]),
    )
    def test_what_is_no_signal_at_all(self, caller: Caller, content: bytes) -> None:
        wrong(raw(caller, content))

    @pytest.mark.parametrize("number", ["1e400", "-1", "9" * 400, "1.5", "true", '"7"', "NaN"])
    def test_numbers_that_are_none_of_ours(self, caller: Caller, number: str) -> None:
        case_id = caller.world.case()
        answer = caller.client.post(
            f"/api/v1/cases/{case_id}/phases",
            content=f'{{"phase": {number}, "necessity": "x"}}',
            headers=caller._headers("chair") | {"content-type": JSON},
        )
        assert answer.status_code in (400, 409), answer.text  # 409 is of the order of phases

    @pytest.mark.parametrize(
        "media_type", ["text/plain", FORM, "application/xml", "multipart/form-data; boundary=x"]
    )
    def test_another_media_type(self, caller: Caller, media_type: str) -> None:
        answer = raw(caller, json.dumps(a_body()).encode(), media_type)
        assert answer.status_code == 415, answer.text
        assert answer.json()["code"] == "media-type"

    @pytest.mark.parametrize(
        "query",
        [
            "limit=0",
            "limit=101",
            "limit=x",
            "limit=" + "9" * 5000,
            "cursor=%00",
            "cursor=x",
            "cursor=" + "A" * 201,
        ],
    )
    def test_a_part_of_a_list_that_is_none(self, caller: Caller, query: str) -> None:
        answer = caller.get(BY, f"{SIGNALS}?{query}")
        assert answer.status_code == 400, answer.text

    @pytest.mark.parametrize("path", ["x", "%00", "%ff", "0", "9" * 3000, "%F0%9F%A6%8A"])
    def test_an_id_that_is_none(self, caller: Caller, path: str) -> None:
        answer = caller.get(BY, f"{SIGNALS}/{path}")
        assert answer.status_code == 400, answer.text
        assert answer.headers["content-type"] == "application/problem+json"


TYPED = {
    "key": "k1", "rows": "3", "act": "send", "form": "AU", "municipalityCode": "GM0361",
    "narrative": "Zes mensen <b>achter</b> de \"oven\" 🦊", "task": "Toezicht", "organisedCrimeLink": "محمد",
    "observedFrom": "2026-13-40", "place": "Bedrijventerrein Zuid", "reference": "VTH-1", "urgency": "soon",
    "mentions/1/kind": "person", "mentions/1/name": "O'Neill & Zoë", "mentions/1/identifierKind": "bsn",
    "mentions/1/identifier": "123456789",
}  # fmt: skip


class TestTooLarge:
    @pytest.fixture(scope="class")
    @classmethod
    def served(cls, install: Install) -> tuple[str, str]:
        """Address and token of a real server: a test client has no socket on which a refusal can be lost."""
        made = install(CARELESS)
        world = build(made.database)
        made.web.start("--workers", "1")
        return made.web.url, made.token(world.people[BY], "signals:write")

    @pytest.mark.parametrize("chunked", [False, True])
    def test_five_megabytes(self, served: tuple[str, str], chunked: bool) -> None:
        address, token = served
        body = json.dumps(a_body(narrative="x" * 5_000_000)).encode()
        parts = (body[start : start + 65_536] for start in range(0, len(body), 65_536))
        answer = httpx2.post(
            address + SIGNALS,
            content=parts if chunked else body,
            headers={"authorization": f"Bearer {token}", "content-type": JSON},
        )
        assert ("transfer-encoding" in answer.request.headers) == chunked
        assert (answer.status_code, answer.json()["code"]) == (413, "too-large")
        assert answer.headers["content-type"] == "application/problem+json"


class TestPages:
    def test_a_refused_form_keeps_everything_that_was_typed(self, caller: Caller) -> None:
        answer = caller.post(BY, "/signals/new", TYPED)
        assert answer.status_code == 400
        fields = _fields(answer.text)
        for name, value in TYPED.items():
            if name != "act":
                assert value in fields[name], name
        assert 'aria-invalid="true"' in answer.text

    def test_what_is_right_afterwards_is_taken(self, caller: Caller) -> None:
        given = {**TYPED, "key": "right", "observedFrom": "2026-10-03", "mentions/1/identifier": "111222333"}
        answer = caller.post(BY, "/signals/new", given)
        assert answer.status_code == 303, answer.text[-2000:]
        again = caller.post(BY, "/signals/new", given)
        assert again.headers["location"] == answer.headers["location"]

    @pytest.mark.parametrize(
        "changed",
        [
            {"narrative": "a\x00b"},
            {"narrative": "x" * 20_001},
            {"urgency": "haast"},
            {"form": "XX"},
            {"municipalityCode": "\x00"},
            {"mentions/1": "no row"},
            {"mentions/x/name": "no number"},
            {"mentions/999999/name": "far"},
            {"narrative/0/1/2": "a tree"},
            {"rows": "9" * 5000},
            {"key": "\x00"},
            {"key": "é" * 500},
            {},
        ],
        ids=repr,
    )
    def test_no_form_breaks_the_page(self, caller: Caller, changed: dict[str, str]) -> None:
        answer = caller.post(BY, "/signals/new", {**TYPED, **changed})
        assert answer.status_code == 400, answer.text[-2000:]
        assert answer.headers["content-type"].startswith("text/html")

    @pytest.mark.parametrize(
        ("content", "media_type"),
        [
            (b"narrative=%ff", FORM),
            (b"narrative=%00", FORM),
            (b"%", FORM),
            (b"&".join(b"a%d=1" % n for n in range(2000)), FORM),
            (b"{}", JSON),
            (b"x", "multipart/form-data"),
            (b"x", "multipart/form-data; boundary=y"),
            (b'--y\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\nx\r\n--y--\r\n',
             "multipart/form-data; boundary=y"),
        ],
        ids=lambda value: repr(value[:30]),
    )  # fmt: skip
    def test_what_is_no_form_at_all(self, caller: Caller, content: bytes, media_type: str) -> None:
        headers = caller._headers(BY) | {"content-type": media_type}
        answer = caller.client.post("/signals/new", content=content, headers=headers)
        caller.client.cookies.clear()
        assert answer.status_code in (400, 413, 415), answer.text[-2000:]
        assert answer.headers["content-type"].startswith("text/html")

    def test_five_megabytes(self, caller: Caller) -> None:
        answer = caller.post(BY, "/signals/new", {**TYPED, "narrative": "x" * 5_000_000})
        assert answer.status_code == 413
        assert answer.headers["content-type"].startswith("text/html")


_INPUT = re.compile(r"<input\b[^>]*>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_TEXTAREA = re.compile(r'<textarea\b[^>]*\bname="([^"]*)"[^>]*>\n?(.*?)</textarea>', re.DOTALL)
_SELECT = re.compile(r'<select\b[^>]*\bname="([^"]*)"[^>]*>(.*?)</select>', re.DOTALL)
_CHOSEN = re.compile(r'<option\b[^>]*\bvalue="([^"]*)"[^>]*\bselected')


def _fields(html: str) -> dict[str, list[str]]:
    """What the fields of a page hold, as a browser would send it."""
    found: dict[str, list[str]] = {}
    for tag in _INPUT.findall(html):
        attributes = dict(_ATTRIBUTE.findall(tag))
        if attributes.get("type") not in ("radio", "checkbox") or " checked" in tag:
            found.setdefault(attributes.get("name", ""), []).append(unescape(attributes.get("value", "")))
    for name, value in _TEXTAREA.findall(html):
        found.setdefault(name, []).append(unescape(value))
    for name, options in _SELECT.findall(html):
        found.setdefault(name, []).extend(unescape(value) for value in _CHOSEN.findall(options))
    return found
