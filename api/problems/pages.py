"""The pages that the `type` of a problem document points to."""

from typing import Any

from fastapi import APIRouter, Request, Response

from api.problems.answers import language_of, render
from api.problems.texts import ERRORS
from domain.errors import NotFound

router = APIRouter(include_in_schema=False)


@router.get("/problems/{code}")
def show_problem(request: Request, code: str) -> Response:
    """What one kind of problem means, for whoever follows the link; needs no account."""
    if code not in ERRORS:
        raise NotFound
    language = language_of(request)
    text = ERRORS[code]
    shown: dict[str, Any] = {
        "code": code,
        "title": text.title(language, {}),
        "detail": text.detail(language, {}),
        "errors": [],
        "request_id": None,
    }
    return render(request, shown, 200)
