"""Access tokens for machines: signed JWTs of ten minutes. The only module that speaks python-jose.

That library accepts more than one should (a header `crit` it does not understand, a symmetric algorithm with a
public key when none is demanded), so every token is looked at before it gets there: one algorithm, our own
header fields, a key we know. The form is that of RFC 9068.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from jose import jwk, jwt
from jose.exceptions import JOSEError
from sqlmodel import Session

from db.tables.base import new_id
from domain import accounts
from domain.errors import NotSignedIn

ALGORITHM: Final = "ES256"
TYPE: Final = "at+jwt"
HEADER_FIELDS: Final = frozenset({"alg", "kid", "typ"})
REQUIRED: Final = ("iss", "aud", "exp", "iat", "sub", "jti")
MAX_LENGTH: Final = 4096

# An unknown key id makes us look in the database again, but not for every made-up one.
REFRESH_SECONDS: Final = 5.0
MAX_AGE_SECONDS: Final = 300.0


@dataclass(frozen=True)
class Claims:
    """What a good token says: which actor asks, through which client, narrowed to which scopes."""

    actor_id: UUID
    client_id: str
    scopes: frozenset[str]


@dataclass(frozen=True)
class Issued:
    """A new token and how many seconds it lives."""

    token: str
    expires_in: int


class Tokens:
    """Issues and verifies access tokens of one installation; public keys are kept per process."""

    def __init__(self, open_session: Callable[[], Session], public_url: str) -> None:
        self._open_session = open_session
        self.issuer = public_url.rstrip("/")
        self.audience = f"{self.issuer}/api/v1"
        self._keys: dict[str, str] = {}
        self._loaded_at = float("-inf")

    def issue(
        self, session: Session, client: accounts.Client, scopes: Iterable[str], *, now: datetime | None = None
    ) -> Issued:
        """A token for a client that proved who it is; the private key is read each time and never kept."""
        key = accounts.private_key(session) or _first_key(session)
        at = int((now or datetime.now(UTC)).timestamp())
        lifetime = int(accounts.LIMITS.access_token.total_seconds())
        claims = {
            "iss": self.issuer,
            "aud": self.audience,
            "sub": str(client.actor_id),
            "client_id": client.client_id,
            "scope": " ".join(sorted(scopes)),
            "iat": at,
            "exp": at + lifetime,
            "jti": str(new_id()),
        }
        token = jwt.encode(claims, key.pem, algorithm=ALGORITHM, headers={"kid": key.kid, "typ": TYPE})
        return Issued(token, lifetime)

    def verify(self, token: str) -> Claims:
        """Who asks with this token; whatever is wrong with it, the answer is the same."""
        try:
            claims = jwt.decode(
                token,
                self._key_of(token),
                algorithms=[ALGORITHM],
                audience=self.audience,
                issuer=self.issuer,
                options={f"require_{name}": True for name in REQUIRED},
            )
            return Claims(UUID(claims["sub"]), claims["client_id"], frozenset(claims["scope"].split()))
        except (JOSEError, KeyError, TypeError, ValueError, AttributeError, RecursionError):
            raise NotSignedIn("token-invalid") from None

    def jwks(self) -> dict[str, list[dict[str, Any]]]:
        """The public keys as a JSON Web Key Set (RFC 7517), for who wants to verify our tokens."""
        self._load()
        return {"keys": [_as_jwk(kid, pem) for kid, pem in self._keys.items()]}

    def _key_of(self, token: str) -> str:
        """The public key the token names, after its header was found to be one of ours."""
        if len(token) > MAX_LENGTH:
            raise ValueError
        header = jwt.get_unverified_header(token)
        if set(header) != HEADER_FIELDS or (header["alg"], header["typ"]) != (ALGORITHM, TYPE):
            raise ValueError
        age = time.monotonic() - self._loaded_at
        if age > MAX_AGE_SECONDS or (header["kid"] not in self._keys and age > REFRESH_SECONDS):
            self._load()
        return self._keys[header["kid"]]

    def _load(self) -> None:
        with self._open_session() as session:
            self._keys = {key.kid: key.pem for key in accounts.public_keys(session)}
        self._loaded_at = time.monotonic()


def rotate(session: Session, *, by: UUID | None = None, now: datetime | None = None) -> str:
    """Sign with a new key from now on, and give its id; the old one verifies until its tokens have run out."""
    accounts.lock_keys(session)
    return _make_key(session, now, by).kid


def _first_key(session: Session) -> accounts.PrivateKey:
    """Make the first key when the first token is asked for; who comes second finds it."""
    accounts.lock_keys(session)
    return accounts.private_key(session) or _make_key(session, None)


def _make_key(session: Session, now: datetime | None, by: UUID | None = None) -> accounts.PrivateKey:
    key = ec.generate_private_key(ec.SECP256R1())
    private_pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    public_pem = (
        key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )
    kid = str(new_id())
    accounts.add_key(session, kid, public_pem, private_pem, by=by, now=now)
    return accounts.PrivateKey(kid, private_pem)


def _as_jwk(kid: str, pem: str) -> dict[str, Any]:
    """One public key; python-jose gives some values as bytes."""
    values = jwk.construct(pem, ALGORITHM).public_key().to_dict()
    plain = {name: value.decode() if isinstance(value, bytes) else value for name, value in values.items()}
    return {**plain, "kid": kid, "use": "sig"}
