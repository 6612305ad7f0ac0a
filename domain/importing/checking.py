"""Checking rows: each as the signal it would be, by the same rules, and whether it is there already.

The lists are read once for a part, each row is checked in memory, and what was found is written in one statement.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from db.keyring import DigestKey
from domain import digests
from domain.actor import Actor
from domain.detection import CheckedSignal, Lists, SubmitSignal, checked_signal
from domain.errors import Invalid, Problem
from domain.importing.columns import COLUMNS, Lexicon, column_of, nested, said

PART: Final = 500
"""Rows that are checked in one transaction."""

Reading = Callable[[Mapping[str, Any]], SubmitSignal]
"""How the edge reads what a person wrote as a signal; Invalid tells everything that is no such shape."""

_ROWS: Final = text("""
select r.place, r.cells, r.ragged, r.corrected, r.accepted, i.mapping
  from import_rows r join imports i on i.id = r.import_id
 where r.import_id = :import and r.status = 'waiting' and (cast(:place as int) is null or r.place = :place)
 order by r.place limit :most for update of r
""")
_WRITE: Final = text("""
update import_rows r
   set status = f.status, problems = f.problems, reference = f.reference, digest = decode(f.digest, 'hex'),
       double_place = null, double_signal_id = null
  from jsonb_to_recordset(cast(:found as jsonb))
       f(place int, status text, problems jsonb, reference text, digest text)
 where r.import_id = :import and r.place = f.place
""")

# The same content in an earlier row, in an earlier import, or under the same own reference among the own signals, but for
# those of this file. As far as who imports may see them: the policies decide. What is wrong is no double yet.
_DOUBLES: Final = text("""
update import_rows r
   set double_place = d.place, double_signal_id = d.signal_id,
       status = case when r.accepted then 'good' else 'double' end
  from (select g.place as of,
               (select min(e.place) from import_rows e
                 where e.import_id = g.import_id and e.digest = g.digest and e.place < g.place) as place,
               coalesce((select m.signal_id from imported_signals m
                          where m.organisation_id = :organisation and m.digest = g.digest limit 1),
                        (select s.id from signals s
                          where s.owner_id = :organisation and s.reference = g.reference and s.reference <> ''
                            and not exists (select from import_rows o where o.import_id = g.import_id and o.signal_id = s.id)
                          order by s.id limit 1)) as signal_id
          from import_rows g
         where g.import_id = :import and g.place = any(:places) and g.status = 'good') d
 where r.import_id = :import and r.place = d.of and (d.place is not null or d.signal_id is not null)
returning r.place, r.status
""")


_ORDER: Final = {path: place for place, path in enumerate(COLUMNS, start=1)}


@dataclass(frozen=True)
class Checker:
    """What a row is held against; made once for a part."""

    lists: Lists
    lexicon: Lexicon
    key: DigestKey
    read: Reading

    @classmethod
    def now(cls, session: Session, read: Reading) -> "Checker":
        """By the lists of today."""
        lists = Lists.now(session)
        return cls(lists, Lexicon.of(lists), digests.keyring_of(session).key(), read)

    def signal(self, row: Mapping[str, str]) -> tuple[CheckedSignal | None, list[Problem]]:
        """The signal that a row would be, or everything that is wrong with it, each at its column."""
        given, places = nested(row, self.lexicon)
        signal, problems = self._read(given)
        told = [Problem(one.code, column_of(one.pointer, places), one.facts) for one in problems]
        return signal, sorted(told, key=lambda one: _ORDER.get(one.pointer, 0))

    def _read(self, given: Mapping[str, Any]) -> tuple[CheckedSignal | None, Sequence[Problem]]:
        try:
            data = self.read(given)
        except Invalid as invalid:
            return None, _each_once([*invalid.problems, *self._more(given, invalid.problems)])
        try:
            return checked_signal(self.lists, data), ()
        except Invalid as invalid:
            return None, invalid.problems

    def digest(self, row: Mapping[str, str]) -> str:
        """By what the same row is known again; that somebody looked at its words says nothing of it."""
        told = sorted((path, text) for path, text in row.items() if not path.startswith("text"))
        return self.key.digest("import", json.dumps(told, ensure_ascii=False)).hex()

    def _more(self, given: Mapping[str, Any], problems: Sequence[Problem]) -> list[Problem]:
        """What else is wrong: the content of the fields that are right, which is looked at only in a whole signal."""
        patched = json.loads(json.dumps(given))
        for one in problems:
            _patch(patched, one.pointer, self._anything())
        try:
            checked_signal(self.lists, self.read(patched))
        except Invalid as invalid:
            wrong = {one.pointer for one in problems}
            return [one for one in invalid.problems if one.pointer not in wrong]
        return []

    def _anything(self) -> dict[str, str]:
        """Something that is right in each field that must be there."""
        return {
            "form": self.lists.forms[0].code,
            "municipalityCode": self.lists.municipalities[0].code,
            "narrative": "-",
            "task": "-",
            "organisedCrimeLink": "-",
            "observedFrom": "1900-01-01",
            "indicator": next(iter(self.lists.indicators)),
            "words": "-",
            "kind": "person",
            "description": "-",
        }


def check_part(
    session: Session, actor: Actor, import_id: UUID, read: Reading, place: int | None = None
) -> int:
    """Check the next rows that wait, or the one at this place; says how many those were."""
    found = session.execute(_ROWS, {"import": import_id, "place": place, "most": PART}).all()
    if not found:
        return 0
    checker = Checker.now(session, read)
    session.execute(
        _WRITE, {"import": import_id, "found": json.dumps([_checked(checker, one) for one in found])}
    )
    left_out(session, actor, import_id, [one.place for one in found])
    return len(found)


def left_out(session: Session, actor: Actor, import_id: UUID, places: Sequence[int]) -> set[int]:
    """Look which of these good rows are there already; those that stay out, since nobody chose them all the same."""
    asked = {"import": import_id, "places": places, "organisation": actor.organisation_id}
    return {one.place for one in session.execute(_DOUBLES, asked) if one.status == "double"}


def _checked(checker: Checker, found: Any) -> dict[str, Any]:
    row = said(found.mapping, found.cells, found.corrected)
    _, problems = checker.signal(row)
    if found.ragged:
        cells = len(found.cells)
        problems.insert(0, Problem("import-row-cells", "", {"found": cells + found.ragged, "wanted": cells}))
    return {
        "place": found.place,
        "status": "wrong" if problems else "good",
        "problems": as_stored(problems),
        "reference": row.get("reference", "").strip()[:200],
        "digest": checker.digest(row),
    }


def as_stored(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Problems as they wait in the row, for whoever corrects it, in the language of that moment."""
    return json.loads(  # type: ignore[no-any-return]
        json.dumps(
            [{"code": one.code, "pointer": one.pointer, "facts": dict(one.facts)} for one in problems],
            default=str,
        )
    )


def _each_once(problems: Sequence[Problem]) -> list[Problem]:
    return list({(one.pointer, one.code): one for one in problems}.values())


def _patch(signal: dict[str, Any], pointer: str, anything: Mapping[str, str]) -> None:
    """Put something right at this place, or nothing where nothing has to be."""
    *parents, last = pointer.removeprefix("/").split("/")
    of: Any = signal
    for name in parents:
        of = of[int(name)] if isinstance(of, list) else of.get(name)
        if of is None:
            return
    if not isinstance(of, dict):
        return
    if last in anything and (parents or last in COLUMNS):
        of[last] = anything[last]
    else:
        of.pop(last, None)
