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
from domain.sharing.ceilings import CategoryView, Matrix, MatrixLine, categories, grounds, matrix
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
from domain.sharing.supplying import require_supplied, suppliable
from domain.sharing.terms import access_term

__all__ = [
    "COVENANT",
    "NARROWED",
    "AgreementLine",
    "AgreementView",
    "Basis",
    "CategoryView",
    "ExceptOrganisation",
    "ExceptionView",
    "GiveRule",
    "Matrix",
    "MatrixLine",
    "RegisterAgreement",
    "ReviewAgreement",
    "RuleView",
    "Share",
    "Wanted",
    "Withheld",
    "access_term",
    "adopt_standard_rules",
    "agreement",
    "agreement_between",
    "agreements",
    "basis",
    "categories",
    "end_agreement",
    "end_rule",
    "except_organisation",
    "give_rule",
    "grounds",
    "matrix",
    "register_agreement",
    "require_supplied",
    "review_agreement",
    "rule",
    "rules",
    "suppliable",
    "withheld",
]
