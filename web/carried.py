"""What somebody was typing when the session ended, taken along through signing in again.

It travels in the pages themselves: nothing is kept on the server as long as nobody is signed in, and nothing in the
browser's storage. Who has signed in finds it as a draft, so it never comes back as an act.
"""

import base64
import json
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.exc import DBAPIError

from api.deps import actor_of
from api.problems import TYPED_BY, Left
from db.session import who
from domain import drafts
from domain.drafts import Fields
from domain.errors import DomainError
from web.render import gettext_of, see_other


def pack(address: str, left: Left) -> str:
    """A form, as the text of one hidden field. What was to be kept as a draft belongs to the form it names."""
    fields = {name: values for name, values in left.items() if name != "draft"}
    wanted = "".join(left.get("draft", [])) or address
    return base64.urlsafe_b64encode(json.dumps({"address": wanted, "fields": fields}).encode()).decode()


def set_down(request: Request, carried: str, actor_id: UUID | None, target: str) -> Response:
    """Keep it as a draft of the one who typed it, and go on; who is somebody else never sees it."""
    _ = gettext_of(request)
    found = _unpacked(carried)
    if found is None:
        return see_other(target)
    address, fields, typed_by = found
    if typed_by != actor_id:
        return see_other("/", _("You signed in as somebody else. What was typed before is not shown to you."))
    with request.app.state.database.session_for(actor_id) as session:
        try:
            drafts.save(session, actor_of(who(session)), address, fields)
            session.commit()
        except (DomainError, DBAPIError):
            return see_other(target, _("You are signed in again. What you typed could not be kept."))
    return see_other(target, _("You are signed in again. What you typed is kept: go on with it here."))


def _unpacked(carried: str) -> tuple[str, Fields, UUID] | None:
    """Address, fields and who typed them; None for what we did not pack."""
    try:
        left = json.loads(base64.urlsafe_b64decode(carried))
        fields = {str(name): [str(value) for value in values] for name, values in left["fields"].items()}
        return str(left["address"]), fields, UUID(fields.pop(TYPED_BY)[0])
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return None
