"""``probant init``: write a commented ``candidate.yaml`` and dossier by asking, with the lab's certificates."""

from __future__ import annotations

import json
import secrets
from importlib.resources import files
from pathlib import Path

import click
import yaml

from criteria.messages import text
from criteria.text import Language
from harness.cli.output import chosen_language, language_option, say
from harness.errors import ConfigurationError
from harness.lab_files import make_lab
from harness.manifest import load_manifest
from harness.probes.dossier.read import FILE, schema

QUESTIONS = (
    ("name", ""),
    ("version", "1.0.0"),
    ("publisher", ""),
    ("siren", ""),
    ("base_url", "https://app.example.fr"),
)
FACES = ("web", "mobile", "space_client", "professional")


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
@click.option("--lab/--standard", "lab", default=True, help="lab: your own machine; standard: a public service")
@click.option("--defaults", is_flag=True, help="Ask nothing, write the example values")
@language_option
def command(folder: Path, lab: bool, defaults: bool, lang: str | None) -> int:
    """Write FOLDER/candidate.yaml and dossier/ (and lab/ with an authority and the space's certificate)."""
    target = folder / "candidate.yaml"
    if target.exists():
        raise ConfigurationError("init.exists", path=target)
    language = chosen_language(lang)
    answers = _answers(defaults, language)
    folder.mkdir(parents=True, exist_ok=True)
    target.write_text(_filled(answers, lab, language), "utf-8")
    _begin_dossier(folder / "dossier", answers, language)
    if lab:
        make_lab(folder / "lab")
    load_manifest(target)
    say(text("init.done", path=target), lang)
    return 0


def _begin_dossier(folder: Path, answers: dict[str, str], language: Language) -> None:
    """A commented ``dossier.yaml`` with its published schema; one that is there already stays as it is."""
    folder.mkdir(exist_ok=True)
    (folder / "dossier.schema.json").write_text(json.dumps(schema(), ensure_ascii=False, indent=2) + "\n", "utf-8")
    target = folder / FILE
    if not target.exists():
        template = files("harness.probes.dossier").joinpath(f"dossier.template.{language}.yaml").read_text("utf-8")
        target.write_text(template.replace("<publisher>", _quoted(answers["publisher"])), "utf-8")


def _answers(defaults: bool, language: Language) -> dict[str, str]:
    found = {}
    for name, example in QUESTIONS:
        question = text(f"init.ask_{name}").in_(language)
        answer = example if defaults else click.prompt(question, default=example, err=True)
        found[name] = answer or {"name": "Mon app", "publisher": "Mon entreprise"}.get(name, "")
    faces = "web" if defaults else click.prompt(text("init.ask_faces").in_(language), default="web", err=True)
    found["faces"] = ", ".join(face for face in FACES if face in faces.replace(",", " ").split()) or "web"
    return found


def _filled(answers: dict[str, str], lab: bool, language: Language) -> str:
    """The template of the language with every answer quoted as YAML wants it."""
    template = files("harness.manifest").joinpath(f"candidate.template.{language}.yaml").read_text("utf-8")
    values = {name: _quoted(value) for name, value in answers.items()}
    values |= {"faces": answers["faces"], "profile": "lab" if lab else "standard", "nonce": secrets.token_urlsafe(24)}
    for name, value in values.items():
        template = template.replace(f"<{name}>", value)
    lines = template.splitlines()
    return "\n".join(line.removeprefix("#lab ") for line in lines if lab or not line.startswith("#lab ")) + "\n"


def _quoted(value: str) -> str:
    return yaml.safe_dump(value, allow_unicode=True, default_style='"').strip()
