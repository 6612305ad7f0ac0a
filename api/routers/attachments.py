"""Attachments over the API: a form with a file in; out, what is said of it and its bytes."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.deps import EXPORT, ActorDep, Db, costs, require_scope
from api.etag import require_match, tagged
from api.idempotency import Once
from api.uploads import OnceSent, SentDep, served
from domain import attachments
from domain.attachments import (
    SUFFIXES,
    AttachmentView,
    AttachToSignal,
    AttachToSubject,
    CorrectAttachment,
    ReplaceAttachment,
    WithdrawAttachment,
)
from domain.shapes import View

router = APIRouter(tags=["attachments"])

READ = [require_scope("cases:read")]
WRITE = [require_scope("cases:write")]
# In the signature, since what stands at the route is asked first: a file is taken in before a transaction begins.
SignalWriter = Annotated[None, require_scope("signals:write")]
SubjectWriter = Annotated[None, require_scope("cases:write")]


PICTURE: Final = ("image/webp",)


class AttachmentList(View):
    """Bijlagen, oldest first."""

    items: Sequence[AttachmentView] = Field(description="Bijlagen")


def _form(shape: Any) -> dict[str, Any]:
    """What is sent, for the document: the fields of a shape, and the file."""
    fields = shape.model_json_schema(ref_template="#/components/schemas/{model}")
    for one in fields["properties"].values():
        one.pop("title", None)
    file = {
        "type": "string",
        "contentMediaType": "application/octet-stream",
        "description": "Bestand: the bytes",
    }
    schema = {
        "type": "object",
        "properties": {**fields["properties"], "file": file},
        "required": [*fields["required"], "file"],
    }
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}}}


def _bytes(description: str, media_types: Iterable[str] = SUFFIXES) -> dict[int | str, dict[str, Any]]:
    schema = {"schema": {"type": "string", "format": "binary"}}
    return {200: {"description": description, "content": dict.fromkeys(media_types, schema)}}


@router.post("/signals/{signal_id}/attachments", status_code=201, openapi_extra=_form(AttachToSignal))
def attach_to_signal(
    sent: SentDep, session: Db, actor: ActorDep, once: OnceSent, _scope: SignalWriter, signal_id: UUID
) -> AttachmentView:
    """Bijlage bij een signaal: a file with your own signal, until it is closed."""
    return once(
        lambda: attachments.attach_to_signal(
            session, actor, signal_id, sent.shape(AttachToSignal), sent.upload
        ),
        lambda made: attachments.attachment(session, actor, made),
        "/attachments/{id}",
    )


@router.get("/signals/{signal_id}/attachments", dependencies=[require_scope("signals:read")])
def list_attachments_of_signal(session: Db, actor: ActorDep, signal_id: UUID) -> AttachmentList:
    """Bijlagen bij een signaal, as far as shared with you."""
    return AttachmentList(items=attachments.attachments(session, actor, signal_id))


@router.post("/subjects/{subject_id}/attachments", status_code=201, openapi_extra=_form(AttachToSubject))
def attach_to_subject(
    sent: SentDep, session: Db, actor: ActorDep, once: OnceSent, _scope: SubjectWriter, subject_id: UUID
) -> AttachmentView:
    """Bijlage over een betrokkene: a file that your organisation holds, in one category."""
    return once(
        lambda: attachments.attach_to_subject(
            session, actor, subject_id, sent.shape(AttachToSubject), sent.upload
        ),
        lambda made: attachments.attachment(session, actor, made),
        "/attachments/{id}",
    )


@router.get("/subjects/{subject_id}/attachments", dependencies=READ)
def list_attachments_of_subject(session: Db, actor: ActorDep, subject_id: UUID) -> AttachmentList:
    """Bijlagen over een betrokkene, as far as shared with you."""
    return AttachmentList(items=attachments.attachments(session, actor, subject_id))


@router.get("/attachments/{attachment_id}", response_model=AttachmentView, dependencies=READ)
def get_attachment(session: Db, actor: ActorDep, request: Request, attachment_id: UUID) -> Response:
    """Bijlage: what is said of one file, and which parts of it you can open; its ETag is what a correction must match."""
    return tagged(request, attachments.attachment(session, actor, attachment_id))


@router.put("/attachments/{attachment_id}", response_model=AttachmentView, dependencies=WRITE)
def correct_attachment(
    session: Db, actor: ActorDep, request: Request, attachment_id: UUID, data: CorrectAttachment
) -> Response:
    """Correctie: of what you said of your own file, with If-Match; the file stays, readers see that it was corrected (BGS 1.7)."""
    require_match(
        request, session, attachment_id, lambda: attachments.attachment(session, actor, attachment_id)
    )
    return tagged(request, attachments.correct_attachment(session, actor, attachment_id, data))


@router.get(
    "/attachments/{attachment_id}/content",
    dependencies=[*READ, costs(EXPORT)],
    response_class=Response,
    responses=_bytes("Inhoud: the file without what acts and without who made it; it is logged."),
)
def get_attachment_content(request: Request, session: Db, actor: ActorDep, attachment_id: UUID) -> Response:
    """Inhoud: the file as everybody who may see it gets it."""
    return served(attachments.content(session, actor, request.app.state.intake.vault, attachment_id, "copy"))


@router.get(
    "/attachments/{attachment_id}/original",
    dependencies=[*READ, costs(EXPORT)],
    response_class=Response,
    responses=_bytes("Origineel: the file as it came, for the organisation that added it; it is logged."),
)
def get_attachment_original(request: Request, session: Db, actor: ActorDep, attachment_id: UUID) -> Response:
    """Origineel: the file as it came, with all that is in it; for your own only."""
    return served(
        attachments.content(session, actor, request.app.state.intake.vault, attachment_id, "original")
    )


@router.get(
    "/attachments/{attachment_id}/thumbnail",
    dependencies=READ,
    response_class=Response,
    responses=_bytes("Kleine afbeelding.", PICTURE),
)
def get_attachment_thumbnail(request: Request, session: Db, actor: ActorDep, attachment_id: UUID) -> Response:
    """Kleine afbeelding of a picture, or of the first page of a PDF."""
    return served(
        attachments.content(session, actor, request.app.state.intake.vault, attachment_id, "thumbnail"),
        inline=True,
    )


PageNumber = Annotated[int, Query(ge=1, le=20, description="Pagina: its number, from 1.", examples=[1])]


@router.get(
    "/attachments/{attachment_id}/page",
    dependencies=READ,
    response_class=Response,
    responses=_bytes("Pagina als afbeelding.", PICTURE),
)
def get_attachment_page(
    request: Request, session: Db, actor: ActorDep, attachment_id: UUID, number: PageNumber = 1
) -> Response:
    """Pagina: one page of a PDF, or the picture itself, drawn as a picture."""
    return served(
        attachments.content(session, actor, request.app.state.intake.vault, attachment_id, "page", number),
        inline=True,
    )


@router.post(
    "/attachments/{attachment_id}/replacements", status_code=201, openapi_extra=_form(ReplaceAttachment)
)
def replace_attachment(
    sent: SentDep, session: Db, actor: ActorDep, once: OnceSent, _scope: SubjectWriter, attachment_id: UUID
) -> AttachmentView:
    """Vervangen: another file in the place of your own; the one before is destroyed, who reads it sees that (BGS 1.7)."""
    return once(
        lambda: attachments.replace_attachment(
            session, actor, attachment_id, sent.shape(ReplaceAttachment), sent.upload
        ),
        lambda made: attachments.attachment(session, actor, made),
        "/attachments/{id}",
    )


@router.post("/attachments/{attachment_id}/withdrawals", status_code=201, dependencies=WRITE)
def withdraw_attachment(
    session: Db, actor: ActorDep, once: Once, attachment_id: UUID, data: WithdrawAttachment
) -> AttachmentView:
    """Intrekken: your own file; it can never be read again, who saw it sees that it was withdrawn (BGS 1.7)."""
    return once(
        lambda: attachments.withdraw_attachment(session, actor, attachment_id, data),
        lambda made: attachments.attachment(session, actor, made),
        "/attachments/{id}",
    )
