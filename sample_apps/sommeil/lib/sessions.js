// Sessions live in memory; the browser holds only a random name. A new name is given when the person is signed in.
import { randomBytes, randomInt, timingSafeEqual } from "node:crypto";

const COOKIE = "__Host-sommeil";
const LIFE_MS = 12 * 3_600_000;
const IDLE_MS = 30 * 60_000;
const CODE_LIFE_MS = 10 * 60_000;
const MOST_TRIES = 5;
const MOST_SESSIONS = 10_000;

export class Sessions {
  #kept = new Map();
  #clockHeader;
  #policy;

  /** `clockHeader` names the field by which a test may set the clock of sessions ahead, in seconds; "" for none. */
  constructor(clockHeader, policy) {
    this.#clockHeader = clockHeader.toLowerCase();
    this.#policy = policy;
  }

  of(request) {
    const name = cookie(request, COOKIE);
    const session = name ? this.#kept.get(name) : undefined;
    if (!session) return null;
    const ahead = this.#ahead(request);
    const now = Date.now() + ahead;
    if (session.until > now && session.usedAt + this.#policy.idle(IDLE_MS) > now) {
      session.usedAt = now;
      return session;
    }
    if (!ahead) this.#kept.delete(name);
    return null;
  }

  #ahead(request) {
    const told = this.#clockHeader ? request.headers[this.#clockHeader] ?? "" : "";
    return /^\d{1,8}$/.test(told) ? Number(told) * 1_000 : 0;
  }

  /** A session of an account, or (`login` null) of somebody who still has to give the code. */
  begin(response, login = null) {
    if (this.#kept.size >= MOST_SESSIONS) this.#kept.delete(this.#kept.keys().next().value);
    const session = {
      id: token(), csrf: token(), login, challenge: null, pending: null, until: Date.now() + LIFE_MS,
      usedAt: Date.now(),
    };
    this.#kept.set(session.id, session);
    setCookie(response, COOKIE, session.id, LIFE_MS / 1000);
    return session;
  }

  end(session, response) {
    if (this.#policy.endsSessions) this.#kept.delete(session.id);
    setCookie(response, COOKIE, "", 0);
  }

  endAll(login) {
    for (const [id, session] of this.#kept) if (session.login === login) this.#kept.delete(id);
  }

  drop(session) {
    this.#kept.delete(session.id);
  }
}

export const token = () => randomBytes(32).toString("base64url");

export function newChallenge(login) {
  return { login, code: String(randomInt(1_000_000)).padStart(6, "0"), tries: 0, until: Date.now() + CODE_LIFE_MS };
}

/** Whether the code answers the challenge; every try counts. */
export function answers(challenge, code) {
  challenge.tries += 1;
  if (challenge.tries > MOST_TRIES || challenge.until < Date.now()) return false;
  return same(challenge.code, code);
}

export function same(one, other) {
  const [left, right] = [one, other].map((text) => Buffer.from(String(text)));
  return left.length === right.length && timingSafeEqual(left, right);
}

export function cookie(request, name) {
  for (const part of (request.headers.cookie ?? "").split(";")) {
    const [key, ...value] = part.trim().split("=");
    if (key === name) return value.join("=");
  }
  return "";
}

/** Without seconds a cookie lasts until the browser is closed. */
export function setCookie(response, name, value, seconds) {
  const lasts = seconds === undefined ? "" : `Max-Age=${seconds}; `;
  response.appendHeader("Set-Cookie", `${name}=${value}; Path=/; ${lasts}Secure; HttpOnly; SameSite=Lax`);
}
