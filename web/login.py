"""Signing in: password, second factor, the first time, stepping up, out, and the made-up people of the demo.

Every form posts plainly and is answered with 303. The one exception is the page with new recovery codes: they
exist in that answer only, so it comes straight from the POST.
"""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Request, Response
from sqlmodel import Session

from api.deps import LoginDb
from api.middleware import SESSION_COOKIE
from api.problems import LANGUAGE_COOKIE, Left, language_of, sentences
from domain import accounts
from domain.accounts import Place, SessionInfo
from domain.errors import DomainError, Invalid, NotAllowed, NotFound, NotSignedIn, Problem, TooMany
from web.carried import pack, set_down
from web.i18n import LANGUAGES
from web.render import fragment, page, see_other
from web.tour import demo_people, groups

router = APIRouter(include_in_schema=False)

REFUSALS = (Invalid, NotSignedIn, TooMany)
YEAR = 365 * 24 * 3600

Typed = Annotated[str, Form()]
Next = Annotated[str, Form(alias="next")]


def get_visitor(request: Request, session: LoginDb) -> SessionInfo:
    """Who holds the cookie, also when signing in is only half done; nobody is sent to the login page."""
    token = request.cookies.get(SESSION_COOKIE)
    found = accounts.session_actor(session, token) if token else None
    if found is None:
        raise NotSignedIn("not-signed-in")
    if LANGUAGE_COOKIE not in request.cookies:
        request.state.language = found.language
    return found


Visitor = Annotated[SessionInfo, Depends(get_visitor)]


@router.get("/login")
def show_login(request: Request, session: LoginDb, next: str = "/") -> Response:
    """Ask for e-mail address and password; who is halfway goes on from there."""
    try:
        visitor = get_visitor(request, session)
    except NotSignedIn:
        return page(request, "login/index.html", _login_form(request, "", next))
    return see_other(_onward(visitor, next))


@router.post("/login")
def sign_in(
    request: Request,
    session: LoginDb,
    email: Typed = "",
    password: Typed = "",
    next_: Next = "/",
    carried: Typed = "",
) -> Response:
    """Check e-mail address and password, and go on to the second factor."""
    try:
        token = accounts.sign_in(session, email, password, place_of(request))
    except REFUSALS as refused:
        form = _login_form(request, email, next_) | {"carried": carried}
        return again(request, session, refused, "login/index.html", form)
    if carried:
        # Not a redirect: what was typed before the session ended travels in the pages themselves.
        return keep(
            page(request, "login/second_factor.html", {"next": local(next_), "carried": carried}), token
        )
    return keep(see_other(_with_next("/login/second-factor", next_)), token)


@router.post("/login/demo")
def sign_in_as_demo(
    request: Request, session: LoginDb, email: Typed = "", next_: Next = "/", carried: Typed = ""
) -> Response:
    """Sign in as one of the made-up people; exists in the demo only."""
    if email not in {person["email"] for person in demo_people(request)}:
        raise NotFound
    token = accounts.open_demo_session(session, email, place_of(request))
    if carried:
        owner = accounts.session_actor(session, token)
        return keep(set_down(request, carried, owner.actor_id if owner else None, local(next_)), token)
    return keep(see_other(local(next_)), token)


@router.get("/login/second-factor")
def show_second_factor(request: Request, visitor: Visitor, next: str = "/") -> Response:
    """Ask for a code of the app or a recovery code; who has no second factor yet enrols first."""
    if visitor.second_factor_at is not None or not visitor.enrolled:
        return see_other(_onward(visitor, next))
    return page(request, "login/second_factor.html", {"next": local(next), "carried": ""})


@router.post("/login/second-factor")
def pass_second_factor(
    request: Request,
    session: LoginDb,
    visitor: Visitor,
    code: Typed = "",
    next_: Next = "/",
    carried: Typed = "",
) -> Response:
    """Complete signing in."""
    try:
        token = accounts.pass_second_factor(session, visitor, code)
    except REFUSALS as refused:
        form = {"next": local(next_), "carried": carried}
        return again(request, session, refused, "login/second_factor.html", form)
    target = _with_next("/account/password", next_) if visitor.must_change else local(next_)
    if carried:
        return keep(set_down(request, carried, visitor.actor_id, target), token)
    return keep(see_other(target), token)


@router.get("/login/enrol")
def show_enrolment(request: Request, session: LoginDb, visitor: Visitor) -> Response:
    """Show the QR code for the authenticator app; for a new app this needs a fresh second factor."""
    try:
        return page(request, "login/enrol.html", _enrolment(session, visitor))
    except NotAllowed:
        complete = visitor.second_factor_at is not None
        return see_other("/login/step-up?next=/login/enrol" if complete else "/login/second-factor")


@router.post("/login/enrol")
def enrol(request: Request, session: LoginDb, visitor: Visitor, code: Typed = "") -> Response:
    """Take the authenticator app into use, and show the recovery codes this once."""
    try:
        done = accounts.confirm_enrolment(session, visitor, code)
    except REFUSALS as refused:
        return again(request, session, refused, "login/enrol.html", _enrolment(session, visitor))
    return keep(page(request, "login/recovery_codes.html", {"codes": done.recovery_codes}), done.token)


@router.get("/login/secrecy")
def show_secrecy(request: Request, session: LoginDb, visitor: Visitor, next: str = "/") -> Response:
    """The secrecy statement to read and confirm, before anything else (WGS 1.11)."""
    if not visitor.proven or visitor.secrecy_confirmed:
        return see_other(_onward(visitor, next))
    return page(request, "login/secrecy.html", _secrecy(request, session, next))


@router.post("/login/secrecy")
def confirm_secrecy(
    request: Request,
    session: LoginDb,
    visitor: Visitor,
    version: Typed = "",
    secrecy: Typed = "",
    next_: Next = "/",
) -> Response:
    """Record that the statement was read and is confirmed."""
    if not visitor.proven:
        return see_other(_onward(visitor, next_))
    try:
        accounts.confirm_secrecy(session, visitor.actor_id, version, read=bool(secrecy))
    except Invalid as refused:
        return again(request, session, refused, "login/secrecy.html", _secrecy(request, session, next_))
    return see_other(local(next_))


@router.get("/enrolment")
def show_start(request: Request) -> Response:
    """Ask for the code with which somebody chooses a password; a code in the address would end up in logs."""
    return page(request, "login/start.html", {"code": ""})


@router.post("/enrolment")
def start(
    request: Request, session: LoginDb, code: Typed = "", password: Typed = "", repeated: Typed = ""
) -> Response:
    """Choose a password with the code of the functional administrator, and go on to the second factor."""
    try:
        if password != repeated:
            raise Invalid(Problem("passwords-differ", "/repeated"))
        token = accounts.redeem_enrolment(session, code, password, place_of(request))
    except REFUSALS as refused:
        return again(request, session, refused, "login/start.html", {"code": code})
    return keep(see_other("/login/second-factor"), token)


@router.get("/login/step-up")
def show_step_up(request: Request, _visitor: Visitor, next: str = "/account") -> Response:
    """Ask for the second factor again, before something about one's own account changes."""
    return page(request, "login/step_up.html", {"next": local(next)})


@router.post("/login/step-up")
def step_up(
    request: Request, session: LoginDb, visitor: Visitor, code: Typed = "", next_: Next = "/account"
) -> Response:
    """Note that the second factor was given again."""
    try:
        token = accounts.step_up(session, visitor, code)
    except (Invalid, TooMany) as refused:
        return again(request, session, refused, "login/step_up.html", {"next": local(next_)})
    return keep(see_other(local(next_)), token)


@router.post("/sign-out")
def sign_out(request: Request, session: LoginDb) -> Response:
    """End the session; also when it had ended already."""
    token = request.cookies.get(SESSION_COOKIE)
    found = accounts.session_actor(session, token) if token else None
    if found is not None:
        accounts.revoke(session, found.actor_id, found.id)
    answer = see_other("/login")
    answer.delete_cookie(SESSION_COOKIE, path="/", secure=True, httponly=True, samesite="lax")
    return answer


@router.post("/language")
def choose_language(to: Typed = "nl", next_: Next = "/") -> Response:
    """Remember the language of this browser."""
    answer = see_other(local(next_))
    if to in LANGUAGES:
        answer.set_cookie(
            LANGUAGE_COOKIE, to, max_age=YEAR, path="/", secure=True, httponly=True, samesite="lax"
        )
    return answer


def sign_in_again(request: Request, left: Left) -> Response:
    """The session ended while somebody typed: the page to sign in again, which holds what was typed."""
    if "hx-request" in request.headers and request.url.path == "/drafts":
        return fragment(request, "drafts/_said.html", {"problem": "", "at": None, "over": None}, status=401)
    context = _login_form(request, "", "/drafts") | {"carried": pack(request.url.path, left)}
    answer = page(request, "login/index.html", context, block="main", status=401)
    answer.headers.update({"HX-Retarget": "#main", "HX-Reswap": "outerHTML show:#main:top"})
    return answer


def place_of(request: Request) -> Place:
    """From where the request came; the address is the client's own once the proxies are trusted."""
    return Place(request.client.host if request.client else "", request.headers.get("user-agent", ""))


def keep(response: Response, token: str) -> Response:
    """Give the browser its new token; without a lifetime, so it goes when the browser closes."""
    response.set_cookie(SESSION_COOKIE, token, path="/", secure=True, httponly=True, samesite="lax")
    return response


def again(
    request: Request,
    session: Session,
    refused: DomainError,
    template: str,
    context: dict[str, Any],
) -> Response:
    """The form once more with what is wrong beside each field, and the status that goes with it."""
    session.rollback()
    statuses = {Invalid: 400, NotSignedIn: 401, TooMany: 429}
    answer = page(
        request,
        template,
        {**context, "problems": sentences(request, refused)},
        status=statuses[type(refused)],
    )
    if isinstance(refused, TooMany):
        answer.headers["Retry-After"] = str(refused.facts["retry_after"])
    return answer


def local(target: str) -> str:
    """The address to go on to, if it is one of ours; browsers read a backslash as a slash."""
    ours = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return target if ours else "/"


def _login_form(request: Request, email: str, next_: str) -> dict[str, Any]:
    return {"email": email, "next": local(next_), "groups": groups(demo_people(request)), "carried": ""}


def _enrolment(session: Session, visitor: SessionInfo) -> dict[str, Any]:
    shown = accounts.begin_enrolment(session, visitor)
    session.commit()
    return {"secret": shown.secret, "qr": shown.qr}


def _secrecy(request: Request, session: Session, next_: str) -> dict[str, Any]:
    statement = accounts.secrecy_statement(session)
    return {
        "paragraphs": statement.paragraphs(language_of(request)),
        "version": statement.version,
        "next": local(next_),
    }


def _onward(visitor: SessionInfo, next_: str) -> str:
    """What is still missing, or else where somebody was going."""
    if visitor.second_factor_at is None:
        return _with_next("/login/second-factor", next_) if visitor.enrolled else "/login/enrol"
    if visitor.must_change:
        return _with_next("/account/password", next_)
    return local(next_) if visitor.secrecy_confirmed else _with_next("/login/secrecy", next_)


def _with_next(path: str, next_: str) -> str:
    target = local(next_)
    return path if target == "/" else f"{path}?next={quote(target, safe='/')}"
