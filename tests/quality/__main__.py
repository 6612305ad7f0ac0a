"""`make quality`: precision, recall and F1 on every set, beside established tools; one table, one model, its own threshold.

Development looked at FEBRL 1 and 2, RLdata500 and seeds below 100. FEBRL 3 and 4, RLdata10000 and other seeds are for
reporting.
"""

import argparse
import csv
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from api.connect import run
from tests.quality.sets import ENVIRONMENT, Set, is_installed, sets

MARGIN = 2.0
ANCHORS = ("splink", "recordlinkage")


@dataclass(frozen=True)
class Pair:
    """One pair that a tool found, its score in bits and how far it leads among those of its left row."""

    left: str
    right: str
    score: float
    lead: float
    band: str = ""


def main() -> None:
    """Measure and print."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        print(
            f"{'set':<18}{'tool':<16}{'pairs':>7}  {'P':>6} {'R':>6} {'F1':>6}  with a lead of 2 bits   seconds"
        )
        for name, make in sets(folder, asked.seeds).items():
            if asked.only and not any(name.startswith(one) for one in asked.only):
                continue
            if not name.startswith("Dutch") and not is_installed():
                print(f"{name:<18}not measured: `make quality` installs it")
                continue
            _measure(make(), folder, asked.anchors)


def _measure(one: Set, folder: Path, with_anchors: bool) -> None:
    started = time.process_time()
    out = folder / "pairs.csv"
    run(one.left, one.right, out, [], 0)
    pairs = _read(out)
    _print(one, "schakel", pairs, time.process_time() - started)
    for band in ("strong", "probable", "possible"):
        inside = [pair for pair in pairs if pair.band == band]
        true = sum(_is_true(one, pair) for pair in inside)
        if inside:
            print(f"{'':<18}  {band:<14}{len(inside):>7}  {true / len(inside):.4f} {true / one.size():.4f}")
    for tool in ANCHORS if with_anchors and is_installed() else ():
        started = time.perf_counter()
        problem = _anchor(tool, one, out)
        if problem:
            print(f"{'':<18}{tool:<16}{problem}")
        else:
            _print(one, tool, _read(out), time.perf_counter() - started)
    sys.stdout.flush()


def _print(one: Set, tool: str, pairs: Sequence[Pair], seconds: float) -> None:
    plain = _quality(one, pairs)
    # In one file somebody can stand more than twice: then no partner leads.
    clear = _quality(one, [pair for pair in pairs if pair.lead >= MARGIN]) if one.right else None
    name = one.name if tool == "schakel" else ""
    print(
        f"{name:<18}{tool:<16}{one.size():>7}  {_three(plain)}  {_three(clear) if clear else '':<20}  {seconds:>6.1f}"
    )


def _three(figures: tuple[float, float, float]) -> str:
    return " ".join(f"{figure:.4f}" for figure in figures)


def _quality(one: Set, pairs: Sequence[Pair]) -> tuple[float, float, float]:
    """Precision, recall and F1; what blocking missed counts as missed."""
    true = sum(_is_true(one, pair) for pair in pairs)
    whole = one.size()
    return true / max(len(pairs), 1), true / whole, 2 * true / (len(pairs) + whole)


def _is_true(one: Set, pair: Pair) -> bool:
    return one.truth[pair.left] == one.truth[pair.right]


def _read(path: Path) -> list[Pair]:
    with path.open(newline="") as file:
        return [
            Pair(
                row["left_id"],
                row["right_id"],
                float(row["score"]),
                float(row["left_lead"]),
                row.get("band", ""),
            )
            for row in csv.DictReader(file)
        ]


def _anchor(tool: str, one: Set, out: Path) -> str | None:
    """Another tool on the same files, in its own environment; returns what was wrong."""
    files: Iterable[Path] = (one.left, one.right) if one.right else (one.left,)
    script = Path(__file__).with_name("anchors.py")
    ran = subprocess.run(
        [ENVIRONMENT / "bin" / "python", script, tool, out, *files],
        capture_output=True,
        text=True,
        timeout=900,
    )
    return None if ran.returncode == 0 else (ran.stderr.strip().splitlines() or ["failed"])[-1][:90]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make quality", description=__doc__)
    parser.add_argument("--only", action="append", help="sets of which the name begins like this; repeatable")
    parser.add_argument(
        "--seeds", type=int, nargs="*", default=[41001, 41002, 41003], help="of the sets made from one"
    )
    parser.add_argument("--no-anchors", dest="anchors", action="store_false", help="measure Schakel alone")
    return parser.parse_args()


if __name__ == "__main__":
    main()
