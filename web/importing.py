"""Importing (inlezen): bring a file of signals in, say what its columns are, correct its rows, and let them become signals."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import EXPORT, ActorDep, Db, attempt, costs
from api.importing import FIELD, errors_sheet, fingerprint, opened, results_sheet, signal_of, template_sheet
from api.importing.sending import File
from api.problems import language_of, sentences
from api.sheets import Format, attached
from domain import danger, detection, importing
from domain.actor import Actor
from domain.calendar import today
from domain.catalogue import HasLabel
from domain.errors import DomainError, Invalid, NotAllowed, Problem
from domain.importing import CHOICES, COLUMNS, STATUSES, Column, ImportView, RowView, StartImport, Status
from web.forms import WARNING, Form, Typed, status_of
from web.render import gettext_of, page, see_other, word

router = APIRouter(prefix="/imports", include_in_schema=False)

HERE: Final = "/imports"
PART: Final = 25
OF_A_FILE: Final = 1_000
LONGEST_PLACE: Final = 10

# Which of our lists of words the codes of a column are of.
_WORDS: Final = {
    "urgency": "urgency", "yes": "import_yes", "thing": "thing_kind", "identifier": "identifier_kind",
}  # fmt: skip


@router.get("")
def index(request: Request, session: Db, actor: ActorDep) -> Response:
    """One's own files, and bringing in another."""
    return _index(request, session, actor)


@router.post("")
def bring_in(
    request: Request, file: File, session: Db, actor: ActorDep, _costs: Annotated[None, costs(EXPORT)]
) -> Response:
    """Bring a file in; the same file that is here already is that one."""
    detection.require_reporter(actor)
    with attempt(session) as tried:
        if file is None:
            raise Invalid(Problem("import-file-missing", FIELD))
        name = (file.filename or "")[-100:]
        known, content = {one.id for one in importing.imports(session, actor)}, fingerprint(file.file)
        with opened(file.file) as sheet:
            made = importing.bring_in(session, actor, name, content, sheet.headers, sheet.rows)
        _ = gettext_of(request)
        again = _("This file was here already. Nothing was read twice.") if made.id in known else ""
        return see_other(f"{HERE}/{made.id}", again)
    return _index(request, session, actor, tried.refused)


def _index(request: Request, session: Session, actor: Actor, refused: DomainError | None = None) -> Response:
    shown = {
        "imports": importing.imports(session, actor),
        "problems": sentences(request, refused) if refused else {},
        "limits": importing.LIMITS,
        "columns": importing.template(),
        "emergency_number": danger.emergency_number(session, today()),
    }
    return page(request, "importing/index.html", shown, status=status_of(refused))


@router.get("/template")
def template(request: Request, session: Db, actor: ActorDep, format: Format = "xlsx") -> Response:
    """An empty file to fill in; as a workbook with an explanation and all lists."""
    detection.require_reporter(actor)
    language, lists = language_of(request), _lists(detection.Lists.now(session))

    def words(code: str) -> str:
        return next((said for of in _WORDS.values() if (said := word(of, code, language))), code)

    return attached(template_sheet(format, language, gettext_of(request), lists, words))


@router.get("/{import_id}")
def show(
    request: Request, session: Db, actor: ActorDep, import_id: UUID, status: str = "", after: int = 0
) -> Response:
    """How far a file is: its columns, its rows, or what became of them."""
    found = importing.view(session, import_id)
    if "hx-request" in request.headers and found.stage not in ("checking", "running"):
        return Response(status_code=200, headers={"HX-Redirect": f"{HERE}/{import_id}"})
    return _show(request, session, actor, found, status=status, after=after)


def _show(
    request: Request,
    session: Session,
    actor: Actor,
    found: ImportView,
    typed: Typed | None = None,
    refused: DomainError | None = None,
    *,
    status: str = "",
    after: int = 0,
) -> Response:
    typed = typed or Typed()
    asked: Status | None = next(
        (one for one in STATUSES if one == status or (not status and found.count(one))), None
    )
    shown: dict[str, Any] = {
        "one": found,
        "typed": typed,
        "problems": typed.problems(request, refused),
        "columns": COLUMNS,
        "statuses": STATUSES,
        "asked": asked,
        "busy": found.stage in ("checking", "running") and not found.stopped,
        "stopped": _why(request, found.stopped or _refusal(actor)),
        "missing": [one for one in COLUMNS.values() if one.required and one.path not in found.mapping],
    }
    if found.stage in ("checked", "done"):
        # A place in a spreadsheet; more than the database can hold is a place after the last row.
        last = min(max(after, 0), importing.LIMITS.rows * 2)
        rows = importing.rows(session, actor, found.id, asked, last, PART + 1)
        shown |= {
            "rows": [(row, _problems(request, row)) for row in rows[:PART]],
            "next": f"{HERE}/{found.id}?status={asked}&after={rows[PART - 1].place}"
            if len(rows) > PART
            else None,
            "first": f"{HERE}/{found.id}?status={asked}" if last else None,
        }
    return page(request, "importing/show.html", shown, block="progress", status=status_of(refused))


def _refusal(actor: Actor) -> str | None:
    """Why this person can do nothing with their own file any more, and sees none of its rows."""
    try:
        detection.require_reporter(actor)
    except NotAllowed as refused:
        return refused.code
    return None


def _why(request: Request, code: str | None) -> str:
    return sentences(request, NotAllowed(code))[""] if code else ""


def _problems(request: Request, row: RowView) -> dict[str, str]:
    """Column -> what is wrong with it; "" is the whole row."""
    found = (
        Problem(one["code"], f"/{one['pointer']}" if one["pointer"] else "", one["facts"])
        for one in row.problems
    )
    return sentences(request, Invalid(*found))


@router.post("/{import_id}/mapping", dependencies=[costs(EXPORT)])
def map_columns(request: Request, session: Db, actor: ActorDep, import_id: UUID, typed: Form) -> Response:
    """Say which column says what, and have the rows checked."""
    with attempt(session) as tried:
        headers = importing.view(session, import_id).headers
        ours = {place: typed.get(f"columns/{place}") for place in range(len(headers))}
        importing.map_columns(session, actor, import_id, ours, signal_of)
        return see_other(f"{HERE}/{import_id}")
    return _show(request, session, actor, _as_asked(session, import_id), typed, tried.refused)


def _as_asked(session: Session, import_id: UUID) -> ImportView:
    """The file with its columns open to be chosen again."""
    found = importing.view(session, import_id)
    return found.model_copy(update={"stage": "mapping"}) if found.stage != "done" else found


@router.get("/{import_id}/mapping")
def start_mapping(request: Request, session: Db, actor: ActorDep, import_id: UUID) -> Response:
    """Choose again which column says what."""
    return _show(request, session, actor, _as_asked(session, import_id))


@router.get("/{import_id}/row")
def start_row(request: Request, session: Db, actor: ActorDep, import_id: UUID, place: int = 0) -> Response:
    """One row, with what is wrong at each field; without a place the first that has to be looked at."""
    row = importing.row(session, actor, import_id, _place(place))
    return _row(request, session, importing.view(session, import_id), row, Typed())


@router.post("/{import_id}/row")
def correct_row(request: Request, session: Db, actor: ActorDep, import_id: UUID, typed: Form) -> Response:
    """Correct a row; on to the next one that is wrong, or this one again with what still is."""
    _ = gettext_of(request)
    written = typed.get("place")
    place = _place(int(written) if written.isdecimal() and len(written) < LONGEST_PLACE else 0)
    with attempt(session) as tried:
        said = {path: typed.get(path) for path in COLUMNS if path in typed.fields}
        accepted = bool(typed.get("accepted"))
        row = importing.correct_row(session, actor, import_id, place, said, signal_of, accepted=accepted)
        if row.status != "good":
            return _row(request, session, importing.view(session, import_id), row, typed)
        following = importing.rows(session, actor, import_id, "wrong", row.place, 1)
        on = f"{HERE}/{import_id}/row?place={following[0].place}" if following else f"{HERE}/{import_id}"
        return see_other(on, _("The row is good now."))
    row = importing.row(session, actor, import_id, place)
    return _row(request, session, importing.view(session, import_id), row, typed, tried.refused)


def _place(place: int) -> int:
    """A place that a row can have, or none."""
    return place if 0 < place <= importing.LIMITS.rows * 2 else 0


def _row(
    request: Request,
    session: Session,
    found: ImportView,
    row: RowView,
    typed: Typed,
    refused: DomainError | None = None,
) -> Response:
    problems = _problems(request, row) | typed.problems(request, refused)
    shown = {
        "one": found,
        "row": row,
        "typed": typed,
        "problems": problems,
        "fields": list(_fields(request, session, found, row, problems)),
        "duplicate": row.double_place or row.double_number,
    }
    wrong = bool(typed.fields) and row.status == "wrong"
    return page(request, "importing/row.html", shown, status=400 if wrong else status_of(refused))


def _fields(
    request: Request, session: Session, found: ImportView, row: RowView, problems: Mapping[str, str]
) -> Iterator[tuple[Column, str, list[tuple[str, str]] | None]]:
    """The fields of a row that there is something to say of, each with what the row says and what can be chosen."""
    now = detection.Lists.now(session)
    lexicon, lists, language = importing.Lexicon.of(now), _lists(now), language_of(request)
    asked = {*found.mapping, *row.said, *problems}
    if any(one["code"].startswith(WARNING) for one in row.problems):
        asked |= {"textConfirmed", "textReason"}
    for column in COLUMNS.values():
        if column.required or column.path in asked:
            said = lexicon.code(column.words, row.said.get(column.path, ""))
            yield column, said, _choices(column, lists, language)


def _choices(
    column: Column, lists: Mapping[str, Iterable[HasLabel]], language: str
) -> list[tuple[str, str]] | None:
    if column.words in lists:
        return [(one.code, one.label(language)) for one in lists[column.words]]
    of = _WORDS.get(column.words)
    return [(code, word(of, code, language) or code) for code in CHOICES[column.words]] if of else None


def _lists(now: detection.Lists) -> dict[str, Iterable[HasLabel]]:
    return {"form": now.forms, "municipality": now.municipalities, "indicator": now.indicators.values()}


@router.get("/{import_id}/run")
def to_import(import_id: UUID) -> Response:
    """A refused form is shown at this address; whoever comes back to it finds the file."""
    return see_other(f"{HERE}/{import_id}")


@router.post("/{import_id}/run")
def start(request: Request, session: Db, actor: ActorDep, import_id: UUID, typed: Form) -> Response:
    """Let the rows become signals."""
    with attempt(session) as tried:
        wanted = typed.shape(StartImport, doubles=bool(typed.get("doubles")))
        importing.start(session, actor, import_id, wanted)
        return see_other(f"{HERE}/{import_id}")
    return _show(request, session, actor, importing.view(session, import_id), typed, tried.refused)


@router.post("/{import_id}/discard")
def discard(request: Request, session: Db, _actor: ActorDep, import_id: UUID) -> Response:
    """Throw the file away with its rows; signals stay."""
    importing.discard(session, import_id)
    _ = gettext_of(request)
    return see_other(HERE, _("The file and its rows are thrown away. What became a signal stays."))


@router.get("/{import_id}/errors", dependencies=[costs(EXPORT)])
def errors(
    request: Request, session: Db, actor: ActorDep, import_id: UUID, format: Format = "xlsx"
) -> Response:
    """The rows that are wrong as a file, with what is wrong; corrected it can be brought in again."""
    found = importing.view(session, import_id)
    language = language_of(request)

    def told() -> Iterator[tuple[RowView, str]]:
        for row in _every(session, actor, import_id, "wrong"):
            yield (
                row,
                "; ".join(
                    f"{COLUMNS[path].label(language)}: {wrong}" if path in COLUMNS else wrong
                    for path, wrong in _problems(request, row).items()
                ),
            )

    used = {path for path in found.mapping if path} | {one.path for one in COLUMNS.values() if one.required}
    return attached(errors_sheet(format, language, gettext_of(request), used, told()))


@router.get("/{import_id}/results", dependencies=[costs(EXPORT)])
def results(
    request: Request, session: Db, actor: ActorDep, import_id: UUID, format: Format = "xlsx"
) -> Response:
    """What became of each row, as a file."""
    importing.view(session, import_id)

    def stands(status: str) -> str:
        return word("import_status", status, language_of(request)) or status

    return attached(
        results_sheet(format, gettext_of(request), _every(session, actor, import_id, None), stands)
    )


def _every(session: Session, actor: Actor, import_id: UUID, status: Status | None) -> Iterator[RowView]:
    after = 0
    while part := importing.rows(session, actor, import_id, status, after, OF_A_FILE):
        yield from part
        after = part[-1].place
