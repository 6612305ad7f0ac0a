"""Sharing: the matrix of the law, the rules given within it, and what both mean for one who looks.

Rules are data and the decision is one SQL function; nothing here decides what anybody sees.
"""

from domain.sharing.agreements import (
    RegisterAgreement,
    ReviewAgreement,
    agreement_between,
    end_agreement,
    register_agreement,
    review_agreement,
)
from domain.sharing.ceilings import CategoryView, Matrix, MatrixLine, categories, matrix
from domain.sharing.effects import AddChange, ChangeView, Effect, fold_tallies
from domain.sharing.explaining import Basis, Share, Withheld, basis, withheld
from domain.sharing.giving import (
    COVENANT,
    NARROWED,
    ExceptOrganisation,
    GiveRule,
    adopt_standard_rules,
    end_rule,
    except_organisation,
    give_rule,
)
from domain.sharing.registered import (
    AgreementLine,
    AgreementView,
    ExceptionView,
    RuleView,
    Wanted,
    agreement,
    agreements,
    rule,
    rules,
)
from domain.sharing.rehearsing import (
    BeginRehearsal,
    RehearsalLine,
    RehearsalView,
    add_change,
    apply_rehearsal,
    begin_rehearsal,
    drop_rehearsal,
    rehearsal,
    rehearsals,
    remove_change,
)

__all__ = [
    "COVENANT",
    "NARROWED",
    "AddChange",
    "AgreementLine",
    "AgreementView",
    "Basis",
    "BeginRehearsal",
    "CategoryView",
    "ChangeView",
    "Effect",
    "ExceptOrganisation",
    "ExceptionView",
    "GiveRule",
    "Matrix",
    "MatrixLine",
    "RegisterAgreement",
    "RehearsalLine",
    "RehearsalView",
    "ReviewAgreement",
    "RuleView",
    "Share",
    "Wanted",
    "Withheld",
    "add_change",
    "adopt_standard_rules",
    "agreement",
    "agreement_between",
    "agreements",
    "apply_rehearsal",
    "basis",
    "begin_rehearsal",
    "categories",
    "drop_rehearsal",
    "end_agreement",
    "end_rule",
    "except_organisation",
    "fold_tallies",
    "give_rule",
    "matrix",
    "register_agreement",
    "rehearsal",
    "rehearsals",
    "remove_change",
    "review_agreement",
    "rule",
    "rules",
    "withheld",
]
