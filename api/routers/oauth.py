"""Tokens for machines: OAuth 2.0 client credentials (RFC 6749, 4.4) and what verifying a token needs.

The answers have the form of that RFC and not of RFC 9457, since that is what OAuth libraries read.
"""

import base64
from typing import Annotated
from urllib.parse import parse_qsl, unquote_plus

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from sqlmodel import Session

from api.deps import LoginDb
from api.tokens import Tokens
from domain import accounts
from domain.errors import NotSignedIn, TooMany

router = APIRouter(include_in_schema=False)

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 20
NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}
CACHED = {"Cache-Control": "public, max-age=300"}


class OAuthError(Exception):
    """A refusal in the words of RFC 6749, 5.2."""

    def __init__(
        self, error: str, description: str, status: int = 400, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(error)
        self.answer = JSONResponse(
            {"error": error, "error_description": description}, status, NO_STORE | (headers or {})
        )


async def raw_body(request: Request) -> bytes:
    """The form as it came: FastAPI's own reading would refuse it in another form than OAuth's."""
    return await request.body()


@router.post("/oauth/token")
def token(request: Request, session: LoginDb, body: Annotated[bytes, Depends(raw_body)]) -> JSONResponse:
    """Give a machine an access token in exchange for its client id and secret."""
    try:
        form = _form(request, body)
        client_id, secret = _credentials(request, form)
        _require_grant(form)
        return _granted(request, session, form, client_id, secret)
    except OAuthError as refused:
        return refused.answer


@router.get("/.well-known/jwks.json")
def jwks(request: Request) -> JSONResponse:
    """The public keys that verify our tokens (RFC 7517)."""
    return JSONResponse(_tokens(request).jwks(), headers=CACHED)


@router.get("/.well-known/oauth-authorization-server")
def metadata(request: Request) -> JSONResponse:
    """What this server offers to machines (RFC 8414)."""
    issuer = _tokens(request).issuer
    offered = {
        "issuer": issuer,
        "token_endpoint": f"{issuer}/oauth/token",
        "jwks_uri": f"{issuer}/.well-known/jwks.json",
        "scopes_supported": [scope.value for scope in accounts.ApiScope],
        "response_types_supported": [],
        "grant_types_supported": ["client_credentials"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
    }
    return JSONResponse(offered, headers=CACHED)


def _granted(
    request: Request, session: Session, form: dict[str, str], client_id: str, secret: str
) -> JSONResponse:
    client = _verified(request, session, client_id, secret)
    scopes = _scopes(form, client)
    issued = _tokens(request).issue(session, client, scopes)
    answer = {
        "access_token": issued.token,
        "token_type": "Bearer",
        "expires_in": issued.expires_in,
        "scope": " ".join(sorted(scopes)),
    }
    return JSONResponse(answer, headers=NO_STORE)


def _form(request: Request, body: bytes) -> dict[str, str]:
    """The fields, each at most once (RFC 6749, 3.2)."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise OAuthError("invalid_request", f"the body must be {FORM}")
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:
        raise OAuthError("invalid_request", "the form cannot be read") from None
    form = dict(pairs)
    if len(form) != len(pairs):
        raise OAuthError("invalid_request", "a parameter is there more than once")
    return form


def _credentials(request: Request, form: dict[str, str]) -> tuple[str, str]:
    """Client id and secret, from the header or from the form but not from both (RFC 6749, 2.3.1)."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if not scheme:
        if not form.get("client_id") or not form.get("client_secret"):
            raise _unknown_client()
        return form["client_id"], form["client_secret"]
    if "client_secret" in form:
        raise OAuthError("invalid_request", "two ways of proving who the client is")
    try:
        client_id, separator, secret = base64.b64decode(value.strip(), validate=True).decode().partition(":")
    except ValueError:
        raise _unknown_client() from None
    if scheme.lower() != "basic" or not separator:
        raise _unknown_client()
    return unquote_plus(client_id), unquote_plus(secret)


def _require_grant(form: dict[str, str]) -> None:
    match form.get("grant_type"):
        case "client_credentials":
            return
        case None | "":
            raise OAuthError("invalid_request", "grant_type is missing")
        case _:
            raise OAuthError("unsupported_grant_type", "grant_type must be client_credentials")


def _verified(request: Request, session: Session, client_id: str, secret: str) -> accounts.Client:
    place = accounts.Place(request.client.host if request.client else "")
    if "\0" in client_id:  # PostgreSQL has no such text
        raise _unknown_client()
    try:
        return accounts.verify_api_client(session, client_id, secret, place)
    except NotSignedIn:
        raise _unknown_client() from None
    except TooMany as refused:
        wait = str(refused.facts["retry_after"])
        # RFC 6749 has no word for this; `slow_down` is that of RFC 8628.
        raise OAuthError("slow_down", f"wait {wait} seconds", 429, {"Retry-After": wait}) from None


def _scopes(form: dict[str, str], client: accounts.Client) -> frozenset[str]:
    """The scopes asked for, all of the client's when none is named; never one it does not have."""
    asked = frozenset(form.get("scope", "").split()) or client.scopes
    if not asked <= client.scopes:
        raise OAuthError("invalid_scope", "this client has the scopes: " + " ".join(sorted(client.scopes)))
    return asked


def _unknown_client() -> OAuthError:
    return OAuthError(
        "invalid_client",
        "the client id or the secret is not right",
        401,
        {"WWW-Authenticate": 'Basic realm="schakel"'},
    )


def _tokens(request: Request) -> Tokens:
    tokens: Tokens = request.app.state.tokens
    return tokens
