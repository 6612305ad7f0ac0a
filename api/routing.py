"""Which routers a request is shown to: those alone that have an address which begins like its own."""

from collections.abc import Iterator
from typing import Any, Final

from fastapi import APIRouter, FastAPI
from fastapi.routing import RouteContext, iter_route_contexts
from starlette.routing import Match
from starlette.types import Scope

ANY: Final = "{"
"""How a name begins for which anything may stand."""


class Hall(APIRouter):
    """A router behind a door with names on it: the first words of its addresses.

    The framework tries every address of every router, and again at each level of routers: for six hundred
    addresses one to three milliseconds of each request. Behind doors that is a look in a set for each router.
    """

    def __init__(self, router: APIRouter, prefix: str = "") -> None:
        super().__init__()
        self.include_router(router)
        self._prefix = prefix
        self._names = frozenset(_first(one.path or "") for one in iter_route_contexts(router.routes))
        self._for_any = any(name.startswith(ANY) for name in self._names)

    def has(self, path: str) -> bool:
        """Whether an address that begins like this one may be behind the door."""
        if not path.startswith(self._prefix):
            return False
        return self._for_any or _first(path[len(self._prefix) :]) in self._names

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """What any router says of a request, when its name is on the door."""
        if self.has(asked(scope)):
            return super().matches(scope)
        return Match.NONE, {}


def asked(scope: Scope) -> str:
    """The address within this application, which a proxy may have put in a folder."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def near(app: FastAPI, scope: Scope) -> Iterator[RouteContext]:
    """The routes of the app that may answer this request, whatever its method."""
    path = asked(scope)
    for route in app.routes:
        router: Any = getattr(route, "original_router", None)
        if not isinstance(router, Hall) or router.has(path):
            yield from iter_route_contexts([route])


def _first(path: str) -> str:
    return path.split("/", 2)[1] if path.startswith("/") else ""
