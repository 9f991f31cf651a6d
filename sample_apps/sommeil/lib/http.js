// Reading requests and writing answers.
import { gzipSync } from "node:zlib";

const LARGEST_BODY = 64 * 1024;

/** What goes wrong in a request, as the status that the client gets. */
export class Refused extends Error {
  constructor(status, word) {
    super(word);
    Object.assign(this, { status, word });
  }
}

/** The body of a POST: JSON, or a form as an object. Raises Refused. */
export async function bodyOf(request) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > LARGEST_BODY) throw new Refused(413, "notUnderstood");
    parts.push(part);
  }
  const text = Buffer.concat(parts).toString("utf8");
  const kind = (request.headers["content-type"] ?? "").split(";")[0].trim().toLowerCase();
  if (kind === "application/x-www-form-urlencoded") return Object.fromEntries(new URLSearchParams(text));
  if (kind !== "application/json") throw new Refused(415, "notUnderstood");
  try {
    const value = JSON.parse(text);
    if (value !== null && typeof value === "object" && !Array.isArray(value)) return value;
  } catch {
    // told below
  }
  throw new Refused(400, "notUnderstood");
}

/** A request that another site had the browser make is refused (OWASP: verifying the origin). */
export function requireOwnOrigin(request, publicUrl) {
  const { origin } = request.headers;
  const site = request.headers["sec-fetch-site"];
  if ((origin !== undefined && origin !== publicUrl) || (site !== undefined && !["same-origin", "none"].includes(site))) {
    throw new Refused(403, "notUnderstood");
  }
}

export function send(request, response, status, kind, body, more = {}) {
  const bytes = Buffer.from(body);
  for (const [name, value] of Object.entries(more)) response.setHeader(name, value);
  response.writeHead(status, { "Content-Type": kind, "Content-Length": bytes.length });
  response.end(request.method === "HEAD" ? undefined : bytes);
}

/** A file that never changes under its address: kept for a day, compressed for whoever can read that. */
export function sendStatic(request, response, kind, body) {
  const headers = { "Cache-Control": "public, max-age=86400", Vary: "Accept-Encoding" };
  if (!/\bgzip\b/.test(request.headers["accept-encoding"] ?? "")) return send(request, response, 200, kind, body, headers);
  send(request, response, 200, kind, gzipSync(body), { ...headers, "Content-Encoding": "gzip" });
}

export function sendJson(request, response, status, value) {
  send(request, response, status, "application/json; charset=utf-8", JSON.stringify(value), { "Cache-Control": "no-store" });
}

export function redirect(response, address, status = 303) {
  response.writeHead(status, { Location: address, "Cache-Control": "no-store", "Content-Length": 0 }).end();
}

export const textIn = (body, name, most) => {
  const value = body[name];
  return typeof value === "string" && value.length <= most ? value.trim() : "";
};
