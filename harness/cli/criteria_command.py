"""``probant criteria``: list and filter the catalogue, or explain one criterion."""

from __future__ import annotations

import click
import msgspec

from criteria.catalogue import catalogue
from criteria.criterion import Criterion
from criteria.messages import text
from criteria.text import Language
from harness.cli.output import chosen_language, json_option, language_option, say
from harness.errors import ConfigurationError


@click.command("criteria")
@click.argument("criterion", required=False)
@click.option("--topic", help="Only this topic or family (security, gdpr/consent)")
@click.option("--severity", type=click.Choice(["blocking", "major", "minor"]))
@click.option("--face", type=click.Choice(["web", "mobile", "space_client", "professional"]))
@click.option("--decided/--undecided", default=None, help="Only those that this version looks at, or does not yet")
@json_option
@language_option
def command(
    criterion: str | None,
    topic: str | None,
    severity: str | None,
    face: str | None,
    decided: bool | None,
    as_json: bool,
    lang: str | None,
) -> int:
    """List the 70 criteria, or explain CRITERION (such as SEC-07)."""
    found = [_named(criterion)] if criterion else list(catalogue().criteria)
    found = [one for one in found if _wanted(one, topic, severity, face, decided)]
    if as_json:
        click.echo(msgspec.json.encode(found))
        return 0
    language = chosen_language(lang)
    say(text("audit.notice"), lang)
    click.echo(explained(found[0], language) if criterion else "\n".join(_line(one, language) for one in found))
    return 0


def _named(name: str) -> Criterion:
    try:
        return catalogue()[name.upper()]
    except KeyError as error:
        raise ConfigurationError("command.no_such_criterion", criterion=name) from error


def _wanted(one: Criterion, topic: str | None, severity: str | None, face: str | None, decided: bool | None) -> bool:
    return (
        (topic is None or one.topic == topic or one.family == topic)
        and (severity is None or one.severity == severity)
        and (face is None or face in one.faces)
        and (decided is None or (catalogue().check_of(one) is not None) == decided)
    )


def _line(one: Criterion, language: Language) -> str:
    mark = " " if catalogue().check_of(one) else "·"
    return f"{one.id} {mark} {one.severity:<9} {one.method:<10} {one.topic:<24} {one.title.in_(language)}"


def explained(one: Criterion, language: Language) -> str:
    """Everything that the catalogue says of one criterion."""
    said = text("criteria.decided" if catalogue().check_of(one) else "criteria.undecided").in_(language)
    remedy = one.remediation.fr if language == "fr" else one.remediation.en
    parts = [
        f"{one.id} (v{one.version}) {one.title.in_(language)}",
        f"{one.topic} | {one.severity} | {one.method} | {', '.join(one.faces)}",
        said,
    ]
    for key, body in (
        ("criteria.requirement", one.requirement.in_(language)),
        ("criteria.observed", one.observed.in_(language)),
        ("criteria.rule", one.rule.in_(language)),
        ("criteria.not_applicable", one.not_applicable.in_(language)),
        ("criteria.fail_example", one.fail_example.in_(language)),
        ("criteria.looks", ", ".join(one.looks) or "-"),
        ("criteria.remediation", f"{remedy} ({text('criteria.effort_' + one.remediation.effort).in_(language)})"),
        ("criteria.sources", "\n".join(f"- {source.ref} [{source.standing}]" for source in one.sources)),
    ):
        parts.append(f"\n{text(key).in_(language)}\n{click.wrap_text(body, 100, preserve_paragraphs=True)}")
    return "\n".join(parts)
