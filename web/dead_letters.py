"""Dead letters: what could not be handed on, for the administrator to try again or let go."""

from fastapi import APIRouter, Request, Response

from api.deps import ActorDep, Db, attempt
from domain import events
from domain.events import LetGo
from web.forms import Form, Typed, status_of
from web.render import gettext_of, page, see_other

router = APIRouter(prefix="/administration/dead-letters", include_in_schema=False)

HERE = "/administration/dead-letters"


@router.get("")
def show(request: Request, session: Db, actor: ActorDep) -> Response:
    """What could not be handed on: of what kind, since when, how often tried, and what kind of error."""
    shown = {
        "letters": events.dead_letters(session, actor),
        "mails": request.app.state.settings.sends_mail,
        "typed": Typed(),
        "refused": "",
    }
    return page(request, "notices/dead_letters.html", shown)


@router.post("/{letter_id}/attempts")
def try_again(request: Request, session: Db, actor: ActorDep, letter_id: str) -> Response:
    """Try one again."""
    events.try_again(session, actor, letter_id)
    _ = gettext_of(request)
    return see_other(HERE, _("It is tried again."))


@router.post("/{letter_id}/dismissals")
def let_go(request: Request, session: Db, actor: ActorDep, letter_id: str, typed: Form) -> Response:
    """Let one go, with a reason."""
    with attempt(session) as tried:
        events.let_go(session, actor, letter_id, typed.shape(LetGo))
        _ = gettext_of(request)
        return see_other(HERE, _("It is let go."))
    shown = {
        "letters": events.dead_letters(session, actor),
        "mails": request.app.state.settings.sends_mail,
        "typed": typed,
        "refused": letter_id,
        "problems": typed.problems(request, tried.refused),
    }
    return page(request, "notices/dead_letters.html", shown, status=status_of(tried.refused))
