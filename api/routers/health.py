"""Whether this process lives, whether it can work, and whom to tell about a hole; nothing about the inside."""

from datetime import UTC, datetime, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse
from sqlalchemy import text

from api.deps import database_of, once_more
from api.settings import Settings

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(request: Request) -> dict[str, str]:
    """The process and its database answer; 503 when the latter does not."""
    once_more(lambda: _ask(request))
    return {"status": "ok"}


@router.get("/.well-known/security.txt")
async def security_txt(request: Request) -> PlainTextResponse:
    """Whom to tell about a hole (RFC 9116); made anew each time, so that it never expires by neglect."""
    settings: Settings = request.app.state.settings
    expires = datetime.now(UTC).replace(microsecond=0) + timedelta(days=90)
    return PlainTextResponse(
        f"Contact: {settings.security_contact}\n"
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}\n"
        "Preferred-Languages: nl, en\n"
        f"Canonical: {settings.public_url.rstrip('/')}/.well-known/security.txt\n"
        f"Policy: {settings.public_url.rstrip('/')}/help/security\n"
    )


def _ask(request: Request) -> None:
    with database_of(request).engine("app").connect() as connection:
        connection.execute(text("select 1"))
