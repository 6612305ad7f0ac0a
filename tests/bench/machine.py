"""What processes cost, read from /proc: time on the processor and memory of whole process trees."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


def tree(root: int) -> list[int]:
    """A process and everything below it."""
    parents = {pid: int(fields[1]) for pid in _all() if (fields := _fields(pid))}
    found = [root]
    for parent in found:
        found += [pid for pid, above in parents.items() if above == parent]
    return found


def spent(root: int) -> float:
    """Milliseconds on the processor by a tree so far; whoever died counts with the parent that waited for it."""
    ticks = sum(sum(map(int, fields[11:15])) for pid in tree(root) if (fields := _fields(pid)))
    return 1000 * ticks / TICKS


def memory(pids: list[int]) -> float:
    """MiB that these processes take, shared pages divided among those who share them (PSS)."""
    return sum(_proportional(pid) for pid in pids) / 1024


def _all() -> list[int]:
    return [int(path.name) for path in PROC.iterdir() if path.name.isdigit()]


def _fields(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on; nothing when the process is gone."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _proportional(pid: int) -> int:
    lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def works(pid: int) -> bool:
    """Whether this process is a worker, and not the one that watches over multiprocessing's resources."""
    return b"resource_tracker" not in (PROC / str(pid) / "cmdline").read_bytes()
