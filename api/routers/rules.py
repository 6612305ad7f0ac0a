"""Rules over the API: known to everybody in the chain, given and ended by the RIEC's administrator."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.deps import ActorDep, Db, require_scope
from api.etag import tagged
from api.idempotency import Once
from domain import sharing
from domain.process import Step
from domain.shapes import View
from domain.sharing import ExceptOrganisation, GiveRule, RuleView, Wanted

router = APIRouter(tags=["sharing"])

READ = [require_scope("cases:read")]
WRITE = [require_scope("administration:write")]


class RuleList(View):
    """Deelregels: those in force first, by category."""

    items: Sequence[RuleView] = Field(description="Deelregels")


@router.get("/rules", response_model=RuleList, dependencies=READ)
def list_rules(
    session: Db,
    actor: ActorDep,
    request: Request,
    agreement_id: Annotated[UUID | None, Query(alias="agreementId", description="Afspraak")] = None,
    category: Annotated[str | None, Query(max_length=60, description="Gegevenscategorie")] = None,
    owner_kind: Annotated[
        str | None, Query(alias="ownerKind", max_length=60, description="Bronhouder")
    ] = None,
    recipient_kind: Annotated[
        str | None, Query(alias="recipientKind", max_length=60, description="Ontvanger")
    ] = None,
    step: Annotated[Step | None, Query(description="Stap")] = None,
    ended: Annotated[bool, Query(description="Ook beëindigde")] = False,
) -> Response:
    """Deelregels: what partners agreed to share; a rule for any kind fits every question about a kind."""
    wanted = Wanted(
        agreement_id=agreement_id, category=category, owner_kind=owner_kind, recipient_kind=recipient_kind,
        step=step, ended=ended,
    )  # fmt: skip
    return tagged(request, RuleList(items=sharing.rules(session, actor, wanted)))


@router.post("/rules", status_code=201, dependencies=WRITE)
def give_rule(session: Db, actor: ActorDep, once: Once, data: GiveRule) -> RuleView:
    """Deelregel geven: on a covenant in force; it can only narrow what the law allows."""
    return once(
        lambda: sharing.rule(session, actor, sharing.give_rule(session, actor, data)),
        lambda made: sharing.rule(session, actor, made),
        "/rules/{id}",
    )


@router.get("/rules/{rule_id}", response_model=RuleView, dependencies=READ)
def get_rule(session: Db, actor: ActorDep, request: Request, rule_id: UUID) -> Response:
    """Deelregel: one of them, also when it has ended."""
    return tagged(request, sharing.rule(session, actor, rule_id))


@router.post("/rules/{rule_id}/endings", status_code=201, dependencies=WRITE)
def end_rule(session: Db, actor: ActorDep, once: Once, rule_id: UUID) -> RuleView:
    """Deelregel beëindigen: now; a rule is never changed."""

    def end() -> RuleView:
        sharing.end_rule(session, actor, rule_id)
        return sharing.rule(session, actor, rule_id)

    return once(end, lambda made: sharing.rule(session, actor, made), "/rules/{id}")


@router.post("/rules/{rule_id}/exceptions", status_code=201, dependencies=WRITE)
def except_organisation(
    session: Db, actor: ActorDep, once: Once, rule_id: UUID, data: ExceptOrganisation
) -> RuleView:
    """Uitzondering: one organisation for which the rule does not hold, with the reason; it ends with the rule."""

    def make() -> RuleView:
        sharing.except_organisation(session, actor, rule_id, data)
        return sharing.rule(session, actor, rule_id)

    return once(make, lambda made: sharing.rule(session, actor, made), "/rules/{id}")
