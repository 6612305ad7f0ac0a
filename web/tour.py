"""The tour (rondleiding) of the demo region, and its made-up people; outside the demo neither exists."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from domain.actor import StaffRole
from domain.errors import NotFound
from web.docs import WITH_MENU
from web.i18n import N_
from web.render import page

router = APIRouter(include_in_schema=False)

Person = dict[str, Any]

# Who holds several roles stands with the first of these.
_GROUPS: Final = (
    (N_("Administer"), {StaffRole.FUNCTIONAL_ADMINISTRATOR}),
    (
        N_("Guard privacy and lawfulness"),
        {StaffRole.PRIVACY_OFFICER, StaffRole.COORDINATING_DPO, StaffRole.AUDITOR},
    ),
    (N_("Lead the case meeting"), {StaffRole.CHAIR}),
    (N_("Assess signals and build dossiers"), {StaffRole.PREPARATION, StaffRole.ANALYST}),
    (N_("Manage cases for a municipality"), {StaffRole.CASE_MANAGER}),
    (N_("Report signals"), {StaffRole.REPORTER}),
    (N_("Decide for a partner"), {StaffRole.MANDATE_HOLDER}),
    (N_("Answer questions for a partner"), {StaffRole.HANDLER}),
)

# As somebody new would want to meet them: along the way a signal goes.
_SHOWN: Final = (5, 3, 7, 6, 4, 2, 1, 0)


@dataclass(frozen=True)
class Group:
    """Made-up people who do the same work."""

    title: str
    people: list[Person]


@router.get("/tour", dependencies=WITH_MENU)
def show_tour(request: Request) -> Response:
    """Who to be in order to see what, with a door to each of it."""
    people = demo_people(request)
    if not people:
        raise NotFound
    known = {person["email"].split("@")[0]: person for person in people}
    return page(
        request,
        "tour/index.html",
        {"known": known, "places": _places(request), "groups": groups(people), "next": "/", "carried": ""},
    )


def demo_people(request: Request) -> list[Person]:
    """The made-up people who may be chosen on the login page; nobody outside the demo."""
    lists = (rows for rows in _written(request, "demo-accounts.json").values() if isinstance(rows, list))
    return [row for rows in lists for row in rows if isinstance(row, dict) and row.get("email")]


def groups(people: list[Person]) -> list[Group]:
    """These people by the work they do."""
    found: list[list[Person]] = [[] for _ in _GROUPS]
    for person in people:
        roles = set(person.get("roles", ()))
        place = next((n for n, (_, some) in enumerate(_GROUPS) if roles & some), len(_GROUPS) - 1)
        found[place].append(person)
    return [Group(_GROUPS[place][0], found[place]) for place in _SHOWN if found[place]]


def _places(request: Request) -> dict[str, str]:
    """Where the things of the story stand in the portal."""
    return _written(request, "demo-places.json")


def _written(request: Request, name: str) -> dict[str, Any]:
    """What the demo wrote down about itself."""
    settings = request.app.state.settings
    path = Path(settings.data_dir) / name
    if not settings.demo or not path.exists():
        return {}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
