"""Signing in as people do it: plain forms, one page after the other."""

import json
import re
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pyotp
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from api.main import create_app
from api.settings import Settings
from db.session import Database
from db.tables.spine import ActorRow, Organisation
from domain import accounts
from tests.asking import asking
from tests.world import sworn_to_secrecy
from web.login import local

COOKIE = "__Host-sid"
GOOD = "zomer zee fiets lamp"
OTHER = "paars behang zonder deur"
STEP = 30

_NUMBERS = count(1)


class Person:
    """Somebody with a browser and a phone."""

    def __init__(self, client: TestClient, row: ActorRow, secret: str) -> None:
        self.client = client
        self.actor_id = row.id
        self.email = str(row.email)
        self.phone = pyotp.TOTP(secret)
        self._step = int(time.time()) // STEP - 2

    def code(self) -> str:
        """A code that was not used yet, as if one waited for the next."""
        self._step = max(self._step + 1, int(time.time()) // STEP - 1)
        return self.phone.generate_otp(self._step)

    def post(self, path: str, **form: str) -> Response:
        """Send a form without following where it leads."""
        return self.client.post(path, data=form, follow_redirects=False)

    def sign_in(self, next_: str = "/account") -> Response:
        """Password and second factor."""
        self.post("/login", email=self.email, password=GOOD, next=next_)
        return self.post("/login/second-factor", code=self.code(), next=next_)


@pytest.fixture
def app(module_database: Database) -> FastAPI:
    return create_app(Settings(), module_database)


@pytest.fixture
def browser(app: FastAPI) -> Iterator[Callable[[], TestClient]]:
    """A browser at an address of its own; over https, else it drops our cookies."""

    def make(app: FastAPI = app) -> TestClient:
        return asking(
            app,
            follow_redirects=True,
            client=(f"10.8.{next(_NUMBERS) // 250}.{next(_NUMBERS) % 250}", 1),
            headers={
                "accept-language": "en",
                "sec-fetch-site": "same-origin",
                "user-agent": "Firefox on Linux",
            },
        )

    return make


@pytest.fixture(scope="module")
def organisation(module_database: Database) -> Organisation:
    with module_database.session_as("owner") as owner:
        made = Organisation(name="RIEC Proef", short_name="RIEC", kind="riec", sharing_key="riec")
        owner.add(made)
        owner.commit()
        owner.refresh(made)
        return made


@pytest.fixture
def newcomer(module_database: Database, organisation: Organisation) -> ActorRow:
    with module_database.session_as("owner") as owner:
        made = ActorRow(
            organisation_id=organisation.id,
            kind="person",
            name="Mariska de Vries",
            email=f"mariska{next(_NUMBERS)}@riec.example",
            language="en",
        )
        owner.add(made)
        owner.commit()
        owner.refresh(made)
        return made


@pytest.fixture
def mariska(newcomer: ActorRow, module_database: Database, browser: Callable[[], TestClient]) -> Person:
    """Somebody with a complete account."""
    secret = pyotp.random_base32()
    with module_database.session_as("login") as session:
        accounts.create_account(session, newcomer.id, accounts.chosen(GOOD), secret)
        session.commit()
    return Person(browser(), newcomer, secret)


def said(answer: Response) -> str:
    """What the page says, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_password_and_code_lead_where_one_was_going(mariska: Person) -> None:
    first = mariska.post("/login", email=mariska.email, password=GOOD, next="/cases?status=open")
    assert (first.status_code, first.headers["location"]) == (
        303,
        "/login/second-factor?next=/cases%3Fstatus%3Dopen",
    )
    assert 'value="/cases?status=open"' in mariska.client.get(first.headers["location"]).text

    second = mariska.post("/login/second-factor", code=mariska.code(), next="/cases?status=open")

    assert (second.status_code, second.headers["location"]) == (303, "/cases?status=open")


def test_the_cookie_is_as_strict_as_it_can_be(mariska: Person) -> None:
    cookie = mariska.post("/login", email=mariska.email, password=GOOD).headers["set-cookie"]

    name, *attributes = cookie.split("; ")
    assert re.fullmatch(COOKIE + r"=[\w-]{43}", name)
    assert {one.lower() for one in attributes} == {"path=/", "secure", "httponly", "samesite=lax"}


def test_the_token_changes_with_the_second_factor_so_a_planted_one_is_worth_nothing(
    mariska: Person, browser: Callable[[], TestClient]
) -> None:
    mariska.client.cookies.set(COOKIE, "planted-by-somebody-else", domain="testserver.local", path="/")
    mariska.client.cookies.clear()
    mariska.post("/login", email=mariska.email, password=GOOD)
    half = mariska.client.cookies[COOKIE]
    mariska.post("/login/second-factor", code=mariska.code())

    assert half != mariska.client.cookies[COOKIE]
    thief = browser()
    thief.headers["cookie"] = f"{COOKIE}={half}"
    assert thief.get("/account", follow_redirects=False).headers["location"] == "/login?next=/account"
    assert mariska.client.get("/account").status_code == 200


def test_a_password_alone_opens_no_page(mariska: Person) -> None:
    mariska.post("/login", email=mariska.email, password=GOOD)

    assert (
        mariska.client.get("/account", follow_redirects=False).headers["location"] == "/login?next=/account"
    )
    onward = mariska.client.get("/login?next=/account", follow_redirects=False)
    assert onward.headers["location"] == "/login/second-factor?next=/account"


def test_a_wrong_password_keeps_the_address_but_never_the_password(mariska: Person) -> None:
    answer = mariska.post("/login", email=mariska.email, password=OTHER, next="/cases")

    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    assert "The e-mail address or the password is wrong." in said(answer)
    assert mariska.email in answer.text
    assert OTHER not in answer.text
    assert 'value="/cases"' in answer.text


def test_an_unknown_account_gets_the_same_page(mariska: Person, browser: Callable[[], TestClient]) -> None:
    unknown = browser().post("/login", data={"email": "nobody@riec.example", "password": OTHER})
    known = mariska.post("/login", email=mariska.email, password=OTHER)

    assert unknown.status_code == known.status_code
    assert unknown.text.replace("nobody@riec.example", "") == known.text.replace(mariska.email, "")


def test_too_many_tries_say_how_long_to_wait(mariska: Person) -> None:
    tries = range(accounts.LIMITS.account.tries + 3)
    answers = [mariska.post("/login", email=mariska.email, password=OTHER) for _ in tries]

    # The first wait is short: on a busy machine it may be over before the next try.
    answer = next(one for one in answers if one.status_code == 429)
    assert int(answer.headers["retry-after"]) >= 1
    assert "Wait " in said(answer)


def test_a_wrong_code_is_said_beside_the_field(mariska: Person) -> None:
    mariska.post("/login", email=mariska.email, password=GOOD)
    answer = mariska.post("/login/second-factor", code="000000", next="/cases")

    assert answer.status_code == 400
    assert 'aria-describedby="field-code-help field-code-problem"' in answer.text
    assert "000000" not in answer.text


def test_the_first_time_from_code_to_recovery_codes(
    newcomer: ActorRow, module_database: Database, browser: Callable[[], TestClient]
) -> None:
    with module_database.session_as("login") as session:
        code = accounts.issue_enrolment(session, newcomer.id).code
        session.commit()
    client = browser()
    weak = client.post("/enrolment", data={"code": code, "password": "kort", "repeated": "kort"})
    assert (weak.status_code, code in weak.text) == (400, True)
    typo = client.post("/enrolment", data={"code": code, "password": GOOD, "repeated": OTHER})
    assert "The two passwords are not the same." in said(typo)

    page = client.post("/enrolment", data={"code": code, "password": GOOD, "repeated": GOOD})
    assert page.url.path == "/login/enrol"
    assert re.search(r'<img src="data:image/svg\+xml', page.text)
    secret = next(iter(re.findall(r"\b[A-Z2-7]{32}\b", page.text)))
    phone = pyotp.TOTP(secret)

    done = client.post("/login/enrol", data={"code": phone.now()})

    codes = re.findall(r"<code>([a-z2-7-]{29})</code>", done.text)
    assert len(set(codes)) == accounts.LIMITS.recovery_codes
    assert done.headers["cache-control"] == "no-store"
    statement = client.get("/account")
    assert statement.url.path == "/login/secrecy"
    (version,) = re.findall(r'name="version" value="([^"]+)"', statement.text)
    sent = {"version": version, "next": "/account"}
    assert "Tick the box" in said(client.post("/login/secrecy", data=sent))
    confirmed = client.post("/login/secrecy", data={**sent, "secrecy": "true"})
    assert (confirmed.status_code, confirmed.url.path) == (200, "/account")
    again = browser()
    again.post("/login", data={"email": str(newcomer.email), "password": GOOD})
    again.post("/login/second-factor", data={"code": codes[0]}, follow_redirects=False)
    assert again.get("/account").status_code == 200


def test_a_password_alone_does_not_reach_the_page_to_enrol_another_phone(mariska: Person) -> None:
    mariska.post("/login", email=mariska.email, password=GOOD)

    answer = mariska.client.get("/login/enrol", follow_redirects=False)

    assert answer.headers["location"] == "/login/second-factor"
    assert mariska.post("/login/enrol", code="000000").status_code == 403


def test_the_account_page_lists_sessions_and_ends_them(
    mariska: Person, browser: Callable[[], TestClient]
) -> None:
    mariska.sign_in()
    here, mariska.client = mariska.client, browser()
    mariska.sign_in()
    there, mariska.client = mariska.client, here

    page = mariska.client.get("/account")
    assert page.text.count("Firefox, Linux") == 2
    (path,) = re.findall(r'action="(/account/sessions/[\w-]{36}/end)"', page.text)
    assert "You are signed out there." in said(mariska.client.post(path))

    assert there.get("/account", follow_redirects=False).status_code == 303
    assert mariska.client.post(path).status_code == 404


def test_ending_all_the_others(mariska: Person, browser: Callable[[], TestClient]) -> None:
    mariska.sign_in()
    here, mariska.client = mariska.client, browser()
    mariska.sign_in()
    there, mariska.client = mariska.client, here

    mariska.post("/account/sessions/end")

    assert there.get("/account", follow_redirects=False).status_code == 303
    assert mariska.client.get("/account").status_code == 200


def test_changing_the_password(mariska: Person) -> None:
    mariska.sign_in()
    wrong = mariska.post("/account/password", current=OTHER, new="kort", repeated="kort")
    assert wrong.status_code == 400
    assert "This is not your present password." in said(wrong)
    assert "Choose a password of at least 12 characters." in said(wrong)

    before = mariska.client.cookies[COOKIE]
    done = mariska.post("/account/password", current=GOOD, new=OTHER, repeated=OTHER)

    assert (done.status_code, done.headers["location"]) == (303, "/account")
    assert mariska.client.cookies[COOKIE] != before
    assert "Your password is changed." in said(mariska.client.get("/account"))
    assert mariska.post("/login", email=mariska.email, password=OTHER).status_code == 303


def test_a_password_that_must_be_changed_comes_first(mariska: Person, module_database: Database) -> None:
    with module_database.session_as("login") as session:
        accounts.set_password(session, mariska.actor_id, GOOD, must_change=True)
        session.commit()
    assert mariska.sign_in("/cases").headers["location"] == "/account/password?next=/cases"
    assert (
        mariska.client.get("/account", follow_redirects=False).headers["location"] == "/login?next=/account"
    )
    assert "You must choose a new password" in said(mariska.client.get("/login", follow_redirects=True))

    done = mariska.post("/account/password", current=GOOD, new=OTHER, repeated=OTHER, next="/cases")

    assert done.headers["location"] == "/cases"
    assert mariska.client.get("/account").status_code == 200


def test_new_recovery_codes_ask_for_the_second_factor_when_it_was_long_ago(
    mariska: Person, module_database: Database
) -> None:
    mariska.sign_in()
    assert len(re.findall(r"<code>", mariska.post("/account/recovery-codes").text)) == 10
    make_stale(module_database, mariska)

    asked = mariska.post("/account/recovery-codes")
    assert asked.headers["location"] == "/login/step-up?next=/account"
    assert mariska.post("/account/second-factor").headers["location"] == "/login/step-up?next=/login/enrol"
    before = mariska.client.cookies[COOKIE]
    given = mariska.post("/login/step-up", code=mariska.code(), next="/login/enrol")

    assert given.headers["location"] == "/login/enrol"
    assert mariska.client.cookies[COOKIE] != before
    assert "data:image/svg" in mariska.client.get("/login/enrol").text


def test_signing_out_ends_the_session_itself(mariska: Person, browser: Callable[[], TestClient]) -> None:
    mariska.sign_in()
    token = mariska.client.cookies[COOKIE]

    answer = mariska.post("/sign-out")

    assert answer.headers["location"] == "/login"
    assert COOKIE not in mariska.client.cookies
    thief = browser()
    thief.headers["cookie"] = f"{COOKIE}={token}"
    assert thief.get("/account", follow_redirects=False).status_code == 303
    assert mariska.post("/sign-out").status_code == 303


def test_another_site_cannot_post_here(mariska: Person) -> None:
    mariska.sign_in()
    mariska.client.headers["sec-fetch-site"] = "cross-site"

    assert mariska.post("/sign-out").status_code == 403


@pytest.mark.parametrize(
    ("target", "safe"),
    [
        ("/cases?x=1", "/cases?x=1"),
        ("//elsewhere.example", "/"),
        ("/\\elsewhere.example", "/"),
        ("https://elsewhere.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: x", "/"),
        ("/\t/elsewhere.example", "/"),
        ("", "/"),
    ],
)
def test_one_only_goes_on_to_our_own_pages(target: str, safe: str) -> None:
    assert local(target) == safe


def test_strange_input_is_refused_and_no_fault(browser: Callable[[], TestClient]) -> None:
    client = browser()
    for form in ({}, {"email": "\x00"}, {"email": "x" * 100_000}, {"password": "é" * 100_000}):
        assert client.post("/login", data=form).status_code in (400, 401, 429)
    client.headers["cookie"] = f'{COOKIE}="nonsense"'
    assert client.get("/account", follow_redirects=False).status_code == 303


def test_the_language_is_remembered(browser: Callable[[], TestClient]) -> None:
    client = browser()
    answer = client.post("/language", data={"to": "nl", "next": "/login"}, follow_redirects=False)

    assert answer.headers["location"] == "/login"
    assert 'lang="nl"' in client.get("/login").text


class TestDemo:
    @pytest.fixture
    def data_dir(self, tmp_path: Path, newcomer: ActorRow) -> Path:
        people = [{"name": "Mariska de Vries", "organisation": "RIEC Proef", "email": newcomer.email}]
        (tmp_path / "demo-accounts.json").write_text(json.dumps({"people": people, "clients": [{"id": "x"}]}))
        return tmp_path

    def test_one_click_signs_in_as_a_made_up_person(
        self,
        data_dir: Path,
        module_database: Database,
        newcomer: ActorRow,
        browser: Callable[..., TestClient],
    ) -> None:
        sworn_to_secrecy(module_database, newcomer.id)
        client = browser(create_app(Settings(demo=True, data_dir=data_dir), module_database))
        assert "Sign in as Mariska de Vries" in said(client.get("/login"))

        answer = client.post("/login/demo", data={"email": str(newcomer.email), "next": "/account"})

        assert answer.url.path == "/account"
        assert answer.status_code == 200

    def test_only_the_people_on_the_list(
        self, data_dir: Path, module_database: Database, mariska: Person, browser: Callable[..., TestClient]
    ) -> None:
        (data_dir / "demo-accounts.json").write_text('{"people": []}')
        client = browser(create_app(Settings(demo=True, data_dir=data_dir), module_database))

        assert client.post("/login/demo", data={"email": mariska.email}).status_code == 404

    def test_outside_the_demo_there_is_no_such_door(
        self,
        data_dir: Path,
        module_database: Database,
        newcomer: ActorRow,
        browser: Callable[..., TestClient],
    ) -> None:
        client = browser(create_app(Settings(data_dir=data_dir), module_database))

        assert client.post("/login/demo", data={"email": str(newcomer.email)}).status_code == 404
        assert "Mariska" not in client.get("/login").text


def make_stale(database: Database, person: Person) -> None:
    """Put the second factor an hour back."""
    from sqlalchemy import text

    with database.session_as("login") as session:
        session.execute(
            text(
                "update sessions set second_factor_at = second_factor_at - interval '1 hour' where actor_id = :id"
            ),
            {"id": person.actor_id},
        )
        session.commit()
