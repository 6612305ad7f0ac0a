"""Saying no: as problem+json to programs, as a page to people, in Dutch or English."""

import json
import logging
from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from fastapi import Request, Response
from pydantic import BaseModel, Field
from pydantic_core import to_jsonable_python
from starlette.exceptions import HTTPException

from api.problems.texts import ERRORS
from api.problems.words import in_words
from domain.errors import DomainError, Invalid, Problem

MEDIA_TYPE: Final = "application/problem+json"
LANGUAGES: Final = ("nl", "en")
LANGUAGE_COOKIE: Final = "language"

# Everything else is read by people.
FOR_PROGRAMS: Final = ("/api/", "/oauth/", "/.well-known/", "/healthz", "/readyz")

LOG: Final = logging.getLogger("schakel.faults")


class FieldProblem(BaseModel):
    """Eén fout in de invoer: one thing that is wrong with one part of the request."""

    model_config = {"json_schema_extra": {"examples": [{
        "in": "body", "pointer": "/place/municipalityCode", "code": "required", "detail": "Vul dit in."
    }]}}  # fmt: skip

    place: str = Field(
        alias="in", description="Plaats: the part of the request: body, query, path, header or cookie."
    )
    pointer: str = Field(description="Verwijzing: JSON pointer (RFC 6901) to the field within that part.")
    code: str = Field(description="Code: what is wrong, stable over releases and languages.")
    detail: str = Field(description="Uitleg: the sentence for people.")
    facts: dict[str, Any] = Field(
        default={}, description="Feiten: what the sentence is built from, such as the codes to choose from."
    )


class ProblemDocument(BaseModel):
    """Probleemdocument (RFC 9457): why the request was refused."""

    model_config = {"json_schema_extra": {"examples": [{
        "type": "/problems/not-found",
        "title": "Niet gevonden",
        "status": 404,
        "detail": "Dit bestaat niet, of niet voor u.",
        "instance": "urn:uuid:0199d0c7-5a50-7c13-9a4e-2f6d0f0f7a11",
        "code": "not-found",
    }]}}  # fmt: skip

    type: str = Field(
        description="Soort: address of a page about this kind of problem.",
        json_schema_extra={"format": "uri-reference"},
    )
    title: str = Field(description="Titel: the kind of problem in a few words.")
    status: int = Field(description="Status: the HTTP status code.", ge=400, le=599)
    detail: str = Field(description="Uitleg: what is the matter and what to do about it.")
    instance: str = Field(
        description="Kenmerk: identifies this one answer; name it when asking for help.",
        json_schema_extra={"format": "uri"},
    )
    code: str = Field(description="Code: the kind of problem, stable over releases and languages.")
    facts: dict[str, Any] = Field(
        default={}, description="Feiten: what the sentence is built from, such as the step."
    )
    errors: list[FieldProblem] = Field(
        default=[], description="Fouten: everything wrong with the input, at once."
    )


class Refusal(HTTPException):
    """The edge itself says no, for a reason of HTTP and not of the domain: 400, 403, 412, 413, 415, 428."""

    def __init__(
        self, status: int, code: str, *, headers: Mapping[str, str] | None = None, **facts: Any
    ) -> None:
        super().__init__(status, code, headers)
        self.code = code
        self.facts = facts


Located = tuple[str, Problem]
"""A problem and the part of the request it is in."""


def problem(
    request: Request,
    status: int,
    code: str,
    *,
    facts: Mapping[str, Any] | None = None,
    errors: Iterable[Located] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The answer that says no: a page for people, problem+json for programs."""
    language = language_of(request)
    told = document(request, status, code, facts or {}, list(errors), language)
    answer = _as_page(request, status, told) if _is_for_people(request) else None
    if answer is None:
        answer = Response(
            json.dumps(told, ensure_ascii=False).encode("utf-8", "replace"), status, media_type=MEDIA_TYPE
        )
    answer.headers["Content-Language"] = language
    answer.headers.update(headers or {})
    return answer


def sentences(request: Request, refused: DomainError) -> dict[str, str]:
    """For a form shown again: name of the field (`place/street`) -> the first thing wrong; "" is the whole form."""
    language = language_of(request)
    found = refused.problems if isinstance(refused, Invalid) else (_of(refused),)
    told: dict[str, str] = {}
    for one in found:
        told.setdefault(one.pointer.removeprefix("/"), _sentence(request, one, language))
    return told


def _sentence(request: Request, found: Problem, language: str) -> str:
    """What is wrong with one field; a text that is missing must not turn a refusal into a fault."""
    text = ERRORS.get(found.code, ERRORS["invalid-value"])
    return text.detail(language, in_words(found.facts, language, request.app.state.word))


def language_of(request: Request) -> str:
    """What the person chose, else what the program or browser asks for, else Dutch."""
    chosen = None
    if _is_for_people(request):
        chosen = getattr(request.state, "language", None) or request.cookies.get(LANGUAGE_COOKIE)
    return chosen if chosen in LANGUAGES else _accepted(request.headers.get("accept-language", ""))


def _accepted(wishes: str) -> str:
    """The language of ours with the highest weight in Accept-Language; Dutch on a draw."""
    weights = dict.fromkeys(LANGUAGES, 0.0)
    for wish in wishes.split(","):
        name, _, weight = wish.partition(";")
        language = name.strip().lower()[:2]
        if language in weights:
            weights[language] = max(weights[language], _weight(weight))
    return max(LANGUAGES, key=lambda language: weights[language])


def _weight(parameter: str) -> float:
    try:
        return float(parameter.strip().removeprefix("q=") or 1)
    except ValueError:
        return 0.0


def _of(refused: DomainError) -> Problem:
    return Problem(refused.code, refused.pointer or "", refused.facts)


def document(
    request: Request, status: int, code: str, facts: Mapping[str, Any], errors: list[Located], language: str
) -> dict[str, Any]:
    """What is wrong, as RFC 9457 writes it."""
    text = ERRORS.get(code, ERRORS["unexpected"])
    said = in_words({"count": len(errors), **facts}, language, request.app.state.word)
    told: dict[str, Any] = {
        "type": f"/problems/{code}",
        "title": text.title(language, said),
        "status": status,
        "detail": text.detail(language, said),
        "instance": f"urn:uuid:{request_id_of(request)}",
        "code": code,
    }
    if facts:
        told["facts"] = to_jsonable_python(dict(facts), fallback=str)
    if errors:
        told["errors"] = [_field(request, place, found, language) for place, found in errors]
    return told


def _field(request: Request, place: str, found: Problem, language: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "in": place,
        "pointer": found.pointer,
        "code": found.code,
        "detail": _sentence(request, found, language),
    }
    if found.facts:
        told["facts"] = to_jsonable_python(found.facts, fallback=str)
    return told


def request_id_of(request: Request) -> str:
    """The id that the outermost middleware gave this request."""
    request_id: str = request.state.request_id
    return request_id


def _is_for_people(request: Request) -> bool:
    return not request.scope["path"].startswith(FOR_PROGRAMS)


def _as_page(request: Request, status: int, document: Mapping[str, Any]) -> Response | None:
    """The page for people; when that is broken itself, the plain document still says what is the matter."""
    errors = [f"{found['pointer'].lstrip('/')}: {found['detail']}" for found in document.get("errors", ())]
    shown = {**document, "errors": errors, "request_id": request_id_of(request)}
    try:
        return render(request, shown, status)
    except Exception as fault:
        LOG.error("%s the problem page is broken: %s", request_id_of(request), type(fault).__name__)
        return None


def _came_from(request: Request) -> str | None:
    """The page of ours that somebody came from, as the browser says: no refusal is a dead end."""
    came = urlsplit(request.headers.get("referer", ""))
    ours = (
        came.netloc == request.headers.get("host")
        and came.path.startswith("/")
        and not came.path.startswith("//")
    )
    # A page that refused is no way on, unless what was refused is what its form asked for.
    elsewhere = came.path != request.scope["path"] or request.method == "POST"
    return f"{came.path}{'?' if came.query else ''}{came.query}" if ours and elsewhere else None


def render(request: Request, shown: Mapping[str, Any], status: int) -> Response:
    """`problem.html`; htmx gets it in place of what the page was about, not inside the part it asked for."""
    page: Response = request.app.state.page(
        request, "problem.html", {"problem": shown, "back": _came_from(request)}, block="main", status=status
    )
    page.headers["HX-Retarget"] = "#main"
    page.headers["HX-Reswap"] = "outerHTML"
    return page
