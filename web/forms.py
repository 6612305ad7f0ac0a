"""What a person typed in a form: read as a shape of the domain, and shown again with what is wrong.

A field is named after its place in the shape (`observedFrom`, `mentions/0/name`), which is also how the domain
points at what is wrong; so one name leads from the field to the shape, to the problem and back to the field.
An empty field is one that is not there, and so is a row of which nothing was filled in.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Any, Final, TypeVar
from uuid import UUID, uuid4

from fastapi import Depends, Request, Response
from pydantic import ValidationError
from sqlmodel import Session
from starlette.datastructures import FormData

from api.deps import ActorDep, Db
from api.idempotency import HasId, OnceOnly
from api.problems import TYPED_BY, invalid, sentences
from domain import calendar, drafts
from domain.actor import Actor
from domain.errors import DomainError, Invalid, NotAllowed, Problem
from domain.shapes import TYPED_ON, Shape

AnyShape = TypeVar("AnyShape", bound=Shape)
View = TypeVar("View", bound=HasId)

LONGEST_KEY = 64

# Fields that the frame of a form adds; what is left is what was typed.
DRAFT: Final = "draft"
"""Where the form is sent to, when it is to be kept and not sent."""
SEEN: Final = "draft-seen"
"""The moment of the draft that this window knows of."""
RESUME: Final = "resume"
"""Show the form again with what was typed: nothing is done, whatever the form asks for."""
FRAME: Final = (DRAFT, SEEN, TYPED_BY, RESUME)

WARNING: Final = "text-"
"""How the codes begin of what a text is warned for, and not refused: see `domain.guard`."""

_ROW = re.compile(r"[0-9]{1,3}")


class Resumed(Invalid):
    """Nothing is wrong and nothing is to be done: the form is only shown again with what was typed before."""


class Typed:
    """The fields of a form as they came in; when `resumed` they are shown again and make no shape."""

    def __init__(
        self, fields: Mapping[str, list[str]] | None = None, path: str = "", *, resumed: bool = False
    ) -> None:
        self.fields = dict(fields or {})
        self.path = path
        self.resumed = resumed
        self._rows: dict[str, list[str]] = {}

    def get(self, name: str, otherwise: str = "") -> str:
        """What was typed in a field; what comes `otherwise` when the form had no such field."""
        return (self.fields.get(name) or [otherwise])[-1]

    def all(self, name: str) -> list[str]:
        """Everything that was chosen in a field with more than one answer."""
        return self.fields.get(name, [])

    def started(self, prefix: str) -> bool:
        """Whether anything was filled in among the fields that begin like this."""
        return any(
            name.startswith(prefix) and any(map(str.strip, given)) for name, given in self.fields.items()
        )

    def without(self, *names: str) -> "Typed":
        """The same form, with these fields left out."""
        kept = {name: values for name, values in self.fields.items() if name not in names}
        return Typed(kept, self.path, resumed=self.resumed)

    def hold(self, fields: Mapping[str, list[str]], without: Iterable[str] = ()) -> None:
        """Let the form hold this from now on, and no longer what it is `without`."""
        for name in without:
            self.fields.pop(name, None)
        self.fields |= fields

    def shape(self, model: type[AnyShape], **given: Any) -> AnyShape:
        """The fields that the shape knows, as that shape; Invalid tells everything that is wrong with them."""
        if self.resumed:
            raise Resumed
        known = {field.alias or name for name, field in model.model_fields.items()}
        found = {name: value for name, value in self._nested().items() if name in known}
        try:
            return model.model_validate(found | given, context={TYPED_ON: calendar.today()})
        except ValidationError as error:
            raise invalid(error) from error

    def problems_in_rows(
        self, name: str, model: type[AnyShape], check: Callable[[AnyShape, str], tuple[Any, list[Problem]]]
    ) -> list[Problem]:
        """What is wrong with the content of numbered rows, as far as each is a shape by itself."""
        found: list[Problem] = []
        for place, row in enumerate(self._nested().get(name, [])):
            with suppress(ValidationError):
                found += check(model.model_validate(row), f"/{name}/{place}")[1]
        return found

    def problems(
        self, request: Request, refused: DomainError | None, elsewhere: Mapping[str, str] | None = None
    ) -> dict[str, str]:
        """Field -> what is wrong with it; `elsewhere` names the field to show a problem at that has none of its own."""
        # Who was warned of a word and confirmed it, confirms it still when something else is wrong.
        warned = [one.code for one in getattr(refused, "problems", ()) if one.code.startswith(WARNING)]
        if warned or self.get("textConfirmed"):
            request.state.warned = {"confirmed": self.get("textConfirmed"), "reason": self.get("textReason")}
        if refused is None:
            return {}
        told = sentences(request, refused)
        if warned:
            request.state.warned["missing"] = told.get("textReason", "")
        return {(elsewhere or {}).get(name, self._field(name)): sentence for name, sentence in told.items()}

    def _nested(self) -> dict[str, Any]:
        tree: dict[str, Any] = {}
        for name, values in self.fields.items():
            filled = [value for value in values if value.strip()]
            if filled:
                *parents, last = name.split("/")
                branch = tree
                for parent in parents:
                    branch = _branch(branch, parent)
                branch[last] = filled[-1]
        return {name: self._as_list(name, value) for name, value in tree.items()}

    def _as_list(self, name: str, value: Any) -> Any:
        """Numbered rows as a list without gaps, remembering which number each had."""
        if not isinstance(value, dict) or not all(_ROW.fullmatch(key) for key in value):
            return value
        self._rows[name] = sorted(value, key=int)
        return [value[number] for number in self._rows[name]]

    def _field(self, name: str) -> str:
        """The field that a place in the shape came from: row 0 may have been the fourth of the form."""
        head, _, rest = name.partition("/")
        number, _, tail = rest.partition("/")
        if head in self._rows and number.isdecimal() and int(number) < len(self._rows[head]):
            return "/".join(filter(None, (head, self._rows[head][int(number)], tail)))
        return name


def _branch(tree: dict[str, Any], name: str) -> dict[str, Any]:
    """The branch of this name; a form that also has a field of that name is not one of ours, and loses it."""
    if not isinstance(tree.get(name), dict):
        tree[name] = {}
    found: dict[str, Any] = tree[name]
    return found


async def get_sent(request: Request) -> dict[str, list[str]]:
    """The form in the body; files have a page of their own."""
    form: FormData = await request.form(max_files=0)
    return {name: [str(value) for value in form.getlist(name)] for name in form}


Sent = Annotated[dict[str, list[str]], Depends(get_sent)]


def get_typed(request: Request, session: Db, actor: ActorDep, sent: Sent) -> Typed:
    """What this person typed; or, when that was asked for, the same form as it was left."""
    typed = Typed(sent, request.url.path)
    if typed.get(TYPED_BY, str(actor.id)) != str(actor.id):
        raise NotAllowed("signed-in-as-another")
    # What is sent is no draft any more: see `api.deps.Attempt`.
    session.info["form"] = typed.path
    request.state.draft, request.state.draft_seen = typed.get(DRAFT), typed.get(SEEN)
    if typed.get(RESUME) != DRAFT:
        return typed.without(*FRAME)
    left = drafts.draft(session, actor, typed.path)
    request.state.draft_seen = left.saved_at.isoformat()
    return Typed(left.fields, typed.path, resumed=True).without("act")


Form = Annotated[Typed, Depends(get_typed)]


def seen_in(request: Request) -> datetime | None:
    """The moment of the draft that the window of this form knows of."""
    with suppress(ValueError):
        return datetime.fromisoformat(request.state.draft_seen)
    return None


def new_key() -> str:
    """For the hidden field `key`: the same form sent twice makes one thing."""
    return uuid4().hex


def once(
    session: Session, actor: Actor, typed: Typed, act: Callable[[], View], show: Callable[[UUID], View]
) -> View:
    """Act, or show what the same form made when it was sent before: a double click, or a lost answer."""
    content = repr([typed.path, sorted((name, values) for name, values in typed.fields.items())])
    fingerprint = hashlib.sha256(content.encode("utf-8", "replace")).digest()
    # With the content in the key: who goes back, changes something and sends again has sent another thing.
    key = f"form-{typed.get('key')[:LONGEST_KEY]}-{fingerprint.hex()[:16]}" if typed.get("key") else None
    return OnceOnly(session, actor.id, Response(), key, fingerprint)(act, show, "")


def status_of(refused: DomainError | None) -> int:
    """The status of a form that is shown again: 400 for what was typed, 409 for what happened meanwhile."""
    if refused is None or isinstance(refused, Resumed):
        return 200
    return 400 if isinstance(refused, Invalid) else 409
