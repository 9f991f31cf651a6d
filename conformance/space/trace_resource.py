"""A trace as a FHIR AuditEvent: the profile of the ANS (TdE), in the shape of IHE BALP. All of it FHIR R4."""

from __future__ import annotations

import base64
from typing import Any

from conformance.space.access import Access
from conformance.space.accesses import Trace
from conformance.space.settings import SpaceSettings

PROFILE = "https://interop.esante.gouv.fr/ig/fhir/tde/StructureDefinition/tde-auditevent"
_EVENT_TYPE = "http://terminology.hl7.org/CodeSystem/audit-event-type"
_INTERACTION = "http://hl7.org/fhir/restful-interaction"
_ENTITY_TYPE = "http://terminology.hl7.org/CodeSystem/audit-entity-type"
_ENTITY_ROLE = "http://terminology.hl7.org/CodeSystem/object-role"
_BALP_ENTITY = "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType"
_DICOM = "http://dicom.nema.org/resources/ontology/DCM"
_ACTIONS = {"search-type": "E", "read": "R", "transaction": "C", "update": "U", "delete": "D"}


def audit_event(trace: Trace, access: Access, settings: SpaceSettings) -> dict[str, Any]:
    """Return the AuditEvent of a trace, for the application of ``access``, in whose words the person is named."""
    subtype = {"system": _INTERACTION, "code": trace.operation}
    event = {
        "resourceType": "AuditEvent",
        "id": trace.id,
        "meta": {"profile": [PROFILE]},
        "type": {"system": _EVENT_TYPE, "code": "rest"},
        "subtype": [subtype] if trace.operation else None,
        "action": _ACTIONS.get(trace.operation),
        "period": {"start": trace.recorded, "end": trace.recorded},
        "recorded": trace.recorded,
        # http://terminology.hl7.org/CodeSystem/audit-event-outcome: success, minor failure, serious failure
        "outcome": "0" if trace.granted else "4" if trace.status < 500 else "8",
        "outcomeDesc": None if trace.granted else f"{trace.status} {trace.error}".strip(),
        "agent": [
            {
                "type": {"coding": [{"system": _DICOM, "code": "110153", "display": "Source Role ID"}]},
                "who": {"identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:oid:{access.oid}"}},
                "requestor": True,
            }
        ],
        "source": {
            "observer": {
                "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:oid:{settings.assigning_authority}"}
            }
        },
        "entity": list(_entities(trace, access)),
    }
    return {key: value for key, value in event.items() if value is not None}


def _entities(trace: Trace, access: Access) -> list[dict[str, Any]]:
    person = {"identifier": {"system": f"urn:oid:{access.authority}", "value": access.idpe}}
    found: list[dict[str, Any]] = [_entity(person, "1", "1")]
    found += [_entity({"reference": target}, "2", "4") for target in trace.targets.split()]
    if trace.query:
        query = base64.b64encode(trace.query.encode()).decode()
        found.append({"type": _type("2"), "role": _role("24"), "query": query})
    if trace.request_id:
        call = {"identifier": {"value": trace.request_id}}
        found.append({"what": call, "type": {"system": _BALP_ENTITY, "code": "XrequestId"}})
    return found


def _entity(what: dict[str, Any], kind: str, role: str) -> dict[str, Any]:
    """``kind``: 1 a person, 2 a system object; ``role``: 1 the patient, 4 a domain resource, 24 a query."""
    return {"what": what, "type": _type(kind), "role": _role(role)}


def _type(code: str) -> dict[str, str]:
    return {"system": _ENTITY_TYPE, "code": code}


def _role(code: str) -> dict[str, str]:
    return {"system": _ENTITY_ROLE, "code": code}
