"""Sharing: the matrix of the law, the rules given within it, and what both mean for one who looks.

Rules are data and the decision is one SQL function; nothing here decides what anybody sees.
"""

from domain.sharing.ceilings import CategoryView, Matrix, MatrixLine, categories, grounds, matrix
from domain.sharing.explaining import Basis, Share, Withheld, basis, withheld
from domain.sharing.giving import (
    NARROWED,
    GiveRule,
    RegisterAgreement,
    adopt_standard_rules,
    end_agreement,
    end_rule,
    except_organisation,
    give_rule,
    register_agreement,
)

__all__ = [
    "NARROWED",
    "Basis",
    "CategoryView",
    "GiveRule",
    "Matrix",
    "MatrixLine",
    "RegisterAgreement",
    "Share",
    "Withheld",
    "adopt_standard_rules",
    "basis",
    "categories",
    "end_agreement",
    "end_rule",
    "except_organisation",
    "give_rule",
    "grounds",
    "matrix",
    "register_agreement",
    "withheld",
]
