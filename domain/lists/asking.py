"""What can be asked of each list: codes, dates and ids, never free text, since all of it stands in an address.

Fields are what the API takes as query parameters, what a page has as a form and what a saved filter keeps.
Several values of one field widen, several fields narrow.
"""

from collections.abc import Sequence
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import Field

from domain.shapes import Code, Day, Shape

SignalStatus = Literal["submitted", "sent_back", "taken_up", "handed_over", "rejected"]
Urgency = Literal["none", "soon", "danger"]
CaseStep = Literal["dossier", "weighing", "assignment", "execution", "evaluation", "closed"]
ThingKind = Literal["person", "organisation", "address", "vehicle", "phone", "account"]
SubjectRole = Literal[
    "perpetrator", "victim", "perpetrator_victim", "facilitator", "witness", "none", "unknown"
]
SubjectStatus = Literal[
    "added",
    "ready_for_weighing",
    "approach_decided",
    "back_to_dossier",
    "handed_over",
    "no_further_action",
]
RequestStatus = Literal[
    "asked", "provided", "nothing_known", "refused", "not_competent", "no_objection", "consents", "objects"
]
InterventionStatus = Literal["proposed", "accepted", "refused", "deferred", "in_progress", "completed"]
Direction = Literal["to_us", "by_us", "others"]

MOST_VALUES: Final = 60
LATEST: Final = "-lastActivityAt"
"""The order a list has by itself: what was active last comes first."""

Municipalities = Annotated[
    Sequence[Code],
    Field(max_length=MOST_VALUES, description="Gemeente: CBS codes", examples=[["GM0361"]]),
]
Districts = Annotated[
    Sequence[Code],
    Field(max_length=MOST_VALUES, description="Basisteam of district", examples=[["kennemerland"]]),
]
Organisations = Annotated[Sequence[UUID], Field(max_length=MOST_VALUES)]
Steps = Annotated[
    Sequence[CaseStep], Field(max_length=MOST_VALUES, description="Stap", examples=[["weighing"]])
]


class Asked(Shape):
    """Which part of a list."""

    cursor: str | None = Field(
        default=None, max_length=200, description="Cursor: where the previous page ended, as its `next` said."
    )
    limit: int = Field(default=50, ge=1, le=100, description="Aantal: how many at most.")
    sort: str = Field(default=LATEST, description="Volgorde")


class SignalsAsked(Asked):
    """Which signals, and in which order."""

    status: Sequence[SignalStatus] = Field(
        default=(), max_length=MOST_VALUES, description="Status", examples=[["submitted", "sent_back"]]
    )
    form: Sequence[Code] = Field(
        default=(),
        max_length=MOST_VALUES,
        description="Vorm van uitbuiting: codes from the catalogue",
        examples=[["AU"]],
    )
    municipality: Municipalities = ()
    district: Districts = ()
    reported_by: Organisations = Field(default=(), description="Bronhouder: ids of reporting organisations")
    urgency: Sequence[Urgency] = Field(
        default=(), max_length=MOST_VALUES, description="Spoed", examples=[["danger"]]
    )
    reported_from: Day | None = Field(
        default=None, description="Gemeld vanaf: that day included", examples=["2026-10-01"]
    )
    reported_until: Day | None = Field(
        default=None, description="Gemeld tot en met: that day included", examples=["2026-12-31"]
    )
    own: bool | None = Field(default=None, description="Eigen: only those your organisation reported")
    sort: Literal["-lastActivityAt", "lastActivityAt", "-reportedAt", "reportedAt", "-urgency", "urgency"] = (
        Field(default=LATEST, description="Volgorde: a minus puts the last or the most pressing first")
    )


class CasesAsked(Asked):
    """Which cases, and in which order."""

    step: Steps = ()
    state: Sequence[Literal["open", "closed"]] = Field(
        default=(), max_length=2, description="Toestand: open or closed", examples=[["open"]]
    )
    municipality: Municipalities = ()
    district: Districts = ()
    phase: Sequence[Literal["1", "2", "3"]] = Field(
        default=(), max_length=3, description="Fase: the highest data phase that is open", examples=[["2"]]
    )
    manager: Sequence[UUID | Literal["none"]] = Field(
        default=(),
        max_length=MOST_VALUES,
        description="Casemanager: ids of people, or `none` for cases without one",
        examples=[["none"]],
    )
    opened_from: Day | None = Field(
        default=None, description="Geopend vanaf: that day included", examples=["2026-10-01"]
    )
    opened_until: Day | None = Field(
        default=None, description="Geopend tot en met: that day included", examples=["2026-12-31"]
    )
    sort: Literal["-lastActivityAt", "lastActivityAt", "-openedAt", "openedAt", "-step", "step"] = Field(
        default=LATEST, description="Volgorde: a minus turns it round"
    )


class SubjectsAsked(Asked):
    """Which subjects, and in which order."""

    step: Steps = ()
    kind: Sequence[ThingKind] = Field(
        default=(), max_length=MOST_VALUES, description="Soort", examples=[["person"]]
    )
    role: Sequence[SubjectRole] = Field(
        default=(), max_length=MOST_VALUES, description="Rol, possible until decided", examples=[["victim"]]
    )
    status: Sequence[SubjectStatus] = Field(
        default=(), max_length=MOST_VALUES, description="Status", examples=[["ready_for_weighing"]]
    )
    municipality: Municipalities = ()
    district: Districts = ()
    sort: Literal["-lastActivityAt", "lastActivityAt", "-step", "step", "name", "-name"] = Field(
        default=LATEST, description="Volgorde: a minus turns it round; names by surname"
    )


class RequestsAsked(Asked):
    """Which questions to partners, and in which order."""

    direction: Sequence[Direction] = Field(
        default=(),
        max_length=3,
        description="Richting: to us, by us, or between others",
        examples=[["to_us"]],
    )
    status: Sequence[RequestStatus] = Field(
        default=(), max_length=MOST_VALUES, description="Status", examples=[["asked"]]
    )
    overdue: bool | None = Field(default=None, description="Te laat: not answered in time")
    due_before: Day | None = Field(default=None, description="Antwoord vóór", examples=["2026-12-31"])
    partner: Organisations = Field(default=(), description="Gevraagde: ids of organisations that are asked")
    sort: Literal["-lastActivityAt", "lastActivityAt", "-dueOn", "dueOn", "-askedAt", "askedAt"] = Field(
        default=LATEST, description="Volgorde: a minus turns it round"
    )


class InterventionsAsked(Asked):
    """Which interventions, and in which order."""

    status: Sequence[InterventionStatus] = Field(
        default=(), max_length=MOST_VALUES, description="Status", examples=[["proposed"]]
    )
    kind: Sequence[Code] = Field(
        default=(),
        max_length=MOST_VALUES,
        description="Soort interventie: codes from the catalogue",
        examples=[["BM08"]],
    )
    partner: Organisations = Field(default=(), description="Partner: ids of organisations")
    overdue: bool | None = Field(default=None, description="Te laat: not ready in time")
    due_before: Day | None = Field(default=None, description="Gereed vóór", examples=["2026-12-31"])
    sort: Literal["-lastActivityAt", "lastActivityAt", "-dueOn", "dueOn", "-proposedAt", "proposedAt"] = (
        Field(default=LATEST, description="Volgorde: a minus turns it round")
    )
