// Heart rates as the space's measures interface wants and gives them (FHIR R4, LOINC 8867-4, UCUM /min).
import { randomUUID } from "node:crypto";
import { HEART_RATE, LOINC } from "./policy.js";

const CATEGORY = { system: "http://terminology.hl7.org/CodeSystem/observation-category", code: "vital-signs" };
const UNIT = { unit: "/min", system: "http://unitsofmeasure.org", code: "/min" };

/** The Bundle that creates one Observation. */
export function transaction(item, pairing, policy) {
  const resource = {
    resourceType: "Observation",
    ...(policy.profile.length ? { meta: { profile: policy.profile } } : {}),
    identifier: [{ system: "urn:ietf:rfc:3986", value: `urn:uuid:${policy.identifier(item)}` }],
    status: "final",
    category: [{ coding: [CATEGORY] }],
    code: { coding: [{ system: LOINC, code: HEART_RATE, display: "Heart rate" }] },
    subject: { identifier: { system: pairing.authority, value: pairing.subject } },
    effectiveDateTime: policy.moment(item),
    valueQuantity: { value: item.value, ...UNIT },
  };
  const request = { method: "POST", url: "Observation" };
  return { resourceType: "Bundle", type: "transaction", entry: [{ fullUrl: `urn:uuid:${randomUUID()}`, resource, request }] };
}

/** The status of the one entry of a transaction's answer; 0 when it cannot be read. */
export function entryStatus(body) {
  const entries = body.resourceType === "Bundle" && body.type === "transaction-response" ? body.entry : null;
  if (!Array.isArray(entries) || entries.length === 0) return 0;
  const statuses = entries.map((entry) => Number.parseInt(String(entry?.response?.status ?? "0"), 10) || 0);
  return Math.max(...statuses);
}

/** The heart rates in a page of results that may be shown, by their ids. */
export function ratesIn(body, pairing, policy) {
  const entries = Array.isArray(body.entry) ? body.entry : [];
  return entries.map((entry) => rateOf(entry?.resource, pairing, policy)).filter((rate) => rate !== null);
}

function rateOf(resource, pairing, policy) {
  if (resource?.resourceType !== "Observation" || typeof resource.id !== "string") return null;
  const coding = Array.isArray(resource.code?.coding) ? resource.code.coding : [];
  const right = coding.some((one) => one?.system === LOINC && one?.code === HEART_RATE);
  if (!right || !policy.about(resource, pairing) || !policy.showable(resource)) return null;
  const { value, code } = resource.valueQuantity ?? {};
  const takenAt = resource.effectiveDateTime;
  if (!Number.isFinite(value) || code !== UNIT.code || typeof takenAt !== "string") return null;
  return { id: resource.id, value, takenAt };
}

/** The address of the next page, or null. */
export function nextPage(body, base, policy) {
  const link = (Array.isArray(body.link) ? body.link : []).find((one) => one?.relation === "next");
  try {
    const url = typeof link?.url === "string" ? new URL(link.url, base) : null;
    return url && policy.follows(url, base) ? url.href : null;
  } catch {
    return null;
  }
}
