"""The figures as a table, each beside its target."""

from collections.abc import Iterator

from tests.bench.measuring import ALONE, BUSY, Found
from tests.bench.operations import PARTNERS, Operation

MEMORY = 220  # MiB of two workers
SPREAD = 2.0  # what a list may cost the dearest partner, over the cheapest

HEAD = (
    f"{'':<29}{'CPU-ms per request, c=8':^28}  {'times bare':^13} {'p50 / p95, ms':^25}  "
    f"{'statements':^11} {'pages':^11} {'plans':>5} {'KB':>5}\n"
    f"{'operation':<20}{'partner':<9}{'app':>6} {'pg':>6} {'total':>7} {'target':>6}  {'is':>6} {'target':>6} "
    f"{'c=8':>12} {'c=1':>12}  {'is':>5} {'target':>5} {'is':>5} {'target':>5}"
)


def lines(found: Found, operations: list[Operation]) -> Iterator[str]:
    """The whole report."""
    a, b, c = (found.anchor(name) for name in "ABC")
    yield (
        f"Anchors, CPU-ms: A bare FastAPI {a:.2f} · B select by key {b:.3f} · C durable insert {c:.2f}."
        f" Bare: A + B for what reads, A + C for what writes."
    )
    yield ""
    yield HEAD
    missed: list[str] = []
    for operation in operations:
        yield _row(found, operation, a + (c if operation.writes else b), missed)
    yield ""
    yield _verdict("memory of two workers, PSS MiB", found.memory, MEMORY, missed)
    yield _verdict("list, PostgreSQL, dearest partner over cheapest", _spread(found), SPREAD, missed)
    yield f"connections the application had to make during the rounds: {found.connections} (each costs a request or more)"
    yield ""
    yield "Not reached (!):" if missed else "Every target is reached."
    yield from (f"  {one}" for one in missed)


def _row(found: Found, operation: Operation, bare: float, missed: list[str]) -> str:
    busy, alone = found.middle(operation, BUSY), found.middle(operation, ALONE)
    asked, target = found.asked[operation], operation.target
    total = busy.app + busy.database

    def judged(what: str, is_: float, goal: float | None, width: int, digits: int = 0) -> str:
        over = goal is not None and is_ > goal * 1.0001
        if over:
            missed.append(
                f"{operation.name} ({operation.partner}): {what} {is_:.{digits}f}, not {_goal(goal)}"
            )
        return f"{is_:>{width}.{digits}f}{'!' if over else ' '} {_goal(goal):>5}"

    return " ".join(
        (
            f"{operation.name:<20}{operation.partner:<9}{busy.app:>5.1f} {busy.database:>6.1f}",
            judged("CPU-ms", total, target and target.cpu, 7, 1),
            judged("times bare", total / bare, target and target.times, 7, 1),
            f"{busy.p50:>6.0f} / {busy.p95:<4.0f} {alone.p50:>5.1f} / {alone.p95:<4.0f}",
            judged("statements", asked.statements, target and target.statements, 5, 1),
            judged("pages", asked.buffers, target and target.buffers, 5),
            f"{asked.plans:>4.1f} {found.size[operation] / 1000:>5.1f}",
        )
    )


def _goal(goal: float | None) -> str:
    return "" if goal is None else f"{goal:.1f}".removesuffix(".0")


def _verdict(what: str, is_: float, goal: float, missed: list[str]) -> str:
    if is_ > goal:
        missed.append(f"{what} {is_:.1f}, target {goal:.0f}")
    return f"{what}: {is_:.1f} (target {goal:.0f}, {'not reached' if is_ > goal else 'reached'})"


def _spread(found: Found) -> float:
    costs = [
        found.middle(operation, connections).database
        for operation, connections in found.samples
        if operation.name == "list of 50" and connections == BUSY
    ]
    assert len(costs) == len(PARTNERS)
    return max(costs) / max(min(costs), 0.001)
