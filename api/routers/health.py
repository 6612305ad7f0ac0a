"""Whether this process lives, and whether it can work. For load balancers; says nothing about the inside."""

from fastapi import APIRouter, Request
from sqlalchemy import text

from api.deps import database_of, once_more

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


def _ask(request: Request) -> None:
    with database_of(request).engine("app").connect() as connection:
        connection.execute(text("select 1"))
