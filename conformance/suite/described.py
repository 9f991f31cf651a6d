"""Whether an answer is one that the contract describes (``openapi.yaml``): its status, its media type, its shape."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator

from conformance.contract.documents import document
from conformance.suite.answer import Answer, at
from conformance.suite.outcome import Broken, expect


def check_described(answer: Answer, path: str = "") -> None:
    """Raise ``Broken`` unless the answer is one that the contract describes for its operation.

    ``path`` is the operation's, as the contract writes it (``/fhir/Observation/{id}``); else the one that the address
    ends with.
    """
    told = _resolved(_responses(answer, path).get(str(answer.status)))
    expect(told, "undescribed", answer, call=answer.name, status=answer.status)
    content = at(told, "content") or {}
    media = answer.headers.get("content-type", "").partition(";")[0].strip()
    if content:
        expect(media in content, "value", answer, what="Content-Type", seen=media, wanted=" / ".join(content))
    if content and media.endswith("json"):
        _fits(answer, content[media].get("schema", {}), answer.json, ".")
    for name, header in (at(told, "headers") or {}).items():
        _check_header(answer, name, _resolved(header))


def _check_header(answer: Answer, name: str, told: Any) -> None:
    value = answer.headers.get(name.lower())
    expect(value is not None or not told.get("required"), "absent", answer, what=name)
    schema = told.get("schema", {})
    if value is not None:
        numeric = schema.get("type") == "integer" and value.isascii() and value.isdigit()
        _fits(answer, schema, int(value) if numeric else value, name)


def _fits(answer: Answer, schema: Any, value: Any, where: str) -> None:
    wrong = next(_validator(schema).iter_errors(value), None)
    if wrong is not None:
        path = "/".join(str(step) for step in wrong.path)
        raise Broken("misshapen", answer, where=path or where, why=wrong.message)


def _responses(answer: Answer, path: str) -> dict[str, Any]:
    """The responses of the operation."""
    paths: dict[str, Any] = document("openapi.yaml")["paths"]
    fitting = [path] if path else [one for one in paths if urlsplit(answer.url).path.endswith(one)]
    operation = at(paths, max(fitting, key=len), answer.method.lower()) if fitting else None
    return at(operation, "responses") or {}


def _resolved(value: Any) -> Any:
    while isinstance(value, dict) and "$ref" in value:
        value = at(document("openapi.yaml"), *value["$ref"].removeprefix("#/").split("/"))
    return value


def _validator(schema: Any) -> Draft202012Validator:
    return Draft202012Validator(schema | {"components": _components()})


@cache
def _components() -> Any:
    return document("openapi.yaml")["components"]
