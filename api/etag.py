"""ETag is a hash of what *this* viewer gets, so it tells nothing about fields or rows the viewer does not see.

`Tagged` gives one to every answer to a GET of the API, lists and documents too; `tagged` is for what can be changed with
If-Match, where the tag must be that of the view.
"""

import hashlib
from collections.abc import Callable
from typing import Final
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel
from sqlmodel import Session
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import Refusal
from domain import process

API: Final = "/api/"
TAGGED: Final = ("application/json", "application/pdf")


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


def require_match(request: Request, session: Session, thing_id: UUID, read: Callable[[], BaseModel]) -> None:
    """For changing an editable sub-resource: 428 when the client does not say which version, 412 when an old one.

    Of two that say the same version at the same time, the second has an old one.
    """
    process.edit(session, thing_id)
    current = read()
    given = request.headers.get("if-match")
    if given is None:
        raise Refusal(428, "precondition-required")
    if given.strip() != "*" and etag_of(current) not in _listed(given):
        raise Refusal(412, "precondition-failed")


class Tagged:
    """Answers a GET of the API with the ETag of its body, and with 304 when the client has that already."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(API):
            await self.app(scope, receive, send)
            return
        started: Message | None = None

        async def with_tag(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start" and _can_be_tagged(message):
                started = message
                return
            if started is not None:
                # What comes in parts is no small document; it goes on as it is.
                if not message.get("more_body"):
                    message = _compared(scope, started, message)
                await send(started)
                started = None
            await send(message)

        await self.app(scope, receive, with_tag)


def _can_be_tagged(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    return (
        start["status"] == 200
        and "etag" not in headers
        and headers.get("content-type", "").startswith(TAGGED)
    )


def _compared(scope: Scope, start: Message, whole: Message) -> Message:
    """Give the start its tag; when the client has it already, make it a 304 without a body."""
    headers = MutableHeaders(raw=start["headers"])
    headers["ETag"] = tag = _tag(whole.get("body", b""))
    if tag in _listed(Headers(scope=scope).get("if-none-match", "")):
        start["status"] = 304
        del headers["content-length"], headers["content-type"]
        whole = {**whole, "body": b""}
    start["headers"] = headers.raw
    return whole


def _bytes(view: BaseModel) -> bytes:
    return view.model_dump_json(by_alias=True).encode()


def _tag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def _listed(header: str) -> list[str]:
    # If-None-Match compares weakly (RFC 9110, 13.1.2); proxies that compress add the W/.
    return [tag.strip().removeprefix("W/") for tag in header.split(",")]
