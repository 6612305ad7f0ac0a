"""Files of signals on their way in, and what goes back to whoever brought them: api edges of `domain.importing`."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from api.importing.files import FIELD, Sheet, fingerprint, opened
from api.importing.sheets import errors_sheet, results_sheet, template_sheet
from api.problems import invalid
from domain.calendar import today
from domain.detection import SubmitSignal
from domain.shapes import TYPED_ON

__all__ = [
    "FIELD",
    "Sheet",
    "errors_sheet",
    "fingerprint",
    "opened",
    "results_sheet",
    "signal_of",
    "template_sheet",
]


def signal_of(given: Mapping[str, Any]) -> SubmitSignal:
    """A row read as a signal, the way a form is; Invalid tells everything that is wrong with it."""
    try:
        return SubmitSignal.model_validate(given, context={TYPED_ON: today()})
    except ValidationError as error:
        raise invalid(error) from error
