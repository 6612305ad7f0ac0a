"""The promise of openapi.json, held against each answer: a documented status, media type, headers and body."""

import json
import re
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import jsonschema_rs
from httpx2 import Response

Json = dict[str, Any]

PREFIX = "/api/v1"
# Promised only for some operations or with some refusals.
SOMETIMES = {"Retry-After", "Deprecation", "Sunset", "Link"}


class Contract:
    """What the document promises."""

    def __init__(self, document: Json) -> None:
        self.document = document
        self.operations = [
            (method.upper(), re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), operation)
            for path, item in document["paths"].items()
            for method, operation in item.items()
        ]
        self.validator = cache(self._validator)

    def operation(self, method: str, path: str) -> Json | None:
        """The operation behind an address; None for what is no operation of the API."""
        whole = urlsplit(path).path
        if not whole.startswith(f"{PREFIX}/"):
            return None
        asked = whole.removeprefix(PREFIX)
        wanted = "GET" if method == "HEAD" else method
        fitting = (
            one for verb, pattern, one in self.operations if verb == wanted and pattern.fullmatch(asked)
        )
        return next(fitting, None)

    def hold(self, method: str, path: str, answer: Response) -> None:
        """Fail when an answer is not what was promised."""
        operation = self.operation(method, path)
        if operation is None:
            return
        where = f"{method} {path}: {answer.status_code}"
        promised = self._promised(operation, str(answer.status_code))
        assert promised is not None, f"{where} is not documented"
        wanted = set(promised.get("headers", {})) - SOMETIMES
        absent = sorted(name for name in wanted if name not in answer.headers)
        assert not absent, f"{where} lacks {absent}"
        self._hold_body(where, promised.get("content", {}), answer)

    def _promised(self, operation: Json, status: str) -> Json | None:
        responses = operation["responses"]
        found = responses.get(status) or responses.get(f"{status[0]}XX")
        return self._resolved(found) if found else None

    def _hold_body(self, where: str, content: Json, answer: Response) -> None:
        if not content:
            assert answer.content == b"", f"{where} has a body"
            return
        media_type = answer.headers.get("content-type", "").partition(";")[0]
        assert media_type in content, f"{where} is {media_type}"
        if media_type.endswith("json"):
            schema = json.dumps(content[media_type]["schema"])
            errors = [str(error)[:300] for error in self.validator(schema).iter_errors(answer.json())]
            assert not errors, f"{where} {errors}"

    def _validator(self, schema: str) -> Any:
        whole = {**json.loads(schema), "components": self.document["components"]}
        return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)

    def _resolved(self, node: Json) -> Json:
        while "$ref" in node:
            found: Any = self.document
            for part in node["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            node = found
        return node
