"""The figures as a table, each beside its target."""

from collections.abc import Iterator

from tests.bench.measuring import ALONE, BUSY, Found
from tests.bench.operations import PARTNERS, Operation

MEMORY = 220  # MiB of two workers
SPREAD = 2.0  # what a list may cost the dearest partner, over the cheapest

HEAD = (
    f"{'':<31}{'CPU-ms per request, c=8':^26}  {'ratio to bare':^16}  {'p50 / p95 ms':^24}  "
    f"{'statements':^12}  {'pages':^12}  {'plans':>5}  {'KB':>5}\n"
    f"{'operation':<22}{'partner':<9}{'app':>7} {'pg':>6} {'total':>6} {'c=1':>5}  {'is':>6} {'target':>6}   "
    f"{'c=8':>12} {'c=1':>11}  {'is':>5} {'target':>6}  {'is':>5} {'target':>6}"
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
    yield f"connections made to PostgreSQL during the rounds: {found.connections}"
    yield ""
    yield "Not reached: " + "; ".join(missed) if missed else "Every target reached."


def _row(found: Found, operation: Operation, bare: float, missed: list[str]) -> str:
    busy, alone = found.middle(operation, BUSY), found.middle(operation, ALONE)
    asked, target = found.asked[operation], operation.target
    total = busy.app + busy.database
    figures = [
        ("CPU", total / bare, target and target.times, 5, 1),
        ("statements", asked.statements, target and target.statements, 4, 1),
        ("pages", asked.buffers, target and target.buffers, 4, 0),
    ]
    cells = []
    for what, is_, goal, width, digits in figures:
        over = goal is not None and is_ > goal * 1.0001
        cells.append(f"{is_:>{width}.{digits}f}{'!' if over else ' '} {_goal(goal):>6}")
        if over:
            missed.append(
                f"{operation.name} ({operation.partner}) {what} {is_:.{digits}f}, target {_goal(goal).strip()}"
            )
    return (
        f"{operation.name:<22}{operation.partner:<9}{busy.app:>7.2f} {busy.database:>6.2f} {total:>6.2f}"
        f" {alone.app + alone.database:>5.1f}  {cells[0]}   {busy.p50:>5.0f} / {busy.p95:<4.0f}"
        f" {alone.p50:>4.1f} / {alone.p95:<4.0f}  {cells[1]}  {cells[2]}  {asked.plans:>5.1f}"
        f"  {found.size[operation] / 1000:>5.1f}"
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
