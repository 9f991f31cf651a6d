"""Backup and restoration: the plan, and the record that it was tried."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from criteria.check import Facts, Note, Seen, check, note
from criteria.facts.dossier import Declaration, day
from criteria.facts.dossier_assurance import BackupPlan, DeclaredBackup, RestorationTest
from criteria.facts.dossier_document import Document, RefusedDocument
from criteria.facts.dossier_words import core, plain
from criteria.facts.durations import durations_in
from criteria.security.signed_records import a_year_before, signature_notes

NEEDED = ("scope", "frequency_hours", "retention_days", "encryption", "place", "rpo_hours", "rto_hours")
UNENCRYPTED = ("non", "no", "none", "aucun", "aucune", "sans", "neant", "n/a", "-")
"""Words that name no encryption."""


@check("SEC-35")
def sec_35(facts: Facts) -> Iterator[Note]:
    """Health data backed up apart and encrypted; a restoration tried within a year (GDPR art. 32(1)(b)-(d))."""
    said, documents, refused = facts.first(Declaration), facts.all(Document), facts.all(RefusedDocument)
    if said is None:
        yield note("no_dossier")
        return
    hosted = said.fact.hosting.health_data if said.fact.hosting else None
    backup = said.fact.backup
    if hosted is not None and hosted.device_only and backup is None:
        yield note("device_only", said)
        return
    plan, record = (backup.plan, backup.restoration) if backup else (None, None)
    if backup is None or plan is None:
        yield note("no_plan", said)
    else:
        yield from _plan(said, backup, plan)
    if record is None:
        yield note("no_record", said)
        return
    yield from _record(said, record, plan, facts.as_of.date())
    yield from signature_notes(said, "backup.restoration", record.signature, (), documents, refused)
    if plan is not None:
        about = {"rpo": record.measured_rpo_hours, "rto": record.measured_rto_hours, "place": plan.place}
        yield note("sound", said, *documents, **about, day=record.date)


def _plan(said: Seen[Declaration], backup: DeclaredBackup, plan: BackupPlan) -> Iterator[Note]:
    for field in NEEDED:
        if getattr(plan, field) in ("", None) or (field == "encryption" and plain(plan.encryption) in UNENCRYPTED):
            yield note("plan_incomplete", said, field=f"backup.plan.{field}")
    if not backup.primary_site:
        yield note("field_missing", said, field="backup.primary_site")
    elif plan.place and core(plan.place) == core(backup.primary_site):
        yield note("same_site", said, place=plan.place)
    if plan.frequency_hours is not None and plan.rpo_hours is not None and plan.frequency_hours > plan.rpo_hours:
        yield note("too_seldom", said, frequency=plan.frequency_hours, rpo=plan.rpo_hours)
    if plan.retention_days is not None:
        yield from _retention(said, plan, plan.retention_days)


def _retention(said: Seen[Declaration], plan: BackupPlan, kept: float) -> Iterator[Note]:
    """The period of GDP-14 that bounds backups: the row that the plan names."""
    rows = [one for one in said.fact.retention or () if plan.period and core(one.category) == core(plan.period)]
    periods = [period for row in rows for period in durations_in(row.period)]
    if rows and not periods:
        yield note("period_unread", said, category=plan.period)
    elif not rows:
        yield note("period_unknown", said, period=plan.period or "-")
    elif kept > max(period.most for period in periods):
        yield note("kept_too_long", said, kept=f"{kept:g}", period=rows[0].period, category=rows[0].category)


def _record(said: Seen[Declaration], record: RestorationTest, plan: BackupPlan | None, today: date) -> Iterator[Note]:
    made = day(record.date)
    if made is None or made > today:
        yield note("field_missing", said, field="backup.restoration.date")
    elif made < a_year_before(today):
        yield note("too_old", said, day=made, today=today)
    if record.outcome == "failure":
        yield note("failed", said, day=record.date)
    elif not record.outcome:
        yield note("field_missing", said, field="backup.restoration.outcome")
    for name in ("rpo", "rto"):
        measured, declared = getattr(record, f"measured_{name}_hours"), getattr(plan, f"{name}_hours", None)
        if measured is None:
            yield note("field_missing", said, field=f"backup.restoration.measured_{name}_hours")
        elif declared is not None and measured > declared:
            about = {"measure": name.upper(), "measured": f"{measured:g}", "declared": f"{declared:g}"}
            yield note("slower", said, **about)
