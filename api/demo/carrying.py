"""How partners plan and carry out what they said yes to, what comes first, and what they can do in a quarter."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from api.demo.days import Deed, ahead
from domain import assignment, capacity, execution

if TYPE_CHECKING:
    from api.demo.telling import Subject, Teller

TOLD_AGO: Final = 30
QUARTER: Final = 91

# Who tells it, in which unit, of which kind of intervention, how much in a quarter.
CAPACITIES: Final = (
    ("gerda.vos", "hours", None, 640),
    ("gerda.vos", "inspections", "AR01", 6),
    ("naima.elkhatib", "hours", None, 480),
    ("floor.wiegers", "hours", None, 200),
    ("chantal.soeverein", "hours", None, 200),
    ("ilse.wit", "hours", None, 60),
    ("henk.rozendaal", "hours", None, 20),
)


def reply(
    teller: "Teller", of: "Subject", reply: str, by: str, text: str = "", hours: int | None = None,
    priority: str | None = None, until: int | None = None,
) -> None:  # fmt: skip
    """The partner answers for itself."""
    session, actor = teller.acting(by)
    given = {
        "outcome": reply, "reason": text, "capacity_hours": hours, "priority": priority,
        "until": None if until is None else ahead(until),
    }  # fmt: skip
    intervention_id = of.interventions[teller.region.places[by]]
    assignment.reply.without_looking(
        session, actor, intervention_id, assignment.GiveReply.model_validate(given)
    )


def wait(teller: "Teller", of: "Subject", wait: str, after: str, embargo: bool = True) -> None:
    """The chair says which partner goes first."""
    session, actor = teller.acting(of.tale.chair)
    told = assignment.AddDependency(waits_for_id=of.interventions[after], embargo=embargo)
    assignment.add_dependency.without_looking(session, actor, of.interventions[wait], told)


def schedule(teller: "Teller", of: "Subject", schedule: int, last: int, by: str) -> None:
    """The partner plans when, in days from that day."""
    session, actor = teller.acting(by)
    planned = assignment.ScheduleIntervention(starts_on=ahead(schedule), ends_on=ahead(last))
    assignment.schedule.without_looking(session, actor, of.interventions[teller.region.places[by]], planned)


def report(teller: "Teller", of: "Subject", report: str, by: str) -> None:
    """The partner reports progress."""
    session, actor = teller.acting(by)
    progress = execution.ReportProgress(text=report)
    execution.report_progress.without_looking(
        session, actor, of.interventions[teller.region.places[by]], progress
    )


def complete(
    teller: "Teller",
    of: "Subject",
    complete: str,
    by: str,
    text: str,
    yields: Mapping[str, int] | None = None,
) -> None:
    """The partner is done."""
    session, actor = teller.acting(by)
    brought = [{"kind": kind, "amount": amount} for kind, amount in (yields or {}).items()]
    given = execution.Complete.model_validate({"result": complete, "text": text, "yields": brought})
    execution.complete.without_looking(session, actor, of.interventions[teller.region.places[by]], given)


def capacities(teller: "Teller") -> Iterator[Deed]:
    """Mandate holders tell what their organisations can do in this quarter and the next."""
    for told in CAPACITIES:
        for quarter in (0, 1):
            yield Deed(TOLD_AGO, partial(_keep, teller, told, quarter))


def _keep(teller: "Teller", told: tuple[str, str, str | None, int], quarter: int) -> None:
    by, unit, kind, amount = told
    session, actor = teller.acting(by)
    kept = capacity.KeepCapacity(
        starts_on=ahead(TOLD_AGO + 14 + quarter * QUARTER), period="quarter", unit=unit, intervention_kind=kind,
        amount=amount,
    )  # fmt: skip
    capacity.keep(session, actor, kept)
