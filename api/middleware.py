"""What every request meets before a route does, and every answer on its way out, whatever happened in between.

Plain ASGI, outermost: the framework makes its own answers to a fault outside the middleware one adds to it, and
those too must carry the headers (design 8).
"""

import logging
import traceback
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import unquote_to_bytes, urlsplit

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.etag import Tagged
from api.problems import Refusal, problem
from api.rates import Rates, Standing, address_key
from api.settings import Settings
from db.tables.base import new_id

API: Final = "/api/"
# Public, the same for everybody and without content; everything else may not be kept by any cache.
CACHEABLE: Final = ("/static/", "/.well-known/", "/help/pictures/")
API_VERSION: Final = "1.7.0"
SESSION_COOKIE: Final = "__Host-sid"
STATE_HEADERS: Final = "headers"
"""`request.state.headers`: what the answer is to carry whatever it becomes; see `say`."""

PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
OTHER_POLICY: Final = "default-src 'none'; frame-ancestors 'none'; sandbox"

# OWASP ASVS 5.0, 3.4.1-3.4.6 and the Dutch API Design Rules, /core/transport/security-headers.
ALWAYS: Final = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    # Not `no-referrer`: with that a browser sends `Origin: null` with our own forms (Fetch, 3.2).
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

# A load balancer asks these by internet address, and as often as it likes.
PROBES: Final = ("/healthz", "/readyz")

FILES: Final = ("/attachments", "/attachments/new", "/replacements", "/replace")
"""How the addresses end to which a file is sent that belongs to something."""
IMPORTS: Final = "/imports"
"""Where a file with many signals is sent."""

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})

# Read and thrown away, so that a client that sends far too much gets to see why it was refused.
DRAINED_TIMES: Final = 8

LOG: Final = logging.getLogger("schakel.faults")


class Envelope:
    """Gives each request its id and each answer its headers, and keeps faults in."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # Made here and never taken from outside: it ties the logs together.
        request_id = scope.setdefault("state", {})["request_id"] = str(new_id())
        started = False

        async def seal(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(raw=message["headers"])
                headers.update(scope["state"].get(STATE_HEADERS, {}))
                _complete(headers, scope["path"], request_id)
                message["headers"] = list(message["headers"])
            await send(message)

        try:
            await self.app(scope, receive, seal)
        except ClientDisconnect:
            # Whoever goes on to another page while a draft is on its way leaves nobody to answer; nothing is wrong.
            return
        except Exception as fault:
            LOG.error("%s %s %s\n%s", request_id, scope["method"], scope["path"], _without_values(fault))
            if not started:
                await problem(Request(scope), 500, "unexpected")(scope, receive, seal)


def _complete(headers: MutableHeaders, path: str, request_id: str) -> None:
    """Set what every answer carries."""
    is_page = headers.get("content-type", "").startswith("text/html")
    headers["Content-Security-Policy"] = PAGE_POLICY if is_page else OTHER_POLICY
    headers["X-Request-Id"] = request_id
    for name, value in ALWAYS.items():
        headers[name] = value
    if not (path.startswith(CACHEABLE) and "cache-control" in headers):
        headers["Cache-Control"] = "no-store"
    if path.startswith(API):
        headers["API-Version"] = API_VERSION


def _without_values(fault: BaseException) -> str:
    """Where it went wrong and of what kind. Messages of databases and shapes quote the data; logs may not."""
    lines = []
    cause: BaseException | None = fault
    while cause is not None:
        state = getattr(cause, "sqlstate", None)
        lines.append(f"{type(cause).__module__}.{type(cause).__qualname__}{f' {state}' if state else ''}")
        lines += [
            f"  {frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(cause.__traceback__)
        ]
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "\n".join(lines)


def say(request: Request, headers: Mapping[str, str]) -> None:
    """Let the answer to this request carry these headers, also when it becomes a refusal."""
    said = getattr(request.state, STATE_HEADERS, {})
    setattr(request.state, STATE_HEADERS, {**said, **headers})


class HeadAsGet:
    """HEAD answers what GET would, without the body (ADR /core/http-methods): routes name GET only."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, without_body)


class Gate:
    """Refuses what no route should meet: unreadable addresses, a name that is not ours, acts from other sites,
    bodies that are too large."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.body_limit = settings.body_limit
        self.larger = {**dict.fromkeys(FILES, settings.attachment_limit), IMPORTS: settings.import_limit}
        self.host_names = settings.host_names()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self._limit(scope)
        refused = self._refusal(scope, Headers(scope=scope), limit)
        if refused is None:
            await self.app(scope, _limited(receive, limit), send)
            return
        if refused.status_code == 413:
            await _drain(receive, limit * DRAINED_TIMES)
        await _answer(Request(scope), refused)(scope, receive, send)

    def _refusal(self, scope: Scope, headers: Headers, limit: int) -> Refusal | None:
        if not _is_readable(scope.get("raw_path") or b"") or not _is_readable(scope["query_string"]):
            return Refusal(400, "unreadable")
        if scope["path"] not in PROBES and _host_name(headers) not in self.host_names:
            return Refusal(400, "host-unknown")
        if scope["method"] not in SAFE and not is_from_here(headers):
            return Refusal(403, "cross-site")
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length[:20]) > limit:
            return _too_large(limit)
        return None

    def _limit(self, scope: Scope) -> int:
        """How large a body may be here: where a file is sent along, as large as that and what is said of it."""
        if scope["method"] != "POST":
            return self.body_limit
        files = (most for ending, most in self.larger.items() if scope["path"].endswith(ending))
        return self.body_limit + next(files, 0)


def _answer(request: Request, refused: Refusal) -> Response:
    return problem(request, refused.status_code, refused.code, facts=refused.facts)


def _is_readable(address: bytes) -> bool:
    """UTF-8 without NUL, once percent-decoded: PostgreSQL's text can hold nothing else."""
    if b"%" not in address:
        return address.isascii()
    decoded = unquote_to_bytes(address)
    try:
        decoded.decode()
    except UnicodeDecodeError:
        return False
    return b"\0" not in decoded


def _host_name(headers: Headers) -> str | None:
    """The name in Host, without port; a forged one would end up in links and redirects."""
    try:
        address = urlsplit(f"//{headers.get('host', '')}")
        # Only asking for the port finds that what follows the colon is none: "localhost:80.example.org".
        return address.hostname if address.port != 0 else None
    except ValueError:
        return None


def is_from_here(headers: Headers) -> bool:
    """Whether an act comes from our own pages or from a program, and not from another site in someone's browser.

    A browser never adds Authorization by itself, so what carries it was meant. Else Sec-Fetch-Site tells; older
    browsers send Origin with every form; and what sends neither is no browser, so it may not have our cookie.
    """
    if "authorization" in headers:
        return True
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is not None:
        # Either scheme: behind a proxy that speaks TLS we do not see which one the browser used.
        return origin in {f"{scheme}://{headers.get('host')}" for scheme in ("https", "http")}
    return SESSION_COOKIE not in headers.get("cookie", "")


def _too_large(limit: int) -> Refusal:
    return Refusal(413, "too-large", limit=limit // 1000)


def _limited(receive: Receive, limit: int) -> Receive:
    """Count what comes in: a chunked body does not say beforehand how long it is."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            if message.get("more_body"):
                await _drain(receive, limit * DRAINED_TIMES)
            raise _too_large(limit)
        return message

    return counted


async def _drain(receive: Receive, most: int) -> None:
    more = True
    while more and most > 0:
        message = await receive()
        most -= len(message.get("body", b""))
        more = message.get("more_body", False)


class AddressLimit:
    """Refuses an internet address that asks too often, whoever asks from there."""

    def __init__(self, app: ASGIApp, rates: Rates) -> None:
        self.app = app
        self.rates = rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in PROBES or scope["path"].startswith(CACHEABLE):
            await self.app(scope, receive, send)
            return
        standing = await self._standing(scope)
        if standing is None or standing.granted:
            await self.app(scope, receive, send)
            return
        facts = {"retry_after": standing.seconds}
        refused = problem(Request(scope), 429, "too-many", facts=facts, headers=standing.headers())
        await refused(scope, receive, send)

    async def _standing(self, scope: Scope) -> Standing | None:
        """How the address stands; None when there is none, as over a socket file."""
        key = address_key((scope.get("client") or ("",))[0])
        if key is None:
            return None
        return self.rates.spend_at_hand(key) or await run_in_threadpool(self.rates.spend, key)


def surround(app: ASGIApp, settings: Settings, rates: Rates) -> ASGIApp:
    """The whole of it around an app, outermost first; `rates` are those of internet addresses."""
    layers: tuple[Callable[[ASGIApp], ASGIApp], ...] = (
        Envelope,
        HeadAsGet,
        lambda inner: Gate(inner, settings),
        lambda inner: AddressLimit(inner, rates),
        Tagged,
    )
    for layer in reversed(layers):
        app = layer(app)
    return app
