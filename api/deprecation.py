"""Marking an operation of the API as going away, so that its users hear of it in each answer (docs/api.md).

    @router.get("/old", dependencies=[deprecated(since=date(2027, 3, 1), sunset=date(2028, 3, 1), guide="old")])

The OpenAPI document then says so too. RFC 9745 (Deprecation), RFC 8594 (Sunset) and RFC 8288 (Link).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from typing import Final, cast

from fastapi import Depends, Request
from fastapi.params import Depends as Dependency

from api.middleware import say

NOTICE: Final = timedelta(days=365)
"""What is announced today works at least this much longer."""

GUIDE: Final = "/help/api"


@dataclass(frozen=True)
class Deprecated:
    """Since when an operation is discouraged, when it ends, and where in the guide stands what to do instead."""

    since: date
    sunset: date
    guide: str

    def __post_init__(self) -> None:
        if self.sunset < self.since + NOTICE:
            raise ValueError(f"an operation is announced at least {NOTICE.days} days before it ends")

    async def __call__(self, request: Request) -> None:
        say(request, self.headers())

    def headers(self) -> dict[str, str]:
        """What each answer of the operation carries, refusals too."""
        guide = f"{GUIDE}#{self.guide}"
        return {
            "Deprecation": f"@{int(_midnight(self.since).timestamp())}",
            "Sunset": format_datetime(_midnight(self.sunset), usegmt=True),
            "Link": f'<{guide}>; rel="deprecation"; type="text/html", <{guide}>; rel="sunset"; type="text/html"',
        }


def deprecated(*, since: date, sunset: date, guide: str) -> Dependency:
    """For the `dependencies` of an operation; `guide` is the heading in docs/api.md."""
    return cast(Dependency, Depends(Deprecated(since, sunset, guide)))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
