// HTTP to the space: a certified peer, no redirects, bounded time and size. Gives fetch-like Responses to openid-client.
import { readFileSync } from "node:fs";
import https from "node:https";

const LARGEST = 1_048_576;
const SECONDS = 20_000;

/** No usable answer: nobody there, cut, too late or too large. */
export class NoAnswer extends Error {}

export class Wire {
  #agent;

  constructor(caFile) {
    const ca = caFile ? readFileSync(caFile) : undefined;
    // A new connection each time: a kept one that the space has just closed would look like a lost answer.
    this.#agent = new https.Agent({ ca, minVersion: "TLSv1.2", keepAlive: false });
  }

  /** One request: { status, headers, text }. Raises NoAnswer. */
  send(method, url, headers = {}, body = "") {
    return new Promise((resolve, reject) => {
      if (new URL(url).protocol !== "https:") return reject(new NoAnswer("not https"));
      const length = method === "POST" ? { "Content-Length": Buffer.byteLength(body) } : {};
      const request = https.request(url, { method, agent: this.#agent, headers: { ...headers, ...length } });
      const fail = (why) => {
        clearTimeout(late);
        request.destroy();
        reject(new NoAnswer(String(why)));
      };
      const late = setTimeout(fail, SECONDS, "too late");
      request.on("error", (error) => fail(error.message));
      request.on("response", (response) => {
        const parts = [];
        let size = 0;
        response.on("data", (part) => {
          size += part.length;
          if (size > LARGEST) fail("too large");
          else parts.push(part);
        });
        response.on("error", (error) => fail(error.message));
        response.on("aborted", () => fail("cut"));
        response.on("end", () => {
          clearTimeout(late);
          resolve({ status: response.statusCode, headers: response.headers, text: Buffer.concat(parts).toString("utf8") });
        });
      });
      request.end(method === "POST" ? body : undefined);
      return undefined;
    });
  }

  /** What openid-client calls in place of fetch. */
  fetch = async (url, { method = "GET", headers = {}, body } = {}) => {
    const plain = headers instanceof Headers ? Object.fromEntries(headers) : { ...headers };
    const answer = await this.send(method, String(url), plain, body === undefined || body === null ? "" : String(body));
    const fields = Object.entries(answer.headers).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
    const empty = [204, 205, 304].includes(answer.status);
    return new Response(empty ? null : answer.text, { status: answer.status, headers: fields });
  };
}

/** A JSON object out of an answer, or an empty one. */
export function objectIn(answer) {
  try {
    const value = JSON.parse(answer.text);
    return value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
}
