"""The board of the preparation team: by urgency and age, and from each signal to its own decision."""

from typing import Any, Final

from fastapi import APIRouter, Request, Response

from api.deps import ActorDep, Db
from domain import catalogue, detection
from domain.calendar import today
from domain.detection import BoardAsked, BoardLine
from web.render import page

router = APIRouter(prefix="/board", include_in_schema=False)

SECTIONS: Final = ("danger", "soon", "none", "sent_back")
"""What waits for its reporter stands apart: nothing can be decided on it now."""


@router.get("")
def show(request: Request, session: Db, actor: ActorDep, municipality: str = "", form: str = "") -> Response:
    """What there is to decide on, or that of one municipality or form."""
    on = today()
    forms, municipalities = catalogue.forms(session, on), catalogue.municipalities(session, on)
    asked = BoardAsked(
        municipality=municipality if municipality in {one.code for one in municipalities} else None,
        form=form if form in {one.code for one in forms} else None,
    )
    found = detection.board(session, actor, asked)
    shown: dict[str, Any] = {
        "board": found,
        "sections": [(name, lines) for name in SECTIONS if (lines := _of(found.items, name))],
        # A little more than the norm fits in the picture; what is older fills it.
        "scale": 2 * (found.norm or 10),
        "asked": asked,
        "forms": forms,
        "municipalities": municipalities,
    }
    return page(request, "board/show.html", shown)


def _of(items: Any, section: str) -> list[BoardLine]:
    return [one for one in items if section == ("sent_back" if one.status == "sent_back" else one.urgency)]
