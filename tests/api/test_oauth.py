"""Tokens for machines: asking for one, and every forgery that must not pass."""

import base64
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from jose import jwt

from api import tokens
from api.main import create_app
from api.settings import Settings
from api.tokens import Tokens
from db.session import Database
from db.tables.base import new_id
from db.tables.spine import ActorRow, Organisation
from domain import accounts
from domain.accounts import ApiScope
from domain.errors import NotSignedIn

ISSUER = "https://schakel.example"
ASK = {"grant_type": "client_credentials"}


@dataclass
class Machine:
    """A client of an organisation, with the secret it was given."""

    actor_id: UUID
    client_id: str
    secret: str

    @property
    def basic(self) -> tuple[str, str]:
        return self.client_id, self.secret


@pytest.fixture(scope="module")
def machine(module_database: Database) -> Machine:
    with module_database.session_as("owner") as owner:
        home = Organisation(
            name="Gemeente Proef", short_name="Proef", kind="municipality", sharing_key="municipality"
        )
        owner.add(home)
        owner.flush()
        actor = ActorRow(organisation_id=home.id, kind="client", name="Zaaksysteem")
        owner.add(actor)
        owner.commit()
    with module_database.session_as("login") as session:
        made = accounts.create_api_client(session, actor.id, [ApiScope.SIGNALS_READ, ApiScope.SIGNALS_WRITE])
        session.commit()
    return Machine(actor.id, made.client_id, made.secret)


@pytest.fixture(scope="module")
def app(module_database: Database) -> FastAPI:
    return create_app(Settings(public_url=ISSUER), module_database)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="https://testserver", client=(f"10.9.0.{next(_HOSTS)}", 1)) as opened:
        yield opened


_HOSTS = iter(range(1, 250))


@pytest.fixture
def issuer(module_database: Database) -> Tokens:
    return Tokens(lambda: module_database.session_as("login"), ISSUER)


class TestAsking:
    def test_with_basic_authentication(self, client: TestClient, machine: Machine) -> None:
        answer = client.post("/oauth/token", data=ASK, auth=machine.basic)

        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        body = answer.json()
        assert (body["token_type"], body["expires_in"]) == ("Bearer", 600)
        assert body["scope"] == "signals:read signals:write"

    def test_with_the_secret_in_the_form_and_fewer_scopes(
        self, client: TestClient, machine: Machine, issuer: Tokens
    ) -> None:
        form = {
            **ASK,
            "client_id": machine.client_id,
            "client_secret": machine.secret,
            "scope": "signals:read",
        }
        body = client.post("/oauth/token", data=form).json()

        claims = issuer.verify(body["access_token"])
        assert claims == tokens.Claims(machine.actor_id, machine.client_id, frozenset({"signals:read"}))

    @pytest.mark.parametrize(
        ("form", "status", "error"),
        [
            ({}, 400, "invalid_request"),
            ({"grant_type": "password"}, 400, "unsupported_grant_type"),
            ({"grant_type": "authorization_code"}, 400, "unsupported_grant_type"),
            ({**ASK, "scope": "cases:write"}, 400, "invalid_scope"),
            ({**ASK, "scope": "signals:read everything"}, 400, "invalid_scope"),
            ({**ASK, "client_secret": "twice"}, 400, "invalid_request"),
        ],
    )
    def test_refusals_speak_oauth(
        self, form: dict[str, str], status: int, error: str, client: TestClient, machine: Machine
    ) -> None:
        answer = client.post(
            "/oauth/token",
            content="&".join(f"{name}={value}" for name, value in form.items()),
            headers={"content-type": "application/x-www-form-urlencoded"},
            auth=machine.basic,
        )

        assert (answer.status_code, answer.json()["error"]) == (status, error)

    @pytest.mark.parametrize(
        "given",
        ["", "Basic", "Basic !!!", "Basic " + base64.b64encode(b"no-colon").decode(), "Bearer abc",
         "Basic " + base64.b64encode(b"\xff:\xff").decode(), "Basic " + base64.b64encode(b"a\x00b:c").decode(),
         "Basic " + base64.b64encode(b"client-unknown:schakel_x").decode()],
    )  # fmt: skip
    def test_an_unknown_client_is_challenged(self, given: str, client: TestClient) -> None:
        answer = client.post("/oauth/token", data=ASK, headers={"authorization": given} if given else {})

        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
        assert answer.headers["www-authenticate"].startswith("Basic")

    @pytest.mark.parametrize(
        ("body", "media_type"),
        [
            (b'{"grant_type": "client_credentials"}', "application/json"),
            (
                b"grant_type=client_credentials&grant_type=client_credentials",
                "application/x-www-form-urlencoded",
            ),
            (b"grant_type=%ff", "application/x-www-form-urlencoded"),
            (b"\xff\xfe", "application/x-www-form-urlencoded"),
            (b"a=1&" * 500, "application/x-www-form-urlencoded"),
        ],
    )
    def test_what_is_no_form(
        self, body: bytes, media_type: str, client: TestClient, machine: Machine
    ) -> None:
        answer = client.post(
            "/oauth/token", content=body, headers={"content-type": media_type}, auth=machine.basic
        )

        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")

    def test_guessing_from_one_address_is_slowed_down(self, client: TestClient, machine: Machine) -> None:
        answers = [
            client.post("/oauth/token", data=ASK, auth=(machine.client_id, "wrong"))
            for _ in range(accounts.LIMITS.address.tries + 2)
        ]

        assert answers[0].status_code == 401
        assert (answers[-1].status_code, answers[-1].json()["error"]) == (429, "slow_down")
        assert int(answers[-1].headers["retry-after"]) >= 1

    def test_a_server_that_can_be_found(self, client: TestClient) -> None:
        found = client.get("/.well-known/oauth-authorization-server").json()

        assert found["issuer"] == ISSUER
        assert found["token_endpoint"] == f"{ISSUER}/oauth/token"
        assert found["grant_types_supported"] == ["client_credentials"]
        assert found["scopes_supported"] == [scope.value for scope in ApiScope]


class TestKeys:
    def test_the_published_key_verifies_and_is_public(
        self, client: TestClient, machine: Machine, issuer: Tokens
    ) -> None:
        token = client.post("/oauth/token", data=ASK, auth=machine.basic).json()["access_token"]
        keys = issuer.jwks()["keys"]
        named = next(key for key in keys if key["kid"] == jwt.get_unverified_header(token)["kid"])

        assert set(named) == {"kty", "crv", "x", "y", "alg", "kid", "use"}
        assert jwt.decode(token, named, algorithms=["ES256"], audience=f"{ISSUER}/api/v1")["iss"] == ISSUER
        assert client.get("/.well-known/jwks.json").status_code == 200

    def test_rotation_signs_with_a_new_key_and_still_knows_the_old(
        self, client: TestClient, machine: Machine, module_database: Database
    ) -> None:
        old = client.post("/oauth/token", data=ASK, auth=machine.basic).json()["access_token"]
        with module_database.session_as("login") as session:
            kid = tokens.rotate(session)
            session.commit()
        new = client.post("/oauth/token", data=ASK, auth=machine.basic).json()["access_token"]
        reader = Tokens(lambda: module_database.session_as("login"), ISSUER)

        assert jwt.get_unverified_header(new)["kid"] == kid
        assert reader.verify(old).actor_id == reader.verify(new).actor_id == machine.actor_id

    def test_a_retired_key_is_forgotten_once_its_tokens_have_run_out(self, fresh_database: Database) -> None:
        from datetime import UTC, datetime

        now = datetime.now(UTC)
        with fresh_database.session_as("login") as session:
            first = tokens.rotate(session, now=now - 3 * accounts.LIMITS.access_token)
            second = tokens.rotate(session, now=now - 3 * accounts.LIMITS.access_token)
            third = tokens.rotate(session, now=now)
            session.commit()
            known = [key.kid for key in accounts.public_keys(session, now=now)]
        assert known == [third, second]
        assert first not in known

    def test_a_process_that_missed_the_rotation_looks_again(
        self, machine: Machine, module_database: Database, issuer: Tokens, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        issuer.verify(issued(issuer, module_database, machine))
        with module_database.session_as("login") as session:
            tokens.rotate(session)
            session.commit()
        monkeypatch.setattr(tokens, "REFRESH_SECONDS", 0.0)

        assert issuer.verify(issued(issuer, module_database, machine)).actor_id == machine.actor_id

    def test_made_up_key_ids_do_not_reach_the_database_each_time(
        self, module_database: Database, machine: Machine
    ) -> None:
        opened = []

        def open_session() -> Any:
            opened.append(1)
            return module_database.session_as("login")

        reader = Tokens(open_session, ISSUER)
        header = {"alg": "ES256", "typ": "at+jwt"}
        for number in range(20):
            with pytest.raises(NotSignedIn):
                reader.verify(joined({**header, "kid": f"made-up-{number}"}, {}, b"x"))

        assert len(opened) == 1


def issued(issuer: Tokens, database: Database, machine: Machine) -> str:
    client = accounts.Client(machine.client_id, machine.actor_id, frozenset({"signals:read"}))
    with database.session_as("login") as session:
        made = issuer.issue(session, client, client.scopes).token
        session.commit()
    return made


def joined(header: dict[str, Any], claims: dict[str, Any], signature: bytes) -> str:
    def part(value: bytes) -> str:
        return base64.urlsafe_b64encode(value).rstrip(b"=").decode()

    return ".".join((part(json.dumps(header).encode()), part(json.dumps(claims).encode()), part(signature)))


class TestForgeries:
    """A token made by us with one thing changed; each must be refused, always in the same words."""

    @pytest.fixture
    def key(self, machine: Machine, module_database: Database, issuer: Tokens) -> accounts.PrivateKey:
        issued(issuer, module_database, machine)  # so that there is a key
        with module_database.session_as("login") as session:
            found = accounts.private_key(session)
        assert found is not None
        return found

    @pytest.fixture
    def forge(self, key: accounts.PrivateKey, machine: Machine) -> Callable[..., str]:
        def make(header: dict[str, Any] | None = None, without: str = "", **claims: Any) -> str:
            now = int(time.time())
            whole = {
                "iss": ISSUER, "aud": f"{ISSUER}/api/v1", "sub": str(machine.actor_id), "iat": now, "exp": now + 60,
                "jti": str(new_id()), "client_id": machine.client_id, "scope": "signals:read",
            } | claims  # fmt: skip
            whole.pop(without, None)
            return jwt.encode(
                whole, key.pem, algorithm="ES256", headers={"kid": key.kid, "typ": "at+jwt", **(header or {})}
            )

        return make

    def refused(self, issuer: Tokens, token: str) -> bool:
        with pytest.raises(NotSignedIn) as refusal:
            issuer.verify(token)
        return (refusal.value.code, refusal.value.facts) == ("token-invalid", {})

    def test_the_original_passes(self, issuer: Tokens, forge: Callable[..., str]) -> None:
        assert issuer.verify(forge()).scopes == {"signals:read"}

    @pytest.mark.parametrize(
        "claims",
        [
            {"exp": int(time.time()) - 1},
            {"exp": "never"},
            {"nbf": int(time.time()) + 3600},
            {"iss": "https://elsewhere.example"},
            {"aud": ISSUER},
            {"aud": ["https://elsewhere.example"]},
            {"sub": "somebody"},
            {"scope": None},
            {"scope": ["signals:read"]},
        ],
    )
    def test_a_claim_that_is_wrong(
        self, claims: dict[str, Any], issuer: Tokens, forge: Callable[..., str]
    ) -> None:
        assert self.refused(issuer, forge(**claims))

    @pytest.mark.parametrize("name", ["iss", "aud", "exp", "iat", "sub", "jti", "scope", "client_id"])
    def test_a_claim_that_is_missing(self, name: str, issuer: Tokens, forge: Callable[..., str]) -> None:
        assert self.refused(issuer, forge(without=name))

    @pytest.mark.parametrize(
        "header",
        [
            {"crit": ["exp"]},
            {"crit": ["b64"], "b64": False},
            {"jku": "https://elsewhere.example/keys"},
            {"jwk": {"kty": "oct", "k": "eA"}},
            {"typ": "JWT"},
            {"kid": "unknown"},
            {"kid": "../../etc/passwd"},
            {"kid": ["list"]},
            {"kid": None},
        ],
    )
    def test_a_header_that_is_not_ours(
        self, header: dict[str, Any], issuer: Tokens, forge: Callable[..., str]
    ) -> None:
        assert self.refused(issuer, forge(header))

    @pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "", None])
    def test_no_algorithm(
        self, algorithm: str | None, issuer: Tokens, forge: Callable[..., str], key: accounts.PrivateKey
    ) -> None:
        claims = jwt.get_unverified_claims(forge())
        header = {"alg": algorithm, "kid": key.kid, "typ": "at+jwt"}

        assert self.refused(issuer, joined(header, claims, b""))

    @pytest.mark.parametrize("form", ["pem", "der"])
    def test_the_public_key_as_a_shared_secret(
        self,
        form: str,
        issuer: Tokens,
        forge: Callable[..., str],
        key: accounts.PrivateKey,
        module_database: Database,
    ) -> None:
        import hashlib
        import hmac

        with module_database.session_as("login") as session:
            pem = next(one.pem for one in accounts.public_keys(session) if one.kid == key.kid)
        secret = pem.encode() if form == "pem" else base64.b64decode("".join(pem.splitlines()[1:-1]))
        unsigned = joined(
            {"alg": "HS256", "kid": key.kid, "typ": "at+jwt"}, jwt.get_unverified_claims(forge()), b""
        ).rstrip(".")
        signature = hmac.new(secret, unsigned.encode(), hashlib.sha256).digest()
        signed = unsigned + "." + base64.urlsafe_b64encode(signature).rstrip(b"=").decode()

        assert self.refused(issuer, signed)

    def test_a_key_of_somebody_else(
        self, issuer: Tokens, forge: Callable[..., str], key: accounts.PrivateKey
    ) -> None:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ec

        other = ec.generate_private_key(ec.SECP256R1()).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        claims = jwt.get_unverified_claims(forge())
        headers = {"kid": key.kid, "typ": "at+jwt"}

        assert self.refused(issuer, jwt.encode(claims, other.decode(), algorithm="ES256", headers=headers))

    def test_changed_claims_under_the_old_signature(self, issuer: Tokens, forge: Callable[..., str]) -> None:
        header, _, signature = forge().split(".")
        _, other, _ = forge(scope="signals:read cases:write").split(".")

        assert self.refused(issuer, f"{header}.{other}.{signature}")

    @pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "é.é.é", "x" * 5000, "[" * 3000, "\x00"])
    def test_what_is_no_token(self, token: str, issuer: Tokens) -> None:
        assert self.refused(issuer, token)

    def test_nested_far_too_deep(self, issuer: Tokens) -> None:
        deep = base64.urlsafe_b64encode(b"[" * 2900).decode().rstrip("=")

        assert self.refused(issuer, f"{deep}.e30.e30")
