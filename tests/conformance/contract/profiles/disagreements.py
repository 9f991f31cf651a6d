"""Where our validator refuses what the snapshots of the official profiles let pass, and why each time we are right."""

from __future__ import annotations

from typing import NamedTuple


class Disagreement(NamedTuple):
    """The snapshots of ``profiles`` (empty: of all that have the mutation) let these mutations pass; ``why``."""

    why: str
    mutations: str
    profiles: str = ""


TABLE = (
    Disagreement(
        "MES 1.5.2 asks for more than the profile: the identifier of the pairing, and meta.profile.",
        "subject-without-identifier subject-without-system subject-without-value profile-missing",
    ),
    Disagreement(
        "MES 1.5.2 takes effectiveDateTime only; these profiles also allow a Period.",
        "effective-period",
        "body_weight body_height body_mass_index body_temperature steps_by_day waist_circumference head_circumference "
        "heart_rate",
    ),
    Disagreement(
        "MES 1.5.2 wants a value (`Observation value quantity not provided.`); vs-2 takes a reason for its absence.",
        "value-missing value-absent-reason-only",
        "body_weight body_height body_temperature glucose pain_severity steps_by_day waist_circumference "
        "head_circumference heart_rate",
    ),
    Disagreement(
        "These profiles leave the number inside the quantity optional; MES 1.5.2 wants a value.",
        "value-without-number",
        "glucose pain_severity steps_by_day waist_circumference",
    ),
    Disagreement(
        "Cardinalities and patterns are no FHIRPath: the walker knows no invariants.",
        "effective-year effective-month extension-without-value value-and-absent-reason value-beside-component "
        "component-without-value range-without-bounds",
    ),
    Disagreement(
        "The same (vs-2); only the profile of body mass index wants the quantity, of blood pressure the components.",
        "value-missing-everywhere",
        "body_weight body_height body_temperature glucose pain_severity steps_by_day waist_circumference "
        "head_circumference heart_rate",
    ),
    Disagreement(
        "The same: qty-3 is of the type Quantity, and only pain leaves the system open.",
        "unit-without-system",
        "pain_severity",
    ),
    Disagreement(
        "The snapshot says `dateTime`, `id`, `decimal`, `Annotation`: what these may hold is in FHIR R4, not in it.",
        "effective-not-in-calendar effective-without-offset effective-without-seconds effective-other-form "
        "source-with-space id-with-slash issued-without-time value-as-text value-as-boolean value-infinite "
        "note-as-text note-with-control-character object-empty null extension-without-address",
    ),
    Disagreement(
        "These snapshots do not list the inside of a Coding.",
        "property-unknown-inside",
        "pain_severity steps_by_day waist_circumference",
    ),
    Disagreement(
        "A required code list is named by the snapshot, its codes are not in it.",
        "status-unknown comparator-unknown method-unknown method-text-only population-unknown site-unknown",
    ),
    Disagreement(
        "The same: the codes, units and moments of the four indicators are in lists (J153, J154, J157, J163, J164).",
        "code-other code-system-other code-text-only unit-other moment-unknown moment-text-only diabetes-unknown "
        "days-unknown",
        "glucose",
    ),
    Disagreement(
        "The glucose table of MES 1.5.2 ties units and extensions to the indicator; no profile says so.",
        "moment-missing days-on-blood hba1c-with-moment hba1c-with-days hba1c-in-mg interstitial-without-days "
        "interstitial-with-moment index-without-days index-in-mg blood-in-percent blood-in-mmol",
        "glucose",
    ),
    Disagreement(
        "The pattern stands on code.coding: without any coding, nothing fails it.", "code-text-only", "steps_by_day"
    ),
    Disagreement(
        "What an extension may hold stands in its own definition, not in the profile.",
        "reason-coded reason-two-values moment-two-codings",
    ),
    Disagreement(
        "The snapshots of these three do not list the reason for measurement; its definition allows it once.",
        "reason-twice",
        "body_height body_mass_index heart_rate",
    ),
    Disagreement(
        "The walker does not follow references; MES 1.5.2 says what they lead to.",
        "subject-not-a-patient device-not-a-device",
    ),
    Disagreement(
        "FHIR R4 lets them be there and tells who does not understand them to refuse.",
        "modifier-extension component-modifier implicit-rules",
    ),
    Disagreement(
        "Our reading: no negative measure, and pain from 0 to 10.", "value-negative component-negative pain-over-ten"
    ),
    Disagreement(
        "MES 1.5.2: meta.source starts with the OID of the solution; the profile says so in prose.",
        "source-without-oid",
    ),
    Disagreement("The walker reads what it is given as an Observation.", "type-other"),
)

# The other way round: right examples of ours that a snapshot refuses. It fixes meta.profile to the first family of
# addresses; the texts use three, and the contract takes them all.
REFUSED_EXAMPLES = {"blood_pressure-wrist", "body_weight-ans", "heart_rate-ens"}
