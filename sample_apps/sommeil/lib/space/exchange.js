// Sharing, reading, catching up and disconnecting, for one account at a time: one thing after another.
import { Calls } from "./calls.js";
import { entryStatus, nextPage, ratesIn, transaction } from "./fhir.js";
import { SpaceError, anew } from "./pairing.js";
import { HEART_RATE, LOINC } from "./policy.js";
import { rests } from "./rest.js";
import { NoAnswer, objectIn } from "./wire.js";

const DAYS = 90;
const MOST_PAGES = 10;
const LONGEST_REST_MS = 3_600_000;
const DAY_MS = 86_400_000;

export class Exchange {
  #turns = new Map();
  #calls;

  constructor({ store, wire, policy, pairings, base }) {
    Object.assign(this, { store, wire, policy, pairings, base: new URL(base) });
    const onRest = (account, until) => this.#catchUpAt(account, until);
    this.#calls = new Calls({ store, policy, pairings, onRest });
    pairings.onRest = onRest;
    for (const account of Object.values(store.data.accounts)) {
      if (rests(account)) this.#catchUpAt(account, account.space.restUntil);
    }
  }

  /** Let what is asked for one account wait for what was asked before. */
  #inTurn(account, act) {
    const turn = (this.#turns.get(account.login) ?? Promise.resolve()).then(act, act);
    this.#turns.set(account.login, turn.catch(() => {}));
    return turn;
  }

  /** Put a measure into the queue and send what waits; returns what to tell. */
  share(account, rate) {
    return this.#inTurn(account, async () => {
      const known = account.queue.find((item) => item.id === rate.id);
      if (!known) account.queue.push({ id: rate.id, value: rate.value, takenAt: rate.takenAt, state: "waiting" });
      else if (known.state === "refused" || known.state === "cancelled") known.state = "waiting";
      this.store.save(); // before anything is sent: a cut loses nothing
      const told = await this.#sendWaiting(account);
      const item = account.queue.find((one) => one.id === rate.id);
      return item.state === "sent" ? "shared" : told;
    });
  }

  /** Send what waits. */
  sync(account) {
    return this.#inTurn(account, () => this.#sendWaiting(account));
  }

  async #sendWaiting(account) {
    let told = "nothing_waits";
    for (const item of account.queue.filter((one) => one.state === "waiting")) {
      told = await this.#say(account, "write", (pairing) => this.#send(account, item, pairing));
      if (!["shared", "not_recorded"].includes(told)) return told;
    }
    return told;
  }

  async #send(account, item, pairing) {
    const body = JSON.stringify(transaction(item, pairing, this.policy));
    const answer = await this.#calls.make(account, "write", pairing, (headers) => this.wire.send(
      "POST", this.base.href, { ...headers, "Content-Type": "application/fhir+json" }, body));
    const entry = answer.status === 200 || answer.status === 201 ? entryStatus(objectIn(answer)) : answer.status;
    if (this.policy.recorded(entry)) item.state = "sent";
    else if (entry >= 400 && entry < 500) item.state = "refused";
    else throw new SpaceError("unavailable"); // it stays in the queue
    this.store.save();
    return item.state === "sent" ? "shared" : "not_recorded";
  }

  /** The heart rates of the last 90 days: { told, rates }. */
  read(account) {
    return this.#inTurn(account, async () => {
      const rates = new Map();
      const told = await this.#say(account, "read", async (pairing) => {
        const seen = new Set();
        let url = this.#search(pairing);
        while (url && !seen.has(url) && seen.size < MOST_PAGES) {
          seen.add(url);
          const page = await this.#page(account, pairing, url);
          for (const rate of ratesIn(page, pairing, this.policy)) if (!rates.has(rate.id)) rates.set(rate.id, rate);
          url = nextPage(page, this.base, this.policy);
        }
        return "read";
      });
      return { told, rates: told === "read" ? [...rates.values()] : [] };
    });
  }

  async #page(account, pairing, url) {
    const answer = await this.#calls.make(account, "read", pairing, (headers) => this.wire.send("GET", url, headers));
    const page = objectIn(answer);
    if (answer.status >= 400 && answer.status < 500) throw new SpaceError("refused");
    if (answer.status !== 200 || page.resourceType !== "Bundle") throw new SpaceError("unavailable");
    return page;
  }

  #search(pairing) {
    const day = (ms) => new Date(ms).toISOString().slice(0, 10);
    const url = new URL(`${this.base.href}/Observation`);
    url.search = new URLSearchParams([
      ["code", `${LOINC}|${HEART_RATE}`], ["subject.identifier", `${pairing.authority}|${pairing.subject}`],
      ["date", `ge${day(Date.now() - DAYS * DAY_MS)}`], ["date", `le${day(Date.now() + DAY_MS)}`], ["_count", "100"],
    ]);
    return url.href;
  }

  /** Act under the pairing, if it may be used now; the reason why not otherwise. */
  async #say(account, purpose, act) {
    const pairing = account.pairing ?? account.ghost;
    if (!pairing) return "not_paired";
    const { space } = account;
    if (space.mismatch && this.policy.heeds()) return "mismatch";
    if (space[purpose] === "refused" && this.policy.heeds()) return `no_consent_${purpose}`;
    if (rests(account)) return "rest";
    try {
      return await act(await this.pairings.fresh(account, pairing));
    } catch (error) {
      if (error instanceof SpaceError) return error.reason;
      if (error instanceof NoAnswer) return "unavailable";
      throw error;
    }
  }

  #catchUpAt(account, until) {
    const wait = until - Date.now() + 50;
    if (wait > LONGEST_REST_MS) return; // the person's next visit will do
    setTimeout(() => {
      if (account.pairing && !rests(account)) this.sync(account).catch(() => {});
    }, wait).unref();
  }

  /** Revoke at the space and forget here; nothing is called afterwards. */
  disconnect(account) {
    return this.#inTurn(account, async () => {
      const { pairing } = account;
      account.pairing = null;
      account.space = anew(account.space);
      for (const item of account.queue) if (item.state === "waiting") item.state = "cancelled";
      const left = pairing && this.policy.leftAfterDisconnect(pairing);
      if (left) account.ghost = left;
      this.store.save();
      if (!pairing || (await this.pairings.revoke(pairing))) return "disconnected";
      return "disconnected_here";
    });
  }
}
