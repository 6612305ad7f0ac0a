"""The five lists: for each what a line holds, what it can be asked, and in which orders it can stand."""

from collections.abc import Mapping
from typing import Final

from domain import catalogue
from domain.lists.asking import (
    CasesAsked,
    InterventionsAsked,
    RequestsAsked,
    SignalsAsked,
    SubjectsAsked,
)
from domain.lists.describing import (
    Column,
    Filter,
    Listing,
    among,
    as_text,
    at_moment,
    by_name,
    kinds,
    municipality,
    name_of,
    numbers,
    on_day,
    rank,
    since,
    sorts,
    status_of,
    through,
)
from domain.naming import called
from domain.process import Step

_STEPS: Final = tuple(step.value for step in Step)

_SIGNAL_STATUS: Final = status_of("s.id", "s.id", "submitted")
SIGNALS: Final = Listing(
    name="signals",
    kind="signal",
    shape=SignalsAsked,
    columns=f"""s.id, s.number, s.form, s.place, s.municipality_code, s.urgency, s.owner_id, s.created_at, p.step,
       s.protection is not null as source_protected, {name_of("s.owner_id")} as owner, {_SIGNAL_STATUS} as status""",
    tables="signals s on s.scope_id = p.id",
    shows=(
        Column("number", leads=("signals", "id")),
        Column("form", "form"),
        Column("place"),
        Column("municipality_code", "municipality"),
        Column("owner"),
        Column("created_at", "day", sort="reportedAt"),
        Column("status", "signal_status"),
        Column("urgency", "urgency", sheet_only=True),
    ),
    filters={
        "status": among("signal_status", _SIGNAL_STATUS),
        "form": among("form", "s.form", catalogue.indicator_groups),
        **municipality("s.municipality_code"),
        "reported_by": among("organisation", "s.owner_id"),
        "urgency": among("urgency", "s.urgency"),
        "reported_from": Filter("day", "s.created_at >= :{name}", since),
        "reported_until": Filter("day", "s.created_at < :{name}", through),
        "own": Filter("yes", "(s.owner_id = :organisation) = :{name}"),
    },
    sorts=sorts(reportedAt=at_moment("s.created_at"), urgency=rank(("none", "soon", "danger"), "s.urgency")),
    facet="status",
    counted=_SIGNAL_STATUS,
)

_MANAGER: Final = "(select n.manager_id from namings n where n.scope_id = k.id and n.case_id = k.id order by n.id desc limit 1)"
CASES: Final = Listing(
    name="cases",
    kind="case",
    shape=CasesAsked,
    columns=f"""k.id, k.number, k.title, k.municipality_code, k.created_at, p.step, p.phase, p.sealed,
       (select a.name from actors a where a.id = {_MANAGER}) as manager, k.manager_due_on""",  # noqa: S608
    tables="cases k on k.id = p.id",
    shows=(
        Column("title", leads=("cases", "id")),
        Column("number"),
        Column("municipality_code", "municipality"),
        Column("step", "step", sort="step"),
        Column("phase", "number"),
        Column("manager"),
        Column("created_at", "day", sort="openedAt"),
        Column("moment", "day", sort="lastActivityAt"),
    ),
    filters={
        "step": among("step", "p.step"),
        "state": among("case_state", f"case p.step when '{Step.CLOSED}' then 'closed' else 'open' end"),
        **municipality("k.municipality_code"),
        "phase": Filter("phase", "p.phase = any(:{name})", numbers),
        "manager": Filter("manager", f"coalesce({_MANAGER}::text, 'none') = any(:{{name}})", as_text),
        "opened_from": Filter("day", "k.created_at >= :{name}", since),
        "opened_until": Filter("day", "k.created_at < :{name}", through),
    },
    sorts=sorts(openedAt=at_moment("k.created_at"), step=rank(_STEPS, "p.step")),
    facet="step",
    counted="p.step",
)

_NAME_PARTS: Final = ("given_names", "prefix", "surname", "partner_prefix", "partner_surname")
_SUBJECT_STATUS: Final = status_of("p.id", "p.id", "added")
# What is not shared with the one who asks still stands in a step: that much is known to who takes part.
SUBJECTS: Final = Listing(
    name="subjects",
    kind="subject",
    shape=SubjectsAsked,
    columns=f"""p.id, c.parent_id as case_id, p.step, s.id is not null as shared, s.kind, s.role,
       {called("s")} as name, {_SUBJECT_STATUS} as status,
       s.name as written_name, {", ".join(f"s.name_parts ->> '{part}' as {part}" for part in _NAME_PARTS)},
       k.id as seen_case_id, k.number as case_number, k.title as case_title, k.municipality_code""",
    tables="""scopes c on c.id = p.id left join subjects s on s.id = p.id left join cases k on k.id = c.parent_id""",
    shows=(
        Column("name", leads=("subjects", "id"), sort="name"),
        Column("kind", "thing_kind"),
        Column("role", "subject_role"),
        Column("step", "step", sort="step"),
        Column("status", "subject_status"),
        Column("case_number", leads=("cases", "seen_case_id")),
        Column("municipality_code", "municipality"),
        Column("moment", "day", sort="lastActivityAt"),
        Column("written_name", sheet_only=True),
        *(Column(part, sheet_only=True) for part in _NAME_PARTS),
    ),
    filters={
        "step": among("step", "p.step"),
        "kind": among("thing_kind", "s.kind"),
        "role": among("subject_role", "s.role"),
        "status": among("subject_status", _SUBJECT_STATUS),
        **municipality("k.municipality_code"),
    },
    sorts=sorts(step=rank(_STEPS, "p.step"), name=by_name("s.sort_name")),
    facet="step",
    counted="p.step",
    shown=("id", "seen_case_id"),
)

_REQUEST_STATUS: Final = status_of("r.id", "r.id", "asked")
_DIRECTION: Final = "case when r.asked_id = :organisation then 'to_us' when r.owner_id = :organisation then 'by_us' else 'others' end"
_REQUEST_LATE: Final = f"(r.due_on < :today and {_REQUEST_STATUS} = 'asked')"
REQUESTS: Final = Listing(
    name="requests",
    kind="request",
    shape=RequestsAsked,
    columns=f"""r.id, r.case_id, r.subject_id, r.question, r.asked_id, {name_of("r.asked_id")} as asked, r.owner_id, {name_of("r.owner_id")} as asker,
       r.due_on, r.created_at, {_DIRECTION} as direction, {_REQUEST_STATUS} as status, {_REQUEST_LATE} as overdue,
       k.id as seen_case_id, k.number as case_number""",
    tables="requests r on r.scope_id = p.id left join cases k on k.id = r.case_id",
    shows=(
        Column("question", leads=("requests", "id")),
        Column("direction", "direction"),
        Column("asker"),
        Column("asked"),
        Column("case_number", leads=("cases", "seen_case_id")),
        Column("status", "request_status"),
        Column("due_on", "day", sort="dueOn"),
    ),
    filters={
        "direction": among("direction", _DIRECTION),
        "status": among("request_status", _REQUEST_STATUS),
        "overdue": Filter("yes", f"{_REQUEST_LATE} = :{{name}}"),
        "due_before": Filter("day", "r.due_on < :{name}"),
        "partner": among("organisation", "r.asked_id"),
    },
    sorts=sorts(dueOn=on_day("r.due_on"), askedAt=at_moment("r.created_at")),
    facet="status",
    counted=_REQUEST_STATUS,
    shown=("id", "seen_case_id"),
)

_INTERVENTION_STATUS: Final = status_of("i.scope_id", "i.id", "proposed")
_INTERVENTION_LATE: Final = (
    f"(i.due_on < :today and {_INTERVENTION_STATUS} in ('proposed', 'deferred', 'accepted', 'in_progress'))"
)
INTERVENTIONS: Final = Listing(
    name="interventions",
    kind="intervention",
    shape=InterventionsAsked,
    columns=f"""i.id, i.subject_id, i.kind, i.partner_id, {name_of("i.partner_id")} as partner, i.not_before, i.due_on, i.created_at,
       {_INTERVENTION_STATUS} as status, {_INTERVENTION_LATE} as overdue, s.id as seen_subject_id,
       {called("s")} as subject,
       k.id as seen_case_id, k.number as case_number""",
    tables="""interventions i on i.content_scope_id = p.id
  left join subjects s on s.id = i.subject_id left join scopes c on c.id = i.subject_id
  left join cases k on k.id = c.parent_id""",
    shows=(
        Column("kind", "intervention_kind", leads=("interventions", "id")),
        Column("subject", leads=("subjects", "seen_subject_id")),
        Column("case_number", leads=("cases", "seen_case_id")),
        Column("partner"),
        Column("status", "intervention_status"),
        Column("due_on", "day", sort="dueOn"),
    ),
    filters={
        "status": among("intervention_status", _INTERVENTION_STATUS),
        "kind": among("intervention_kind", "i.kind", kinds),
        "partner": among("organisation", "i.partner_id"),
        "overdue": Filter("yes", f"{_INTERVENTION_LATE} = :{{name}}"),
        "due_before": Filter("day", "i.due_on < :{name}"),
    },
    sorts=sorts(dueOn=on_day("i.due_on"), proposedAt=at_moment("i.created_at")),
    facet="status",
    counted=_INTERVENTION_STATUS,
    shown=("id", "seen_subject_id", "seen_case_id"),
)

LISTINGS: Final[Mapping[str, Listing]] = {
    one.name: one for one in (SIGNALS, CASES, SUBJECTS, REQUESTS, INTERVENTIONS)
}
