"""Detection (detectie): the list of signals, reporting one, adding to it, and the decision on it."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db, attempt
from api.idempotency import HasId
from domain import attachments, cases, catalogue, concerns, connections, danger, detection, recognition
from domain.actor import Actor
from domain.acts import Made
from domain.calendar import today
from domain.cases import CaseLine
from domain.catalogue import FormView
from domain.detection import CRITERIA, AddToSignal, AssessSignal, SignalView, SubmitSignal
from domain.errors import DomainError, Invalid, NotFound
from domain.naming import Thing, checked
from web import earlier
from web.forms import Form, Resumed, Typed, new_key, once, status_of
from web.render import gettext_of, page, see_other, too_late

router = APIRouter(prefix="/signals", include_in_schema=False)

BEFORE = "Zoeken voor het melden van een signaal"
"""The purpose of looking first, as the log of reads has it."""
ROWS = 3
MOST_ROWS = 48
OTHER = "OV"

# A problem with the new case as a whole is shown at its title.
ELSEWHERE = {"newCase": "newCase/title"}


@router.get("/new")
def start(
    request: Request,
    session: Db,
    actor: ActorDep,
    form: str | None = None,
    municipality: str = "",
    concern: UUID | None = None,
) -> Response:
    """First what it is about and where, which decides what is asked and who will see it; then the form."""
    detection.require_reporter(actor)
    chosen = {"form": [form or ""], "municipalityCode": [municipality or actor.municipality_code or ""]}
    if concern:
        chosen |= _out_of(session, actor, concern)
    _ = gettext_of(request)
    wrong = _not_chosen(session, Typed(chosen))
    if wrong:
        problems = {name: _("Choose one.") for name in wrong} if form is not None else {}
        return _choices(request, session, Typed(chosen), problems)
    return _form(request, session, actor, Typed(chosen | {"key": [new_key()]}))


@router.post("/new")
def submit(request: Request, session: Db, actor: ActorDep, typed: Form) -> Response:
    """Submit the signal; or show the form again with more rows or for another form of exploitation."""
    detection.require_reporter(actor)
    if typed.get("act", "send") != "send":
        return _form(request, session, actor, typed)
    with attempt(session) as tried:
        made = once(
            session,
            actor,
            typed,
            lambda: _report(session, actor, typed),
            Made,
        )
        return see_other(f"/signals/{made.id}/receipt")
    return _form(request, session, actor, typed, tried.refused)


@router.get("/{signal_id}/receipt")
def receipt(request: Request, session: Db, actor: ActorDep, signal_id: UUID) -> Response:
    """That the signal came in, under which number, and what happens next; for who reported it."""
    found = detection.signal(session, actor, signal_id)
    if "add" not in found.acts:
        return see_other(f"/signals/{signal_id}")
    seen_by = detection.audience(session, actor, found.municipality_code)
    return page(request, "detection/receipt.html", {"signal": found, "seen_by": seen_by} | _lists(session))


@router.get("/{signal_id}")
def show(request: Request, session: Db, actor: ActorDep, signal_id: UUID) -> Response:
    """One signal, as far as one may see it."""
    return page(
        request,
        "detection/show.html",
        {
            "signal": detection.signal(session, actor, signal_id),
            "attachments": attachments.attachments(session, actor, signal_id),
            "criteria": CRITERIA,
        }
        | _lists(session),
    )


@router.get("/{signal_id}/additions")
def start_addition(request: Request, session: Db, actor: ActorDep, signal_id: UUID) -> Response:
    """Ask what there is to add to one's own signal."""
    found = detection.signal(session, actor, signal_id)
    if "add" not in found.acts:
        return too_late(request, f"/signals/{found.id}")
    return _addition(request, session, found, Typed({"key": [new_key()]}))


@router.post("/{signal_id}/additions")
def add(request: Request, session: Db, actor: ActorDep, signal_id: UUID, typed: Form) -> Response:
    """Add to one's own signal."""
    _ = gettext_of(request)
    with attempt(session) as tried:
        once(
            session,
            actor,
            typed,
            lambda: detection.add_to_signal(session, actor, signal_id, typed.shape(AddToSignal)),
            Made,
        )
        return see_other(f"/signals/{signal_id}", _("Your addition is with the signal."))
    return _addition(request, session, detection.signal(session, actor, signal_id), typed, tried.refused)


@router.get("/{signal_id}/assess")
def start_assessment(request: Request, session: Db, actor: ActorDep, signal_id: UUID) -> Response:
    """Ask for the answer on each criterion and the decision."""
    found = detection.signal(session, actor, signal_id)
    if "assess" not in found.acts:
        return too_late(request, f"/signals/{found.id}")
    return _assessment(request, session, actor, found, Typed())


@router.post("/{signal_id}/assess")
def assess(request: Request, session: Db, actor: ActorDep, signal_id: UUID, typed: Form) -> Response:
    """Record the decision on a signal."""
    _ = gettext_of(request)
    with attempt(session) as tried:
        detection.assess_signal.without_looking(session, actor, signal_id, _decision(typed))
        return see_other(f"/signals/{signal_id}", _("Your decision is recorded."))
    found = detection.signal(session, actor, signal_id)
    return _assessment(request, session, actor, found, typed, tried.refused)


def _report(session: Session, actor: Actor, typed: Typed) -> HasId:
    """Submit what was typed; out of a concern when it began with one."""
    data = _signal(typed)
    earlier.look_first(session, actor, typed, data.mentions, BEFORE)
    if not typed.get("concern"):
        return detection.submit_signal.without_looking(session, actor, data)
    try:
        concern_id = UUID(typed.get("concern"))
    except ValueError:
        raise NotFound from None
    return detection.take_up_concern(session, actor, concern_id, data)


def _out_of(session: Session, actor: Actor, concern_id: UUID) -> dict[str, list[str]]:
    """What a signal begins with that comes out of a concern; its words as they were sent, to make one's own."""
    account = concerns.concern(session, actor, concern_id).account
    if account is None:
        raise NotFound
    return {
        "concern": [str(concern_id)],
        "narrative": [account.words],
        "place": [account.place],
        "observedFrom": [account.seen_on.isoformat() if account.seen_on else ""],
        "urgency": [account.urgency],
        "safeContact": [account.safe_contact],
    }


def _signal(typed: Typed) -> SubmitSignal:
    """The signal that was typed; who lacks a field also hears what is wrong with the numbers and dates of birth."""
    try:
        return typed.shape(SubmitSignal)
    except Resumed:
        raise
    except Invalid as invalid:
        raise Invalid(*invalid.problems, *typed.problems_in_rows("mentions", Thing, checked)) from invalid


def _decision(typed: Typed) -> AssessSignal:
    """A new case was asked for when something was said about it, not when the activity stands on its default."""
    said = any(typed.get(f"newCase/{name}").strip() for name in ("title", "purpose", "organisedCrimeLink"))
    return (typed if said else typed.without("newCase/activity")).shape(AssessSignal)


def _not_chosen(session: Session, typed: Typed) -> list[str]:
    """Which of the two choices that come first was not made, or not from the list."""
    on = today()
    wrong = [
        *catalogue.unknown_code(catalogue.forms(session, on), typed.get("form"), "form"),
        *catalogue.unknown_code(
            catalogue.municipalities(session, on), typed.get("municipalityCode"), "municipalityCode"
        ),
    ]
    return [problem.pointer for problem in wrong]


def _choices(request: Request, session: Session, typed: Typed, problems: dict[str, str]) -> Response:
    shown = {"typed": typed, "problems": problems, "offered": _offered(session)}
    return page(request, "detection/start.html", shown | _lists(session))


def _form(
    request: Request, session: Session, actor: Actor, typed: Typed, refused: DomainError | None = None
) -> Response:
    """The form of a signal, with everything that was typed so far."""
    _ = gettext_of(request)
    problems = typed.problems(request, refused)
    for name in problems:
        if name.startswith("observations/") and name.endswith("/indicator"):
            problems[name] = _("Tick this sign, or clear the words below it.")
    indicators = list(enumerate(catalogue.indicators(session, None, today())))
    own = typed.get("form")
    shown = {
        "typed": typed,
        "problems": problems,
        "rows": _rows(typed),
        "offered": _offered(session),
        "dimensions": recognition.DIMENSIONS,
        "explanations": recognition.other_explanations(session, today()),
        "questions": recognition.follow_up_questions(session, today()),
        "own_signs": [(at, one) for at, one in indicators if one.form in (own, "FL")],
        "other_signs": [(at, one) for at, one in indicators if one.form not in (own, "FL")],
        "seen_by": detection.audience(session, actor, typed.get("municipalityCode")),
        "earlier": earlier.show(session, actor, typed, refused, BEFORE),
    }
    return page(request, "detection/new.html", shown | _lists(session), status=status_of(refused))


def _offered(session: Session) -> list[FormView]:
    """The forms of exploitation to choose from, with what is none of the others at the end."""
    return sorted(catalogue.forms(session, today()), key=lambda form: form.code == OTHER)


def _rows(typed: Typed) -> int:
    """How many rows for persons and things the form has: three more when that was asked for."""
    rows = typed.get("rows", str(ROWS))
    now = min(int(rows), MOST_ROWS) if rows.isdecimal() and len(rows) < 4 else ROWS
    filled = [number for number in range(MOST_ROWS) if typed.started(f"mentions/{number}/")]
    now = max([now, *(number + 1 for number in filled)])
    return now + ROWS if typed.get("act") == "more" else now


def _addition(
    request: Request, session: Session, found: SignalView, typed: Typed, refused: DomainError | None = None
) -> Response:
    shown = {"signal": found, "typed": typed, "problems": typed.problems(request, refused)}
    return page(request, "detection/addition.html", shown | _lists(session), status=status_of(refused))


def _assessment(
    request: Request,
    session: Session,
    actor: Actor,
    found: SignalView,
    typed: Typed,
    refused: DomainError | None = None,
) -> Response:
    lines, _ = cases.cases(session, actor, limit=100)
    connected = _connected(session, actor, found)
    shown = {
        "signal": found,
        "typed": typed,
        "problems": typed.problems(request, refused, ELSEWHERE),
        "criteria": CRITERIA,
        "kinds": detection.DECISION_KINDS,
        "connected": [line for line in connected.values() if line.step != "closed"],
        "cases": [line for line in lines if line.step != "closed" and line.id not in connected],
        "earlier": detection.earlier(session, actor, found),
    }
    return page(request, "detection/assess.html", shown | _lists(session), status=status_of(refused))


def _connected(session: Session, actor: Actor, found: SignalView) -> dict[UUID, CaseLine]:
    """The cases in which somebody or something could be the same as in this signal, the most alike first."""
    if "connect" not in found.acts or not found.mentions:
        return {}
    alike = [
        one.case_id
        for mention in found.mentions
        for one in connections.connections(session, actor, mention.id).candidates
        if one.case_id and one.standing != "not_same"
    ]
    return cases.lines(session, actor, list(dict.fromkeys(alike)))


def _lists(session: Session) -> dict[str, Any]:
    """The code lists a page about signals speaks of."""
    return {
        "forms": catalogue.indicator_groups(session, today()),
        "indicators": catalogue.indicators(session, None, today()),
        "municipalities": catalogue.municipalities(session, today()),
        "titles": catalogue.name_titles(session, today()),
        "emergency_number": danger.emergency_number(session, today()),
    }
