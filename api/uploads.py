"""A form with a file in it, read while it comes in: the file goes into the vault piece by piece, encrypted.

Never a whole file in memory, nor a legible one on disk. No connection to the database is held meanwhile: who sends
slowly keeps nobody waiting. What is not kept in the end, or was cut off, leaves nothing behind.
"""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Annotated, Any, Final
from urllib.parse import quote

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from fastapi import Depends, Header, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import ValidationError
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool

from api.deps import ActorDep, Db, identify, spend
from api.idempotency import KEY_PATTERN, OnceOnly
from api.problems import Refusal, invalid
from db.vault import Incoming
from domain.attachments import AT_ONCE, Content, Intake, Upload
from domain.errors import Invalid, Problem
from domain.shapes import Shape

FILE: Final = "file"
UPLOAD: Final = 10
"""What sending a file counts for, in units of the minute."""

_MOST_FIELDS: Final = 200
_MOST_TYPED: Final = 200_000
_MOST_HEADER: Final = 4_000


@dataclass
class _Parts:
    """What the parser tells, part after part."""

    intake: Intake
    fields: dict[str, list[str]] = field(default_factory=dict)
    incoming: Incoming | None = None
    file_name: str = ""
    too_large: bool = False
    several: bool = False
    ended: bool = False
    _header: tuple[bytearray, bytearray] = field(default_factory=lambda: (bytearray(), bytearray()))
    _name: str = ""
    _is_file: bool = False
    _typed: bytearray = field(default_factory=bytearray)
    _total: int = 0

    def callbacks(self) -> dict[str, Any]:
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._add(
                self._header[0], data[start:end], _MOST_HEADER
            ),
            "on_header_value": lambda data, start, end: self._add(
                self._header[1], data[start:end], _MOST_HEADER
            ),
            "on_header_end": self._header_end,
            "on_part_data": self._data,
            "on_part_end": self._end,
            "on_end": self._whole,
        }

    def _begin(self) -> None:
        self._name, self._is_file = "", False
        self._typed.clear()
        self._total += 100
        self._check()

    def _header_end(self) -> None:
        name, value = (bytes(one) for one in self._header)
        for one in self._header:
            one.clear()
        if name.lower() != b"content-disposition":
            return
        _, options = parse_options_header(value)
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        self._is_file = b"filename" in options
        if self._is_file and self._name == FILE and options[b"filename"]:
            if self.incoming is not None:
                self.several = True
                return
            self.file_name = options[b"filename"].decode("utf-8", "replace")
            self.incoming = self.intake.vault.receive()

    def _data(self, data: bytes, start: int, end: int) -> None:
        if not self._is_file:
            self._add(self._typed, data[start:end], _MOST_TYPED)
        elif self._name == FILE and self.incoming is not None and not (self.too_large or self.several):
            self.too_large = self.incoming.size + end - start > self.intake.limit
            if not self.too_large:
                self.incoming.write(data[start:end])

    def _end(self) -> None:
        if not self._is_file:
            self.fields.setdefault(self._name, []).append(self._typed.decode("utf-8", "replace"))

    def _whole(self) -> None:
        self.ended = True

    def _add(self, to: bytearray, data: bytes, most: int) -> None:
        to += data
        self._total += len(data)
        self._check()
        if len(to) > most:
            raise Refusal(413, "too-large", limit=most // 1000)

    def _check(self) -> None:
        if self._total > _MOST_TYPED or len(self.fields) > _MOST_FIELDS:
            raise Refusal(413, "too-large", limit=_MOST_TYPED // 1000)


@dataclass(frozen=True)
class Sent:
    """What was sent: the fields, and the file as it was taken in."""

    fields: dict[str, list[str]]
    upload: Upload

    @property
    def told(self) -> str:
        """By which the same sending is recognised: the fields and the file."""
        mark = self.upload.original.digest if self.upload.pieces else ""
        return repr([sorted(self.fields.items()), mark])

    def shape(self, model: type[Shape]) -> Any:
        """The fields as a shape; Invalid tells everything that is wrong with them, and with the file."""
        given: dict[str, Any] = {name: values[-1] for name, values in self.fields.items() if name != FILE}
        if "persons" in given:
            given["persons"] = self.fields["persons"]
        for name in ("attested", "textConfirmed"):
            if given.get(name) in ("true", "false"):
                given[name] = given[name] == "true"
        try:
            return model.model_validate(given)
        except ValidationError as error:
            raise Invalid(*invalid(error).problems, *self.upload.problems) from error


async def get_sent(request: Request) -> AsyncIterator[Sent]:
    """The form in the body, from somebody who is signed in; its file looked at, and removed when it is not kept."""
    identity = await run_in_threadpool(identify, request)
    request.state.actor_id = identity.actor_id
    await run_in_threadpool(spend, request, UPLOAD)
    intake: Intake = request.app.state.intake
    parts = _Parts(intake)
    try:
        await _read(request, parts)
        upload = await to_thread.run_sync(_examined, parts, limiter=_ROOM.limiter())
    except BaseException:
        if parts.incoming is not None:
            parts.incoming.discard()
        raise
    try:
        yield Sent(parts.fields, upload)
    except BaseException:
        upload.discard()
        raise
    if not upload.kept:
        upload.discard()


class Room:
    """For so many files at a time. Whose file waits takes no thread and no connection from who only asks for a page."""

    def __init__(self, what: str, at_once: int) -> None:
        self._limiter: RunVar[CapacityLimiter] = RunVar(what)
        self._at_once = at_once

    def limiter(self) -> CapacityLimiter:
        """The one of this event loop."""
        try:
            return self._limiter.get()
        except LookupError:
            self._limiter.set(limiter := CapacityLimiter(self._at_once))
            return limiter


_ROOM: Final = Room("files that are looked at", AT_ONCE)


async def _read(request: Request, parts: _Parts) -> None:
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise Refusal(415, "media-type")
    try:
        parser = MultipartParser(options[b"boundary"], parts.callbacks())  # type: ignore[arg-type]
        async for piece in request.stream():
            if not parts.ended:
                parser.write(piece)
    except FormParserError:
        raise Refusal(400, "unreadable") from None
    if not parts.ended:
        raise Refusal(400, "upload-cut-off")


def _examined(parts: _Parts) -> Upload:
    intake = parts.intake
    if parts.incoming is None:
        return Upload(intake, "", problems=[Problem("required", f"/{FILE}")])
    if parts.too_large or parts.several:
        parts.incoming.discard()
        several = Problem("attachment-several", f"/{FILE}")
        return Upload(intake, "", problems=[several if parts.several else intake.too_large()])
    return intake.examine(parts.incoming.finish(), parts.file_name)


SentDep = Annotated[Sent, Depends(get_sent, scope="function")]


def get_once(
    request: Request,
    response: Response,
    sent: SentDep,
    session: Db,
    actor: ActorDep,
    idempotency_key: Annotated[
        str | None,
        Header(
            min_length=1,
            max_length=255,
            pattern=KEY_PATTERN,
            description="Sleutel: chosen by the client; the same request with the same key happens once.",
        ),
    ] = None,
) -> OnceOnly:
    """The key of this request; what it is the key of is the form and its file, however that was cut into pieces."""
    asked = f"{request.method} {request.scope['path']}\n{sent.told}".encode("utf-8", "replace")
    return OnceOnly(session, actor.id, response, idempotency_key, hashlib.sha256(asked).digest())


OnceSent = Annotated[OnceOnly, Depends(get_once)]


def served(content: Content, *, inline: bool = False) -> Response:
    """The bytes, piece by piece: to be kept as a file, or as a picture in a page of ours; never as a page."""
    how = "inline" if inline else "attachment"
    plain = (
        content.name.encode("ascii", "replace")
        .decode()
        .replace("?", "_")
        .replace('"', "_")
        .replace("\\", "_")
    )
    return StreamingResponse(
        content.pieces,
        media_type=content.media_type,
        headers={
            "Content-Disposition": f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(content.name, safe='')}",
            "Content-Length": str(content.size),
            "ETag": f'"{content.id.hex}"',
        },
    )
