"""Asking the index, and saying of each hit what it is and why it was found."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal, get_args
from uuid import UUID

from pydantic import Field, StringConstraints
from sqlalchemy import text
from sqlmodel import Session

from domain import access, calendar, catalogue, rows
from domain.actor import Actor
from domain.search.why import why
from domain.search.words import Wanted, taken_apart
from domain.shapes import Line, Shape, View

MOST = 50

# One letter finds everything and tells nothing.
Asked = Annotated[Line, StringConstraints(min_length=2)]
Kind = Literal["signal", "case", "subject", "attachment"]
KINDS: Final = get_args(Kind)


class Search(Shape):
    """Zoekvraag: in a body, never in an address, since it may hold a name or a BSN."""

    query: Asked = Field(
        description="Zoekvraag: words in any order; a number in any spelling", examples=["bakkerij"]
    )
    purpose: Line = Field(description="Doel: why this search is needed", examples=["Casus MH-2026-7K4QX2MC"])
    kinds: list[Kind] = Field(
        default=[],
        max_length=len(KINDS),
        description="Soorten: signal, case, subject or attachment; empty for all",
        examples=[["case", "subject"]],
    )


class Mark(View):
    """Gemarkeerd stuk: from the character at `start` up to the one at `end`."""

    start: int = Field(description="Begin: counted in characters, from 0")
    end: int = Field(description="Einde")


class Why(View):
    """Waarom gevonden: the field that matches, and the piece of it around the match."""

    field: str = Field(
        description="Veld: number, narrative, place, reference, title, purpose, name, name_parts, identifier,"
        " description, source or municipality"
    )
    snippet: str = Field(description="Fragment: of what this viewer may see")
    marks: Sequence[Mark] = Field(description="Gemarkeerd: what matches in the fragment")


class Hit(View):
    """Treffer."""

    kind: str = Field(description="Soort: signal, case, subject or attachment")
    id: UUID = Field(description="Kenmerk")
    label: str = Field(description="Omschrijving")
    number: str = Field(
        description="Nummer: of the signal, or of the case it is or lies in; of a file that of what it belongs to"
    )
    thing: str | None = Field(description="Wie of wat: person, organisation, address ... of what matched")
    state: str | None = Field(
        description="Stand: the status of a signal, or the step of a case or subject", examples=["weighing"]
    )
    municipality_code: str | None = Field(description="Gemeente")
    why: Why = Field(description="Waarom gevonden")
    exact: bool = Field(description="Letterlijk: false when it is only spelled alike")

    @property
    def is_place(self) -> bool:
        """Whether it was found by where it is."""
        return self.thing == "address" or self.why.field in ("place", "municipality")


class Hits(View):
    """Treffers: the best first; only what this viewer may see."""

    items: Sequence[Hit] = Field(description="Treffers")
    more: bool = Field(description="Meer: there is more than is shown; a longer question finds it")


_SEARCH: Final = text("select kind, target_id, row_id, exact from search(:words, :numbers, :kinds, :most)")

_TARGETS: Final = rows.any_of("targets")

# Through the policies once more: what is shown is what the one who asks may read. The cases come as one array: with `or`
# between two questions PostgreSQL reads every case there is, each under its policies (530 ms among 100,000).
_ROWS: Final = text(f"""
select 'signals' as part, s.id, to_jsonb(s) as found from signals s where s.id = {_TARGETS}
 union all select 'mentions', m.id, to_jsonb(m) from mentions m where m.id = {rows.any_of("rows")}
 union all select 'attachments', a.id, to_jsonb(a) || jsonb_build_object('case_id', s.case_id, 'signal_number', g.number)
   from attachments a left join subjects s on s.id = a.subject_id left join signals g on g.id = a.signal_id
  where a.id = {_TARGETS}
 union all select 'cases', c.id, to_jsonb(c) from cases c where c.id = any(array(
        select unnest(cast(:targets as uuid[])) union all select s.case_id from subjects s where s.id = {_TARGETS}
         union all select s.case_id from attachments a join subjects s on s.id = a.subject_id where a.id = {_TARGETS}))
 union all select 'subjects', b.id, to_jsonb(b) from subjects b where b.id = {_TARGETS}
 union all select 'steps', p.id, to_jsonb(p.step) from scopes p where p.id = {_TARGETS}
""")  # noqa: S608 - our own text

Known = dict[tuple[str, UUID], Any]


def search(session: Session, actor: Actor, data: Search) -> Hits:
    """What matches, as far as the one who asks may see it; typing errors are forgiven."""
    wanted = taken_apart(data.query)
    asked = {
        "words": list(wanted.words),
        "numbers": list(wanted.numbers),
        "kinds": data.kinds or list(KINDS),
        "most": MOST + 1,
    }
    found = session.execute(_SEARCH, asked).all()
    known = _known(session, found)
    places = {one.code: one.name for one in catalogue.municipalities(session, calendar.today())}
    hits = [hit for one in found[:MOST] if (hit := _hit(one, known, places, wanted)) is not None]
    access.consulted(session, actor, "search", object_ids=[one.id for one in hits], purpose=data.purpose)
    return Hits(items=hits, more=len(found) > MOST)


def _known(session: Session, found: Sequence[Any]) -> Known:
    """Everything that is said about the hits, as far as it can be read, in a fixed number of statements."""
    if not found:
        return {}
    targets = [one.target_id for one in found]
    read = session.execute(_ROWS, {"targets": targets, "rows": [one.row_id for one in found]})
    known: Known = {(part, key): row for part, key, row in read}
    signals = [one.target_id for one in found if one.kind == "signal"]
    statuses = rows.latest_statuses(session, signals)
    return known | {("statuses", key): status for key, status in statuses.items()}


def _hit(one: Any, known: Known, places: Mapping[str, str], wanted: Wanted) -> Hit | None:
    """What a hit is; nothing when it cannot be read after all."""
    row = known.get((f"{one.kind}s", one.target_id))
    if row is None:
        return None
    matched = known.get(("mentions", one.row_id)) or row
    told = why(_fields(matched) | {"municipality": places.get(row.get("municipality_code", ""), "")}, wanted)
    case = row if one.kind == "case" else known.get(("cases", _id(row.get("case_id")))) or {}
    return Hit(
        kind=one.kind,
        id=one.target_id,
        label=_label(one.kind, row),
        number=row["number"] if one.kind == "signal" else row.get("signal_number") or case.get("number", ""),
        thing=matched.get("kind"),
        state=known.get(("statuses" if one.kind == "signal" else "steps", one.target_id)),
        municipality_code=row.get("municipality_code") or case.get("municipality_code"),
        why=Why(
            field=told.field,
            snippet=told.snippet,
            marks=[Mark(start=start, end=end) for start, end in told.marks],
        ),
        exact=one.exact,
    )


FIELDS: Final = (
    "number",
    "title",
    "name",
    "name_parts",
    "aliases",
    "place",
    "identifier_raw",
    "identifier",
    "narrative",
    "purpose",
    "description",
    "reference",
    "source",
)
"""What is searched in a row, in the order in which it says most about it."""


def _fields(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: _written(row[name]) for name in FIELDS if row.get(name)}


def _written(value: str | Sequence[str] | Mapping[str, str]) -> str:
    """A text, several, or the parts of a name without their codes."""
    if isinstance(value, Mapping):
        return ", ".join(part for name, part in value.items() if name not in ("title", "usage"))
    return value if isinstance(value, str) else ", ".join(value)


def _label(kind: str, row: Mapping[str, Any]) -> str:
    if kind == "case":
        return str(row["title"])
    words = (
        row["place"] or row["narrative"]
        if kind == "signal"
        else row["name"]
        if kind == "attachment"
        else row["display_name"] or row["name"] or row["description"]
    )
    return str(words)[:80]


def _id(value: Any) -> Any:
    return UUID(value) if isinstance(value, str) else value
