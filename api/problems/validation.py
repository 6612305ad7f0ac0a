"""pydantic's errors as ours: a code of the catalogue, a JSON pointer and the facts of the sentence."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from api.problems.texts import ERRORS
from domain.errors import Invalid, Problem

MOST_PROBLEMS = 100
"""More in one answer help nobody; a body full of rubbish must not make an answer many times its size."""

LONGEST_NAME = 100

FALLBACK: Final = "invalid-value"

_OF_CODE: Final = {
    "required": (
        "missing missing_argument missing_keyword_only_argument missing_positional_only_argument union_tag_not_found"
    ),
    "unknown-field": "extra_forbidden unexpected_keyword_argument unexpected_positional_argument no_such_attribute",
    FALLBACK: (
        "value_error assertion_error needs_python_object frozen_field frozen_instance get_attribute_error"
        " default_factory_not_called iteration_error set_item_not_hashable is_instance_of is_subclass_of callable_type"
        " arguments_type multiple_argument_values invalid_key datetime_object_invalid dataclass_exact_type"
        " bytes_type bytes_too_short bytes_too_long bytes_invalid_encoding missing_sentinel_error ellipsis_error"
    ),
    "not-text": "string_type",
    "not-readable-text": "string_unicode string_not_ascii text_not_storable",
    "text-too-short": "string_too_short",
    "text-too-long": "string_too_long",
    "not-the-pattern": "string_pattern_mismatch",
    "not-a-choice": "enum literal_error union_tag_invalid",
    "not-a-number": (
        "float_type float_parsing finite_number decimal_type decimal_parsing fraction_type fraction_parsing"
        " complex_type complex_str_parsing"
    ),
    "not-whole": "int_type int_parsing int_from_float multiple_of",
    "number-too-small": "greater_than greater_than_equal",
    "number-too-large": "less_than less_than_equal int_parsing_size",
    "number-too-precise": "decimal_max_digits decimal_max_places decimal_whole_digits",
    "not-a-date": "date_type date_parsing date_from_datetime_parsing date_from_datetime_inexact date_form",
    "not-in-the-past": "date_past datetime_past",
    "not-in-the-future": "date_future datetime_future",
    "not-a-time": "time_type time_parsing time_form",
    "not-a-moment": (
        "datetime_type datetime_parsing datetime_from_date_parsing timezone_naive timezone_aware timezone_offset"
    ),
    "not-a-duration": "time_delta_type time_delta_parsing",
    "not-yes-or-no": "bool_type bool_parsing",
    "not-a-list": "list_type tuple_type set_type frozen_set_type deque_type iterable_type named_tuple_type",
    "list-too-short": "too_short",
    "list-too-long": "too_long",
    "not-an-object": (
        "model_type model_attributes_type dataclass_type dict_type frozen_dict_type ordered_dict_type counter_type"
        " mapping_type"
    ),
    "not-an-id": "uuid_type uuid_parsing uuid_version",
    "not-a-web-address": "url_type url_parsing url_syntax_violation url_too_long url_scheme",
    "not-json": "json_invalid json_type",
    "too-deep": "recursion_loop recursion_depth_exceeded",
    "must-be-empty": "none_required",
}

CODES: Final[Mapping[str, str]] = {kind: code for code, kinds in _OF_CODE.items() for kind in kinds.split()}
"""Every error type of pydantic, and those of `domain.shapes` -> a code of the catalogue."""


def code_of(kind: str) -> str:
    """The code for a pydantic error type; a shape that raises `PydanticCustomError` names one of ours itself."""
    return CODES.get(kind) or (kind if kind in ERRORS else FALLBACK)


def problems_in(error: RequestValidationError) -> list[tuple[str, Problem]]:
    """What is wrong with a request: the place (body, query, path, header) and the problem there."""
    listed = list(error.errors())[:MOST_PROBLEMS]
    return [(str(found["loc"][0]), _problem(found, found["loc"][1:])) for found in listed]


def invalid(error: ValidationError) -> Invalid:
    """The same for a shape that a page filled itself from a form."""
    listed = error.errors(include_url=False, include_input=False)[:MOST_PROBLEMS]
    return Invalid(*(_problem(found, found["loc"]) for found in listed))


def pointer_to(place: Iterable[str | int]) -> str:
    """JSON pointer (RFC 6901) to a place in a document; the names may come from whoever sent it."""
    return "".join(f"/{_token(name)}" for name in place)


def _token(name: str | int) -> str:
    # A lone surrogate in a member name cannot be sent back as UTF-8.
    readable = str(name)[:LONGEST_NAME].encode("utf-8", "replace").decode()
    return readable.replace("~", "~0").replace("/", "~1")


def _problem(found: Mapping[str, Any], place: Sequence[str | int]) -> Problem:
    kind, context = found["type"], found.get("ctx") or {}
    # The place of broken JSON is an offset and not a member.
    pointer = "" if kind == "json_invalid" else pointer_to(place)
    return Problem(
        code_of(kind), pointer, {name: _fact(fact) for name, fact in context.items() if name != "error"}
    )


def _fact(fact: Any) -> Any:
    """pydantic writes choices as an English sentence: "'a', 'b' or 'c'"."""
    return fact.replace(" or ", ", ").replace("'", "") if isinstance(fact, str) else fact
