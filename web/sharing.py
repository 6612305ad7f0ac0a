"""Who may see what (wie mag wat zien): the whole matrix on one page; and of one record, why it is seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.deps import ActorDep, Db
from domain.administration import entries
from domain.process import Step
from domain.sharing import Basis, CategoryView, Matrix, MatrixLine, RuleView, basis, categories, matrix, rules
from web.render import gettext_of, page

router = APIRouter(include_in_schema=False)

# In the order of the process: who brings in, who tests, who directs, who is asked, who carries out.
PARTS = (
    "reporter",
    "preparation",
    "riec",
    "municipality",
    "partner",
    "asker",
    "asked",
    "assignee",
    "invited",
)


@dataclass
class Sheet:
    """What one part may see at most: per category, step -> level."""

    part: str
    compartment: str
    steps: list[str]
    grounds: list[str]
    since: date
    rows: list[tuple[CategoryView, dict[str, MatrixLine]]] = field(default_factory=list)


@dataclass(frozen=True)
class Narrowing:
    """Kinds of owner that share a category with kinds of recipient only; nothing is every kind."""

    owners: Sequence[str]
    recipients: Sequence[str]
    steps: Sequence[str]
    excepted: Sequence[str]


@router.get("/sharing")
def show(request: Request, session: Db, actor: ActorDep) -> Response:
    """The matrix as it stands today, of every part or of one."""
    found = matrix(session, actor)
    all_of_them = sheets(found)
    wanted = request.query_params.get("part", "")
    shown = {
        "sheets": [one for one in all_of_them if wanted in ("", one.part)] or all_of_them,
        "parts": list(dict.fromkeys(one.part for one in all_of_them)),
        "part": wanted,
        "opened": bool(wanted) or "all" in request.query_params,
        "categories": found.categories,
        "kinds": entries(session, "organisation-kinds"),
        "narrowed": narrowings(rules(session, actor)),
    }
    return page(request, "sharing/index.html", shown)


@router.get("/why/{record_id}")
def why(request: Request, session: Db, actor: ActorDep, record_id: UUID) -> Response:
    """Why the one who asks sees this record: whose it is, on which ground, until when."""
    found = basis(session, actor, record_id)
    shown = {"basis": found, "categories": categories(session), "place": _back(request, found)}
    return page(request, "sharing/why.html", shown)


def _back(request: Request, found: Basis) -> tuple[str, str] | None:
    """The page on which the record stands, where it has one."""
    _ = gettext_of(request)
    places = {
        "signal": ("/signals", _("The signal")),
        "case": ("/cases", _("The case")),
        "subject": ("/subjects", _("The subject")),
        "request": ("/requests", _("The question")),
    }
    if found.kind == "interventions":
        return f"/interventions/{found.id}", _("The intervention")
    if found.scope_kind not in places:
        return None
    href, words = places[found.scope_kind]
    return f"{href}/{found.scope_id}", words


def sheets(found: Matrix) -> list[Sheet]:
    """One table for each part in each box; what is in none of them is shared with nobody."""
    keys = {(line.compartment, line.part) for line in found.items}
    return [_sheet(found, *key) for key in sorted(keys, key=lambda key: (key[0], _place(key[1], PARTS)))]


def _sheet(found: Matrix, compartment: str, part: str) -> Sheet:
    lines = [line for line in found.items if (line.compartment, line.part) == (compartment, part)]
    levels = {(line.category, line.step): line for line in lines}
    # A meeting has a step of its own, outside the process.
    steps = sorted({line.step for line in lines}, key=lambda step: _place(step, [*Step]))
    rows = [
        (category, {step: levels[category.code, step] for step in steps if (category.code, step) in levels})
        for category in found.categories
    ]
    return Sheet(
        part,
        compartment,
        steps,
        sorted({line.ground for line in lines}),
        min(line.valid_from for line in lines),
        [(category, seen) for category, seen in rows if seen],
    )


def narrowings(given: Sequence[RuleView]) -> dict[str, list[Narrowing]]:
    """Of each category that is not shared as far as the law allows: between whom it is."""
    found: dict[str, dict[tuple[str | None, str | None], list[RuleView]]] = {}
    for one in given:
        if one.in_force:
            found.setdefault(one.category, {}).setdefault((one.owner_kind, one.step), []).append(one)
    return {
        category: _alike(groups)
        for category, groups in found.items()
        if not any(
            (one.owner_kind, one.recipient_kind, one.step) == (None, None, None) and not one.exceptions
            for rules_of in groups.values()
            for one in rules_of
        )
    }


def _alike(groups: Mapping[tuple[str | None, str | None], Sequence[RuleView]]) -> list[Narrowing]:
    """Owners that share with the same recipients, together."""
    merged: dict[tuple[tuple[str, ...], str | None, tuple[str, ...]], list[str]] = {}
    for (owner, step), given in groups.items():
        recipients = tuple(sorted(one.recipient_kind or "" for one in given))
        excepted = tuple(sorted({x.organisation for one in given for x in one.exceptions}))
        merged.setdefault((recipients, step, excepted), []).append(owner or "")
    return [
        Narrowing(
            [one for one in owners if one],
            [one for one in recipients if one],
            [step] if step else [],
            excepted,
        )
        for (recipients, step, excepted), owners in merged.items()
    ]


def _place(code: str, order: Sequence[str]) -> int:
    return order.index(code) if code in order else len(order)
