// Writing and reading measures with the tokens of a pairing.
import * as client from "openid-client";

export async function write(config, { fhir }, tokens, measure, options = {}) {
  const { assign_auth: authority, sub } = tokens.claims();
  const subject = { identifier: { system: `urn:oid:${authority}`, value: sub } };
  const resource = { ...measure, subject };
  const request = { method: "POST", url: "Observation" };
  const bundle = { resourceType: "Bundle", type: "transaction", entry: [{ resource, request }] };
  return call(config, tokens, new URL(fhir), "POST", JSON.stringify(bundle), options);
}

export async function read(config, { fhir, code }, tokens, options = {}) {
  const { assign_auth: authority, sub } = tokens.claims();
  const address = new URL(`${fhir}/Observation`);
  address.search = new URLSearchParams([
    ["code", code],
    ["subject.identifier", `urn:oid:${authority}|${sub}`],
    ["date", "ge2026-11-01"],
    ["date", "le2026-11-30"],
  ]);
  return call(config, tokens, address, "GET", null, options);
}

async function call(config, tokens, address, method, body, options) {
  const headers = new Headers({ "ID-Token": tokens.id_token, Accept: "application/fhir+json" });
  if (body) headers.set("Content-Type", "application/fhir+json");
  const answer = await client.fetchProtectedResource(
    config, tokens.access_token, address, method, body, headers, options,
  );
  return { status: answer.status, body: await answer.json() };
}
