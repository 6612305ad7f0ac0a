"""A small typed client of the Schakel API: copy it, keep what you use.

Needs Python 3.11, pydantic and httpx2. It fetches and renews its token, sends every act with an idempotency key so that
a retry never does it twice, heeds Retry-After, reads lists page by page, and turns refusals into `Problem`.

    with Schakel("https://schakel.example.org", client_id, client_secret) as schakel:
        signal = schakel.submit_signal(NewSignal(form="AU", municipality_code="GM0361", ...))
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from types import TracebackType
from typing import Any, Generic, Self, TypeVar
from uuid import UUID, uuid4

import httpx2
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

ATTEMPTS = 4
LONGEST_PAUSE = 60.0
AGAIN = (429, 503)


class Model(BaseModel):
    """JSON is camelCase. What a newer release adds is ignored, as /api/v1 may grow."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore")


class Observation(Model):
    """Something that was seen: a sign from the indicator list, in the observer's own words."""

    indicator: str
    words: str


class Mention(Model):
    """Who or what a signal speaks of."""

    kind: str
    name: str = ""
    birth_date: str | None = None


class NewSignal(Model):
    """A signal to submit; the code lists `forms`, `indicators` and `municipalities` hold its codes."""

    form: str
    municipality_code: str
    observed_from: date
    place: str
    task: str
    narrative: str
    organised_crime_link: str
    observations: list[Observation] = []
    mentions: list[Mention] = []


class Signal(Model):
    """What you may see of a signal."""

    id: UUID
    number: str
    status: str


class SignalLine(Model):
    """A signal in a list."""

    id: UUID
    number: str
    form: str
    created_at: datetime


class Contribution(Model):
    """Something a partner holds about a subject."""

    id: UUID
    category: str
    text: str | None = None


class Wrong(Model):
    """One thing that is wrong with the request, and where (a JSON pointer)."""

    pointer: str
    code: str
    detail: str


class Problem(Exception):
    """The API said no (RFC 9457). `code` is stable; `detail` is a sentence for people."""

    def __init__(self, answer: httpx2.Response) -> None:
        said = answer.json() if "json" in answer.headers.get("content-type", "") else {}
        self.status = answer.status_code
        self.code: str = said.get("code") or said.get("error", "unexpected")
        self.detail: str = said.get("detail") or said.get("error_description", "")
        self.errors = [Wrong.model_validate(one) for one in said.get("errors", [])]
        self.instance: str = said.get("instance", "")
        super().__init__(f"{self.status} {self.code}: {self.detail}")


Found = TypeVar("Found", bound=Model)


@dataclass(frozen=True)
class Version(Generic[Found]):
    """Something as it was when you read it; `etag` says which version that is."""

    content: Found
    etag: str


class Schakel:
    """A connection to one installation, as one API client."""

    def __init__(self, site: str, client_id: str, client_secret: str, *, language: str = "nl") -> None:
        self._http = httpx2.Client(base_url=site, timeout=30, headers={"Accept-Language": language})
        self._proof = (client_id, client_secret)
        self._token, self._until = "", 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def submit_signal(self, new: NewSignal, *, key: str | None = None) -> Signal:
        """Submit a signal. Give a `key` of your own (your record's id) and it is one signal, however often you send."""
        return Signal.model_validate(self._act("/signals", new, key))

    def signals(self, limit: int = 50) -> Iterator[SignalLine]:
        """Every signal you may see, last active first; fetches the next page when you get there."""
        asked: dict[str, Any] = {"limit": limit}
        while True:
            page = self._send("GET", "/signals", params=asked).json()
            yield from map(SignalLine.model_validate, page["items"])
            if page["next"] is None:
                return
            asked["cursor"] = page["next"]

    def signal(self, id: UUID) -> Version[Signal]:
        """One signal."""
        return self._version(Signal, self._send("GET", f"/signals/{id}"))

    def signal_if_changed(self, id: UUID, known: Version[Signal]) -> Version[Signal] | None:
        """The signal when it is no longer what you have; None when nothing changed for you."""
        answer = self._send("GET", f"/signals/{id}", headers={"If-None-Match": known.etag})
        return None if answer.status_code == 304 else self._version(Signal, answer)

    def contribution(self, id: UUID) -> Version[Contribution]:
        """One contribution."""
        return self._version(Contribution, self._send("GET", f"/contributions/{id}"))

    def correct(self, old: Version[Contribution], text: str, source: str) -> Version[Contribution]:
        """Correct your own contribution; Problem 412 when somebody changed it after you read it."""
        path = f"/contributions/{old.content.id}"
        changed = {"text": text, "source": source}
        return self._version(
            Contribution, self._send("PUT", path, json=changed, headers={"If-Match": old.etag})
        )

    def _act(self, path: str, body: Model, key: str | None) -> Any:
        sent = body.model_dump(mode="json", by_alias=True, exclude_none=True)
        return self._send("POST", path, json=sent, headers={"Idempotency-Key": key or str(uuid4())}).json()

    def _version(self, model: type[Found], answer: httpx2.Response) -> Version[Found]:
        return Version(model.model_validate(answer.json()), answer.headers["ETag"])

    def _send(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **given: Any
    ) -> httpx2.Response:
        """Send it, again when that makes sense: reading and acting with a key may be repeated without harm."""
        for attempt in range(1, ATTEMPTS + 1):
            sent = {**(headers or {}), "Authorization": f"Bearer {self._valid_token()}"}
            try:
                answer = self._http.request(method, f"/api/v1{path}", headers=sent, **given)
            except httpx2.TransportError:
                if attempt == ATTEMPTS:
                    raise
                time.sleep(2.0**attempt)
                continue
            if answer.status_code == 401 and attempt == 1:
                self._until = 0.0  # the token was refused: fetch a new one, once
            elif answer.status_code in AGAIN and attempt < ATTEMPTS:
                time.sleep(min(float(answer.headers.get("Retry-After", "1")), LONGEST_PAUSE))
            elif answer.is_success or answer.status_code == 304:
                return answer
            else:
                raise Problem(answer)
        raise Problem(answer)

    def _valid_token(self) -> str:
        if time.monotonic() > self._until:
            answer = self._http.post(
                "/oauth/token", data={"grant_type": "client_credentials"}, auth=self._proof
            )
            if not answer.is_success:
                raise Problem(answer)
            said = answer.json()
            self._token, self._until = said["access_token"], time.monotonic() + said["expires_in"] - 30
        return self._token
