"""Notices: what somebody should know of, in words, and how they want to hear of it by mail."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from typing import Any, Final, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Request, Response
from markupsafe import Markup, escape
from sqlmodel import Session

from api.deps import ActorDep, Db, Page, attempt, cursor
from domain import notices
from domain.actor import Actor
from domain.calendar import day_of
from domain.notices import ChoosePreferences, Group, Kind, NoticeView
from web.forms import Form, Typed, status_of
from web.i18n import N_
from web.render import gettext_of, page, see_other

router = APIRouter(include_in_schema=False)

SENTENCES: Final[dict[Kind, str]] = {
    Kind.SIGNAL_DANGER: N_("Somebody may be in danger: assess %(about)s first"),
    Kind.SIGNAL_SUBMITTED: N_("There is a new signal to assess: %(about)s"),
    Kind.SIGNAL_SUPPLEMENTED: N_("The reporter added to %(about)s"),
    Kind.SIGNAL_SENT_BACK: N_("The preparation team asks you to add to %(about)s"),
    Kind.SIGNAL_DECIDED: N_("The preparation team decided on %(about)s"),
    Kind.SIGNAL_UNMASKED: N_(
        "Your organisation was named to one person of the RIEC as the source of %(about)s"
    ),
    Kind.SOURCE_ASKED: N_("Somebody asks to see the source of a protected signal: decide"),
    Kind.QUESTION_ASKED: N_("%(organisation)s asked you a question about %(about)s"),
    Kind.QUESTION_REMINDED: N_("%(organisation)s reminds you of a question about %(about)s"),
    Kind.QUESTION_ANSWERED: N_("%(organisation)s answered your question about %(about)s"),
    Kind.QUESTION_LATE: N_("%(organisation)s is late with the answer to your question about %(about)s"),
    Kind.ANSWER_LATE: N_("%(organisation)s still waits for your answer about %(about)s"),
    Kind.INTERVENTION_PROPOSED: N_("You are asked to carry out an intervention in %(about)s: say yes or no"),
    Kind.INTERVENTION_ACCEPTED: N_("%(organisation)s said yes to an intervention in %(about)s"),
    Kind.INTERVENTION_REFUSED: N_("%(organisation)s said no to an intervention in %(about)s"),
    Kind.INTERVENTION_DEFERRED: N_("%(organisation)s put an intervention in %(about)s off"),
    Kind.INTERVENTION_COMPLETED: N_("%(organisation)s completed an intervention in %(about)s"),
    Kind.INTERVENTION_LATE: N_("An intervention of yours in %(about)s is late"),
    Kind.INTERVENTION_CHASE: N_("An intervention of %(organisation)s in %(about)s is late"),
    Kind.ANSWER_ESCALATED: N_(
        "%(organisation)s waits two weeks too long for an answer of your organisation about %(about)s"
    ),
    Kind.QUESTION_ESCALATED: N_(
        "A question about %(about)s is four weeks without an answer: take it to the steering group"
    ),
    Kind.INTERVENTION_ESCALATED: N_("An intervention of your organisation in %(about)s is two weeks late"),
    Kind.INTERVENTION_STEERING: N_(
        "An intervention of %(organisation)s in %(about)s is four weeks late: take it to the steering group"
    ),
    Kind.IMPORT_CHECKED: N_("Your file was checked. Good: %(about)s"),
    Kind.IMPORT_DONE: N_("Your file was imported. A signal now: %(about)s"),
    Kind.CONTRIBUTION_FOR_YOU: N_("%(organisation)s has something for you in %(about)s"),
    Kind.CONTRIBUTION_CORRECTED: N_("%(organisation)s corrected something you read in %(about)s"),
    Kind.CONTRIBUTION_WITHDRAWN: N_(
        "%(organisation)s withdrew something you read in %(about)s. Do not use it"
    ),
    Kind.ATTACHMENT_REFUSED: N_("A virus was found in a file that you added. It was destroyed"),
    Kind.ATTACHMENT_CORRECTED: N_(
        "%(organisation)s corrected what is said of a file you looked at in %(about)s"
    ),
    Kind.ATTACHMENT_REPLACED: N_("%(organisation)s replaced a file you looked at in %(about)s"),
    Kind.ATTACHMENT_WITHDRAWN: N_(
        "%(organisation)s withdrew a file you looked at in %(about)s. Do not use it"
    ),
    Kind.DISCLOSURE_CHANGED: N_(
        "Something that went to somebody else was corrected or withdrawn: tell the recipient"
    ),
    Kind.CASE_JOINED: N_("Your organisation now takes part in %(about)s"),
    Kind.CASE_MANAGER_WANTED: N_("Name a case manager for %(about)s"),
    Kind.CASE_MANAGER_LATE: N_("There is still no case manager for %(about)s"),
    Kind.CASE_MANAGER_NAMED: N_("You are now the case manager of %(about)s"),
    Kind.CASE_CLOSED: N_("Closed: %(about)s"),
    Kind.CASE_REOPENED: N_("Open again: %(about)s"),
    Kind.CASE_NAMED: N_("You are named in %(about)s: you work on it from now on"),
    Kind.EMERGENCY_USED: N_("Somebody uses emergency access to a case: see who and why"),
    Kind.SUBJECT_ADVISE: N_("Give your opinion on a subject in %(about)s"),
    Kind.SUBJECT_WEIGH: N_("A subject in %(about)s is ready to be weighed"),
    Kind.SUBJECT_REOPENED: N_("A subject in %(about)s is taken up once more: add what you hold"),
    Kind.MEETING_CONVENED: N_("You are invited to the meeting %(about)s: prepare your cases"),
    Kind.MEETING_MOVED: N_("The meeting %(about)s was moved: see when and where it is now"),
    Kind.MEETING_CASE_ADDED: N_("Added to the agenda of a meeting: %(about)s"),
    Kind.ACTION_AGREED: N_("You agreed to do something in %(about)s"),
    Kind.ACTION_LATE: N_("Something you agreed to do in %(about)s is late"),
    Kind.ACTION_CHASE: N_("Something that %(organisation)s agreed to do in %(about)s is late"),
    Kind.KNOWN_WAITING: N_("Answer by hand whether somebody who may be vulnerable is known"),
    Kind.KNOWN_FOUND: N_("%(organisation)s asked about somebody or something that you hold"),
    Kind.KNOWN_ANSWERED: N_("Your question whether others know somebody is answered"),
    Kind.PROPOSAL_MADE: N_("There is a new proposal to the steering group: bring it there"),
    Kind.PROPOSAL_DECIDED: N_("The steering group decided on your proposal"),
    Kind.PROPOSAL_ADOPTED: N_("The steering group adopted a proposal for your organisation: follow it up"),
    Kind.CONCERN_RECEIVED: N_("%(organisation)s sent you %(about)s"),
    Kind.CONCERN_DECIDED: N_("%(organisation)s decided on %(about)s"),
    Kind.FEEDBACK_DUE: N_("Say what came of %(about)s, which your organisation received"),
    Kind.FEEDBACK_ASK: N_("Ask %(organisation)s what came of %(about)s"),
    Kind.FEEDBACK_LATE: N_("Your feedback on %(about)s is late"),
    Kind.FEEDBACK_SILENT: N_("%(organisation)s is late with feedback on %(about)s"),
    Kind.FEEDBACK_GIVEN: N_("%(organisation)s said what came of %(about)s"),
    Kind.AGREEMENT_REVIEW: N_("Soon to be reviewed: %(about)s"),
    Kind.AGREEMENT_ENDS: N_("Soon over: %(about)s"),
    Kind.ACCOUNT_PASSWORD: N_("Your password was changed. Was it not you? Tell your administrator at once"),
    Kind.ACCOUNT_SECOND_FACTOR: N_(
        "The second step of your sign-in was changed. Was it not you? Tell your administrator at once"
    ),
    Kind.ACCOUNT_ADMISSION_ENDS: N_("Your admission soon ends. Ask your administrator to renew it"),
    Kind.ACCOUNT_RECERTIFICATION: N_("Confirm which people of your organisation still need their access"),
}

PLACES: Final = {
    "signal": "/signals/{id}",
    "case": "/cases/{id}",
    "subject": "/subjects/{id}",
    "request": "/requests/{id}",
    "intervention": "/interventions/{id}",
    "known_waiting": "/known-referrals",
    "known_found": "/known-findings",
    "known_question": "/known-questions/{id}",
    "account": "/account",
    "recertification": "/administration/recertifications/{id}",
    "contribution": "/contributions/{id}",
    "unmasking": "/unmaskings/{id}",
    "agreement": "/sharing/agreements/{id}",
    "emergency": "/emergencies/{id}",
    "meeting": "/meetings/{id}",
    "action": "/actions/{id}",
    "disclosed": "/contributions/{id}/destinations",
    "proposal": "/evaluation?proposal={id}#proposals",
    "released_result": "/feedback/{id}",
    "concern": "/concerns/{id}",
    "attachment": "/attachments/{id}",
    "import": "/imports/{id}",
}
"""Where each thing is."""

ICONS: Final = {
    Group.DANGER: "triangle-alert",
    Group.QUESTIONS: "message-square",
    Group.SIGNALS: "flag",
    Group.INTERVENTIONS: "handshake",
    Group.CASES: "briefcase",
    Group.MEETINGS: "users",
    Group.AGREEMENTS: "file-text",
    Group.ACCOUNT: "user",
}


class Line(NamedTuple):
    """A notice in words."""

    notice: NoticeView
    text: Markup
    icon: str


class Part(NamedTuple):
    """The unread or the read ones, by day, and where they go on."""

    days: Sequence[tuple[date, Sequence[Line]]]
    next: str | None


@router.get("/notices")
def show(request: Request, session: Db, actor: ActorDep, page_of: Page, read: bool | None = None) -> Response:
    """What is unread, then what was read before; or, further on, one of the two."""
    parts = {} if read else {"unread": _part(request, session, actor, page_of, unread=True)}
    if read is not False:
        parts["read"] = _part(request, session, actor, page_of, unread=False)
    shown = {"unread_part": parts.get("unread"), "read_part": parts.get("read"), "further": read is not None}
    return page(request, "notices/index.html", shown)


@router.post("/notices/{notice_id}/reads")
def read_one(session: Db, actor: ActorDep, notice_id: UUID) -> Response:
    """Mark a notice as read and go where it leads."""
    found = notices.read(session, actor, notice_id)
    return see_other(PLACES[found.object_kind].format(id=found.object_id))


@router.post("/notices/reads")
def read_all(request: Request, session: Db, actor: ActorDep) -> Response:
    """Mark everything as read."""
    notices.read_all(session, actor)
    _ = gettext_of(request)
    return see_other("/notices", _("Everything is marked as read."))


@router.get("/account/notices")
def show_preferences(request: Request, session: Db, actor: ActorDep) -> Response:
    """Which notices one also gets by mail, and when."""
    chosen = notices.preferences(session, actor).model_dump()
    typed = Typed({name: [value] for name, value in chosen.items()})
    return page(request, "notices/preferences.html", _preferences(request, typed))


@router.post("/account/notices")
def choose_preferences(request: Request, session: Db, actor: ActorDep, typed: Form) -> Response:
    """Choose anew."""
    with attempt(session) as tried:
        notices.choose_preferences(session, actor, typed.shape(ChoosePreferences))
        _ = gettext_of(request)
        return see_other("/account/notices", _("Your choice is saved."))
    shown = {"problems": typed.problems(request, tried.refused)}
    return page(
        request,
        "notices/preferences.html",
        _preferences(request, typed) | shown,
        status=status_of(tried.refused),
    )


def newest(request: Request, session: Session, actor: Actor, limit: int = 5) -> list[Line]:
    """The newest unread notices in words, for another page."""
    found, _ = notices.notices(session, actor, limit=limit, unread=True)
    return _lines(request, found)


def _preferences(request: Request, typed: Typed) -> dict[str, Any]:
    return {
        "typed": typed,
        "groups": [group.value for group in Group],
        "mails": request.app.state.settings.sends_mail,
    }


def _part(request: Request, session: Session, actor: Actor, page_of: Page, *, unread: bool) -> Part:
    found, further = notices.notices(session, actor, page_of.after, page_of.limit, unread)
    lines = _lines(request, found)
    days = [(day, list(group)) for day, group in groupby(lines, key=_day)]
    more = f"/notices?read={str(not unread).lower()}&cursor={cursor(further)}" if further else None
    return Part(days, more)


def _day(line: Line) -> date:
    return day_of(line.notice.at)


def _lines(request: Request, found: Sequence[NoticeView]) -> list[Line]:
    say = gettext_of(request)
    return [Line(one, _sentence(say, one), ICONS[one.group]) for one in found]


def _sentence(say: Callable[[str], str], one: NoticeView) -> Markup:
    """In words, with the number and the name that this viewer may see."""
    known, unknown = _ABOUT.get(one.object_kind, _ABOUT["case"])
    # A number stays on one line; the title of an agreement may be longer than a phone is wide.
    number = (
        escape(one.number)
        if " " in (one.number or "")
        else Markup('<span class="nowrap">%s</span>') % one.number
    )
    about = escape(say(known)) % {"number": number} if one.number else escape(say(unknown))
    return escape(say(SENTENCES[one.kind])) % {
        "about": about,
        "organisation": one.organisation or say(N_("A partner")),
    }


_ABOUT: Final = {
    "signal": (N_("signal %(number)s"), N_("a signal")),
    "case": (N_("case %(number)s"), N_("a case")),
    "agreement": (N_("the agreement %(number)s"), N_("an agreement")),
    "import": (N_("%(number)s rows"), N_("no row")),
    "released_result": (N_("result %(number)s"), N_("a result")),
}
