"""Files with a signal or about a subject: adding one, looking at it, and correcting, replacing or withdrawing one's own."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from sqlmodel import Session

from api.deps import EXPORT, ActorDep, Db, costs
from api.uploads import FILE, SentDep, served
from domain import attachments, audience, cases, detection, process, sharing
from domain.actor import Actor
from domain.attachments import (
    SUFFIXES,
    WITHDRAWN_FOR,
    AttachmentView,
    AttachToSignal,
    AttachToSubject,
    CorrectAttachment,
    ReplaceAttachment,
    WithdrawAttachment,
)
from domain.errors import DomainError, Invalid, NotAllowed
from domain.shapes import Shape
from web import merging, rooms
from web.forms import Form, Typed, get_typed, new_key
from web.i18n import N_
from web.owning import audience_of
from web.render import page, see_other, too_late

router = APIRouter(include_in_schema=False)

ACCEPTED: Final = ",".join([*SUFFIXES.values(), ".jpeg", ".heif"])


def get_typed_beside(request: Request, sent: SentDep, session: Db, actor: ActorDep) -> Typed:
    """What was typed beside a file; the same words with another file are another form."""
    typed = get_typed(request, session, actor, sent.fields)
    typed.fields[FILE] = [sent.told]
    return typed


PageNumber = Annotated[int, Query(ge=1, le=20)]
FormBeside = Annotated[Typed, Depends(get_typed_beside)]


@router.get("/signals/{signal_id}/attachments/new")
def start_with_signal(request: Request, session: Db, actor: ActorDep, signal_id: UUID) -> Response:
    """Ask for a file to add to one's own signal."""
    context = _signal(session, actor, signal_id)
    if "add" not in context["signal"].acts:
        # Whoever can add nothing any more finds on its page what can be done instead.
        return see_other(context["back"])
    return rooms.form(request, "attachments/new.html", context, Typed({"key": [new_key()]}))


@router.post("/signals/{signal_id}/attachments/new")
def add_to_signal(
    request: Request, sent: SentDep, session: Db, actor: ActorDep, typed: FormBeside, signal_id: UUID
) -> Response:
    """Add a file to one's own signal."""

    def act() -> AttachmentView:
        data = _shaped(sent, typed, AttachToSignal)
        return attachments.attach_to_signal(session, actor, signal_id, data, sent.upload)

    def again(refused: DomainError | None) -> Response:
        return rooms.form(request, "attachments/new.html", _signal(session, actor, signal_id), typed, refused)

    to, said = f"/signals/{signal_id}", N_("Your file is with the signal.")
    return rooms.submit(request, session, actor, typed, act, again, to=to, said=said)


@router.get("/subjects/{subject_id}/attachments/new")
def start_about_subject(request: Request, session: Db, actor: ActorDep, subject_id: UUID) -> Response:
    """Ask for a file that the own organisation holds about a subject."""
    context = _subject(session, actor, subject_id)
    return rooms.offer(request, "contribute", "attachments/new.html", context, Typed({"key": [new_key()]}))


@router.post("/subjects/{subject_id}/attachments/new")
def add_about_subject(
    request: Request, sent: SentDep, session: Db, actor: ActorDep, typed: FormBeside, subject_id: UUID
) -> Response:
    """Add a file about a subject."""

    def act() -> AttachmentView:
        attested = {"attested": True} if typed.get("attested") else {}
        data = _shaped(sent, typed, AttachToSubject, **attested, **audience_of(typed))
        return attachments.attach_to_subject(session, actor, subject_id, data, sent.upload)

    def again(refused: DomainError | None) -> Response:
        return rooms.form(
            request, "attachments/new.html", _subject(session, actor, subject_id), typed, refused
        )

    to, said = f"/subjects/{subject_id}", N_("Your file is in the dossier.")
    return rooms.submit(request, session, actor, typed, act, again, to=to, said=said)


@router.get("/attachments/{attachment_id}")
def show(request: Request, session: Db, actor: ActorDep, attachment_id: UUID) -> Response:
    """One file: what is said of it, and its pages as pictures."""
    return page(request, "attachments/show.html", _about(session, actor, attachment_id))


@router.get("/attachments/{attachment_id}/content", dependencies=[costs(EXPORT)])
def download(request: Request, session: Db, actor: ActorDep, attachment_id: UUID) -> Response:
    """The file, without what acts and without who made it."""
    return _bytes(request, session, actor, attachment_id, "copy")


@router.get("/attachments/{attachment_id}/original", dependencies=[costs(EXPORT)])
def download_original(request: Request, session: Db, actor: ActorDep, attachment_id: UUID) -> Response:
    """The file as it came, for the organisation that added it."""
    return _bytes(request, session, actor, attachment_id, "original")


@router.get("/attachments/{attachment_id}/thumbnail")
def thumbnail(request: Request, session: Db, actor: ActorDep, attachment_id: UUID) -> Response:
    """The small picture."""
    return _bytes(request, session, actor, attachment_id, "thumbnail")


@router.get("/attachments/{attachment_id}/page")
def show_page(
    request: Request, session: Db, actor: ActorDep, attachment_id: UUID, number: PageNumber = 1
) -> Response:
    """One page as a picture."""
    return _bytes(request, session, actor, attachment_id, "page", number)


@router.get("/attachments/{attachment_id}/edit")
def start_correction(request: Request, session: Db, actor: ActorDep, attachment_id: UUID) -> Response:
    """The words that describe an own file, to be corrected."""
    context = _own(session, actor, attachment_id)
    if "correct" not in context["attachment"].acts:
        return too_late(request, f"/attachments/{attachment_id}")
    typed = merging.opened(_stored(context["attachment"]))
    return rooms.form(request, "attachments/correct.html", context, typed)


@router.post("/attachments/{attachment_id}/edit")
def correct(request: Request, session: Db, actor: ActorDep, attachment_id: UUID, typed: Form) -> Response:
    """Correct the words; what a colleague changed meanwhile is shown first."""
    process.edit(session, attachment_id)
    context = _own(session, actor, attachment_id)

    def act() -> AttachmentView:
        merging.settle(session, typed, _stored(context["attachment"]), attachment_id)
        return attachments.correct_attachment(session, actor, attachment_id, typed.shape(CorrectAttachment))

    def again(refused: DomainError | None) -> Response:
        return rooms.form(request, "attachments/correct.html", context, typed, refused)

    to, said = (
        f"/attachments/{attachment_id}",
        N_("The words are corrected. Readers see that they were corrected."),
    )
    return rooms.submit(request, session, actor, typed, act, again, to=to, said=said)


def _stored(found: AttachmentView) -> merging.Stored:
    about = {"source": found.source} if found.subject_id else {}
    return {"description": found.description, **about}


@router.get("/attachments/{attachment_id}/replace")
def start_replacement(request: Request, session: Db, actor: ActorDep, attachment_id: UUID) -> Response:
    """Ask which file has to take the place of an own one, and why."""
    context = _own(session, actor, attachment_id)
    found = context["attachment"]
    if "replace" not in found.acts:
        return too_late(request, f"/attachments/{attachment_id}")
    stored = {"description": [found.description], "source": [found.source], "key": [new_key()]}
    return rooms.form(request, "attachments/replace.html", context, Typed(stored))


@router.post("/attachments/{attachment_id}/replace")
def replace(
    request: Request, sent: SentDep, session: Db, actor: ActorDep, typed: FormBeside, attachment_id: UUID
) -> Response:
    """Put another file in the place of an own one."""
    context = _own(session, actor, attachment_id)

    def act() -> AttachmentView:
        data = _shaped(sent, typed, ReplaceAttachment)
        return attachments.replace_attachment(session, actor, attachment_id, data, sent.upload)

    def again(refused: DomainError | None) -> Response:
        return rooms.form(request, "attachments/replace.html", context, typed, refused)

    to, said = (
        f"/attachments/{attachment_id}",
        N_("Your file is replaced. Nobody can read the one before it any more."),
    )
    return rooms.submit(request, session, actor, typed, act, again, to=to, said=said)


@router.get("/attachments/{attachment_id}/withdraw")
def start_withdrawal(request: Request, session: Db, actor: ActorDep, attachment_id: UUID) -> Response:
    """Ask why an own file is withdrawn, and say what that does."""
    context = _own(session, actor, attachment_id)
    return rooms.form(request, "attachments/withdraw.html", context, Typed())


@router.post("/attachments/{attachment_id}/withdraw")
def withdraw(request: Request, session: Db, actor: ActorDep, attachment_id: UUID, typed: Form) -> Response:
    """Withdraw an own file."""
    context = _own(session, actor, attachment_id)
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: attachments.withdraw_attachment(
            session, actor, attachment_id, typed.shape(WithdrawAttachment)
        ),
        lambda refused: rooms.form(request, "attachments/withdraw.html", context, typed, refused),
        to=context["back"],
        said=N_("Your file is withdrawn. Nobody can read it any more."),
    )


def _bytes(
    request: Request, session: Session, actor: Actor, attachment_id: UUID, kind: str, number: int = 0
) -> Response:
    vault = request.app.state.intake.vault
    found = attachments.content(session, actor, vault, attachment_id, kind, number)
    return served(found, inline=kind in ("thumbnail", "page"))


def _shaped(sent: Any, typed: Typed, model: type[Shape], **given: Any) -> Any:
    """What was typed as a shape; with what is wrong with it, also what is wrong with the file."""
    try:
        return typed.shape(model, **given)
    except Invalid as wrong:
        raise Invalid(*wrong.problems, *sent.upload.problems) from wrong


def _signal(session: Session, actor: Actor, signal_id: UUID) -> dict[str, Any]:
    found = detection.signal(session, actor, signal_id)
    return {"signal": found, "subject": None, "back": f"/signals/{signal_id}", "accepted": ACCEPTED}


def _subject(session: Session, actor: Actor, subject_id: UUID) -> dict[str, Any]:
    suppliable = sharing.suppliable(session, actor, subject_id)
    codes = [one.code for one in suppliable]
    return rooms.about(session, actor, subject_id) | {
        "signal": None,
        "back": f"/subjects/{subject_id}",
        "accepted": ACCEPTED,
        "suppliable": suppliable,
        "could_read": audience.possible_readers(session, actor, subject_id, codes),
        "readers": cases.readers(session, actor, subject_id, codes),
    }


def _about(session: Session, actor: Actor, attachment_id: UUID) -> dict[str, Any]:
    """One file, and the way back to what it belongs to."""
    found = attachments.attachment(session, actor, attachment_id)
    shown = {
        "attachment": found,
        "categories": sharing.categories(session),
        "reasons": WITHDRAWN_FOR,
        "accepted": ACCEPTED,
    }
    if found.subject_id:
        about = rooms.about(session, actor, found.subject_id)
        return shown | about | {"signal": None, "back": f"/subjects/{found.subject_id}"}
    signal = detection.view(session, actor, found.signal_id) if found.signal_id else None
    return shown | {"signal": signal, "subject": None, "back": f"/signals/{found.signal_id}"}


def _own(session: Session, actor: Actor, attachment_id: UUID) -> dict[str, Any]:
    context = _about(session, actor, attachment_id)
    if not context["attachment"].mine:
        raise NotAllowed("not-the-owner")
    if context["attachment"].withdrawn_at:
        raise NotAllowed("withdrawn")
    return context
