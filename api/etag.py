"""ETag is a hash of what *this* viewer gets, so it tells nothing about fields or rows the viewer does not see."""

import hashlib

from fastapi import Request, Response
from pydantic import BaseModel

from api.problems import Refusal


def etag_of(view: BaseModel) -> str:
    """The strong ETag of a view."""
    return _tag(_bytes(view))


def tagged(request: Request, view: BaseModel, status: int = 200) -> Response:
    """The view as JSON with its ETag, or 304 without a body when the client has it already."""
    body = _bytes(view)
    tag = _tag(body)
    if tag in _listed(request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers={"ETag": tag})
    return Response(body, status, {"ETag": tag}, "application/json")


def require_match(request: Request, current: BaseModel) -> None:
    """For changing an editable sub-resource: 428 when the client does not say which version, 412 when an old one."""
    given = request.headers.get("if-match")
    if given is None:
        raise Refusal(428, "precondition-required")
    if given.strip() != "*" and etag_of(current) not in _listed(given):
        raise Refusal(412, "precondition-failed")


def _bytes(view: BaseModel) -> bytes:
    return view.model_dump_json(by_alias=True).encode()


def _tag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def _listed(header: str) -> list[str]:
    # If-None-Match compares weakly (RFC 9110, 13.1.2); proxies that compress add the W/.
    return [tag.strip().removeprefix("W/") for tag in header.split(",")]
