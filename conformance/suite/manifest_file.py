"""Reading ``space.yaml`` and the files that it names. Secrets come from those or the environment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import yaml
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from jsonschema import Draft202012Validator

from conformance.suite.manifest import SpaceManifest
from criteria.messages import text
from criteria.yaml_data import load_yaml

_LARGEST = 1024 * 1024


class ManifestWrong(Exception):
    """A manifest, or a file that it names, that cannot be used. ``key`` is a message, ``params`` its values."""

    def __init__(self, key: str, **params: object) -> None:
        self.key, self.params = f"space_check.{key}", params
        super().__init__(text(self.key, **params).en)


def load_manifest(path: Path, environ: Mapping[str, str], base_url: str = "") -> SpaceManifest:
    """Read a manifest and the files that it names. ``base_url`` takes the place of its own.

    Raises ``ManifestWrong``.
    """
    told = _plain(_parsed(_bytes(path, path.name), path.name))
    if isinstance(told, dict) and base_url:
        told["base_url"] = base_url.rstrip("/")
    wrong = next(iter(sorted(_validator().iter_errors(told), key=lambda error: list(map(str, error.path)))), None)
    if wrong is not None:
        where = "/".join(str(step) for step in wrong.path) or "."
        raise ManifestWrong("manifest_wrong", file=path.name, where=where, why=wrong.message)
    folder = path.parent
    base = told["base_url"]
    told = {"issuer": f"{base}/oauth", "fhir": f"{base}/fhir"} | told
    told["ca"] = str(folder / told["ca"]) if "ca" in told else ""
    if told["ca"]:
        _bytes(Path(told["ca"]), Path(told["ca"]).name)
    told["clients"] = [one | {"key": _key(folder / one["key"], one["key"])} for one in told["clients"]]
    told["people"] = [{"login": one["login"], "password": _password(one, folder, environ)} for one in told["people"]]
    try:
        return msgspec.convert(told, SpaceManifest)
    except msgspec.ValidationError as error:
        raise ManifestWrong("manifest_wrong", file=path.name, where=".", why=str(error)) from error


def _key(path: Path, name: str) -> dict[str, Any]:
    try:
        key = ECKey.import_key(msgspec.json.decode(_bytes(path, name), type=dict[str, Any]))
    except (msgspec.DecodeError, JoseError, ValueError, TypeError) as error:
        raise ManifestWrong("key_wrong", file=name) from error
    if not key.is_private or key.curve_name != "P-256":
        raise ManifestWrong("key_wrong", file=name)
    return dict(key.as_dict(private=True))


def _password(person: dict[str, str], folder: Path, environ: Mapping[str, str]) -> str:
    held = environ.get(person["password_env"], "")
    if not held and "password_file" in person:
        held = _bytes(folder / person["password_file"], person["password_file"]).decode("utf-8", "replace").strip()
    if not held:
        raise ManifestWrong("no_password", variable=person["password_env"], login=person["login"])
    return held


def _bytes(path: Path, name: str) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise ManifestWrong("file_large", file=name)
        return path.read_bytes()
    except OSError as error:
        raise ManifestWrong("file_unreadable", file=name, why=error.strerror or "") from error


def _parsed(raw: bytes, name: str) -> Any:
    try:
        return load_yaml(raw)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise ManifestWrong("manifest_wrong", file=name, where=".", why=str(error).splitlines()[0]) from error


def _plain(value: Any) -> Any:
    """YAML makes dates of what looks like one; the schema knows texts only."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


@cache
def _validator() -> Draft202012Validator:
    schema = files(__package__).joinpath("space_manifest.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(schema))
