"""From an exception to an answer; and the record that somebody was refused."""

import logging
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

import psycopg
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from sqlalchemy.exc import SQLAlchemyError, StatementError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from api.problems import postgres
from api.problems.answers import FOR_PROGRAMS, Refusal, document, language_of, problem, request_id_of
from api.problems.validation import problems_in
from api.problems.words import Word
from api.routing import asked, near
from domain import access
from domain.actor import Actor
from domain.errors import (
    Conflict,
    DomainError,
    Invalid,
    NotAllowed,
    NotFound,
    NotSignedIn,
    TooMany,
    WrongStep,
)

LOGIN: Final = "/login"

Left = Mapping[str, list[str]]
"""The fields of a form that was sent after the session had ended."""

TYPED_BY: Final = "typed-by"
"""The field that every form of the portal has in which a person types: who was signed in when it was shown."""

STATUSES: Final[dict[type[DomainError], int]] = {
    NotFound: 404,
    NotAllowed: 403,
    WrongStep: 409,
    Conflict: 409,
    Invalid: 400,
    NotSignedIn: 401,
    TooMany: 429,
}

# What the framework itself says no with; its texts are English and its own.
_FRAMEWORK: Final = {404: "not-found", 405: "method-not-allowed", 413: "too-large", 415: "media-type"}

# What the access log takes.
LONGEST_WHAT: Final = 100

LOG: Final = logging.getLogger("schakel.refusals")


def install(
    app: FastAPI, page: Callable[..., Response], word: Word, sign_in: Callable[[Request, Left], Response]
) -> None:
    """Give the app one way to say no. What stands above this layer comes in: `page` renders a template, `word` names
    a code, `sign_in` asks who was typing to sign in again, and takes along what was typed."""
    app.state.page = page
    app.state.word = word
    app.state.sign_in = sign_in
    handlers: dict[type[Exception], Callable[..., Any]] = {
        DomainError: _refused,
        NotSignedIn: _not_signed_in,
        HTTPException: _http,
        RequestValidationError: _unreadable,
        UnicodeEncodeError: _not_utf8,
        SQLAlchemyError: _database,
        psycopg.Error: _database,
        Exception: _fault,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


def _status_of(refused: DomainError) -> int:
    return next(STATUSES[kind] for kind in type(refused).__mro__ if kind in STATUSES)


def document_of(request: Request, refused: DomainError | Refusal) -> dict[str, Any]:
    """Why one of several things that were asked at once was refused, as the answer to it alone would say."""
    status = refused.status_code if isinstance(refused, Refusal) else _status_of(refused)
    errors = [("body", found) for found in refused.problems] if isinstance(refused, Invalid) else []
    return document(request, status, refused.code, refused.facts, errors, language_of(request))


def _refused(request: Request, refused: DomainError) -> Response:
    status = _status_of(refused)
    if isinstance(refused, NotFound):
        # Whatever the domain called it: hidden and never there must be the same, byte for byte.
        return _hidden(request)
    if status == 403:
        _record(request, refused.code)
    place = "query" if request.method in ("GET", "HEAD") else "body"
    errors = [(place, found) for found in refused.problems] if isinstance(refused, Invalid) else []
    wait = refused.facts.get("retry_after")
    headers = {"Retry-After": str(wait)} if wait else {}
    return problem(request, status, refused.code, facts=refused.facts, errors=errors, headers=headers)


def _hidden(request: Request) -> Response:
    _record(request, "not-found")
    return problem(request, 404, "not-found")


async def _not_signed_in(request: Request, refused: Exception) -> Response:
    """The session ended while somebody was typing: what they sent is in the answer, and nowhere else."""
    left = await _left(request) if request.method == "POST" else None
    if left is not None:
        answer: Response = await run_in_threadpool(request.app.state.sign_in, request, left)
        return answer
    return _sign_in(request, getattr(refused, "code", "not-signed-in"))


async def _left(request: Request) -> Left | None:
    """The form that came without a session, if it is one that a person was filling in."""
    if request.scope["path"].startswith(FOR_PROGRAMS):
        return None
    try:
        form = await request.form(max_files=0)
    except HTTPException:
        return None
    fields = {name: [str(value) for value in form.getlist(name)] for name in form}
    return fields if TYPED_BY in fields else None


def _sign_in(request: Request, code: str) -> Response:
    """Programs get 401; people go to the page where they can sign in, and come back."""
    path = request.scope["path"]
    if path.startswith(FOR_PROGRAMS) and code == "secrecy-statement":
        # Who asks is certain; what is missing is done in the portal, and another token would not help.
        return problem(request, 403, code)
    if path.startswith(FOR_PROGRAMS):
        return problem(request, 401, code, headers={"WWW-Authenticate": 'Bearer realm="schakel"'})
    back = path if request.method == "GET" else "/"
    target = f"{LOGIN}?next={quote(back, safe='/')}"
    # htmx would follow a redirect and put the login page inside the page.
    if "hx-request" in request.headers:
        return Response(status_code=401, headers={"HX-Redirect": target})
    return RedirectResponse(target, 303)


def _http(request: Request, refused: HTTPException) -> Response:
    if isinstance(refused, Refusal):
        return problem(
            request, refused.status_code, refused.code, facts=refused.facts, headers=refused.headers
        )
    if refused.status_code == 405:
        allowed = _allowed(request)
        headers = {"Allow": ", ".join(allowed)}
        return problem(request, 405, "method-not-allowed", facts={"allowed": allowed}, headers=headers)
    code = _FRAMEWORK.get(refused.status_code, "unreadable" if refused.status_code == 400 else "bad-request")
    return problem(request, refused.status_code, code, headers=refused.headers)


def _allowed(request: Request) -> list[str]:
    """Every method of this address: the framework knows those of the first route that matches only."""
    path = asked(request.scope)
    near_by = near(request.app, request.scope)
    fitting = [route for route in near_by if route.methods and route.path_regex.match(path)]
    # An address that stands there word for word is itself, and not a thing with such an id.
    open_places = min((len(route.param_convertors) for route in fitting), default=0)
    closest = (route for route in fitting if len(route.param_convertors) == open_places)
    methods = {method for route in closest for method in route.methods or ()}
    return sorted(methods | ({"HEAD"} if "GET" in methods else set()))


def _unreadable(request: Request, refused: RequestValidationError) -> Response:
    # FastAPI hands over the raw bytes when it did not know the media type.
    if isinstance(refused.body, bytes) and refused.body:
        return problem(request, 415, "media-type")
    return problem(request, 400, "invalid", errors=problems_in(refused))


def _not_utf8(request: Request, _refused: UnicodeEncodeError) -> Response:
    """A lone surrogate that no shape refused, on its way to the database."""
    return problem(request, 400, "unreadable")


def _database(request: Request, error: Exception) -> Response:
    if isinstance(error, StatementError) and isinstance(error.orig, UnicodeEncodeError):
        return problem(request, 400, "unreadable")
    status, code, retry_after = postgres.meaning(error)
    if status == 500:
        raise error  # a fault like any other: see the middleware that logs it
    if status == 404:
        return _hidden(request)
    if status == 401:
        return _sign_in(request, code)
    return problem(request, status, code, headers={"Retry-After": str(retry_after)} if retry_after else {})


def _fault(request: Request, _error: Exception) -> Response:
    return problem(request, 500, "unexpected")


def _record(request: Request, code: str) -> None:
    """Write the refusal to the access log, in a transaction of its own since that of the request rolls back.

    It is the same work for a hidden thing and for one that never was, so the clock tells nothing either.
    """
    actor: Actor | None = getattr(request.state, "actor", None)
    if actor is None:
        return
    try:
        with request.app.state.database.session_for(actor.id) as session:
            session.info["request_id"] = request_id_of(request)
            access.refused(session, actor, _asked(request), object_ids=_ids(request), purpose=code)
            session.commit()
    except (SQLAlchemyError, psycopg.Error) as error:
        # The refusal itself stands; that it could not be written down must not be lost as well.
        LOG.error("%s refusal %s not recorded: %s", request_id_of(request), code, type(error).__name__)


def _asked(request: Request) -> str:
    """The address as the route spells it: without ids, which have a column of their own."""
    route: Any = request.scope.get("route")
    context = next((one for one in near(request.app, request.scope) if one.original_route is route), None)
    return f"{request.method} {context.path if context else ''}"[:LONGEST_WHAT]


def _ids(request: Request) -> list[UUID]:
    ids = []
    for value in request.path_params.values():
        try:
            ids.append(UUID(str(value)))
        except ValueError:
            continue
    return ids
