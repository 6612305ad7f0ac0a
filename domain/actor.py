"""Who asks: a person or an API client, on behalf of one organisation, in given staff roles."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from domain.errors import NotAllowed


class StaffRole(StrEnum):
    """What a person does within the organisation. Not the organisation's `part`, not a subject's `role`."""

    REPORTER = "reporter"
    """Melder: reports signals and follows them."""
    HANDLER = "handler"
    """Behandelaar: contributes, answers requests, gives opinions, reports progress."""
    MANDATE_HOLDER = "mandate_holder"
    """Gemandateerde: says yes or no to an intervention for the organisation."""
    CASE_MANAGER = "case_manager"
    """Casemanager of a municipality: moves a case, keeps partners to their word."""
    PREPARATION = "preparation"
    """Voorbereidingsteam: tests signals against the five legal criteria (BGS 2.16)."""
    ANALYST = "analyst"
    """RIEC-analist: sees connections, builds the dossier."""
    CHAIR = "chair"
    """Voorzitter of the case meeting: decisions per subject, assignment, closure."""
    PRIVACY_OFFICER = "privacy_officer"
    """Privacyfunctionaris of one organisation: who read ours, and on which ground."""
    COORDINATING_DPO = "coordinating_dpo"
    """Coordinerend FG (WGS 1.4(2)): registers and logs, not case content."""
    AUDITOR = "auditor"
    """Auditor: reads both logs, verifies the chain."""
    FUNCTIONAL_ADMINISTRATOR = "functional_administrator"
    """Functioneel beheerder: partners, people, agreements, rules; never case content."""


CONTENT_ROLES = frozenset(
    {
        StaffRole.REPORTER,
        StaffRole.HANDLER,
        StaffRole.MANDATE_HOLDER,
        StaffRole.CASE_MANAGER,
        StaffRole.PREPARATION,
        StaffRole.ANALYST,
        StaffRole.CHAIR,
    }
)

REPORTERS: Final = (StaffRole.REPORTER, StaffRole.HANDLER, StaffRole.CASE_MANAGER)
"""Who brings in signals, and adds to them."""


@dataclass(frozen=True)
class Actor:
    """The one who asks; immutable, built at the edge from what the database itself established."""

    id: UUID
    organisation_id: UUID
    organisation_name: str
    organisation_kind: str
    name: str
    kind: str
    staff_roles: frozenset[StaffRole]
    compartments: frozenset[str]
    municipality_code: str | None = None
    wgs_participant: bool = False
    api_scopes: frozenset[str] | None = None
    language: str = "nl"
    emergencies: Mapping[UUID, datetime] = field(default_factory=dict)
    """Where one may look because of an emergency only (a case and what hangs below it), and until when."""

    def has(self, *roles: StaffRole) -> bool:
        """Whether the actor holds at least one of the roles."""
        return not self.staff_roles.isdisjoint(roles)

    def require(self, *roles: StaffRole) -> None:
        """Refuse unless the actor holds one of the roles.

        Says which roles would do: that is about the actor's work, never about an object.
        """
        if not self.has(*roles):
            raise NotAllowed("role-required", roles=[role.value for role in roles])

    def has_at_riec(self, *roles: StaffRole) -> bool:
        """Whether the actor holds at least one of the roles, at the RIEC."""
        return self.organisation_kind == "riec" and self.has(*roles)

    def require_riec(self, *roles: StaffRole) -> None:
        """Refuse unless the actor holds one of the roles, at the RIEC: what `has_at_riec` asks."""
        self.require(*roles)
        if self.organisation_kind != "riec":
            raise NotAllowed("riec-only")

    def administers(self) -> bool:
        """Whether this is a functional administrator of the RIEC."""
        return self.has_at_riec(StaffRole.FUNCTIONAL_ADMINISTRATOR)

    def require_administrator(self) -> None:
        """Refuse unless this is a functional administrator of the RIEC; the policies ask the same."""
        self.require(StaffRole.FUNCTIONAL_ADMINISTRATOR)
        if not self.administers():
            raise NotAllowed("administrator-of-riec")
