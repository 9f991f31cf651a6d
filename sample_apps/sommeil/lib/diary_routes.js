// The diary: nights, and the resting heart rate of the morning.
import { randomUUID } from "node:crypto";
import { Refused, sendJson, textIn } from "./http.js";

const MOST = 2_000;
const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

export function diaryRoutes({ store, policy }) {
  async function show({ request, response, account }) {
    const shared = new Map(account.queue.map((item) => [item.id, item.state]));
    const rates = account.rates.map((rate) => ({ ...rate, state: shared.get(rate.id) ?? "here" })).reverse().slice(0, 100);
    sendJson(request, response, 200, { nights: account.nights.slice(-100).reverse(), rates, ...policy.moreFields });
  }

  /** One night of the person; of anybody else's it says no more than that there is none. */
  async function oneNight({ request, response, account, url }) {
    const found = policy.nightsOf(store, account).find((one) => one.id === url.searchParams.get("id"));
    if (!found) throw new Refused(404, "notFound");
    sendJson(request, response, 200, { night: found });
  }

  const mayKeep = (account) => {
    if (!account.consentAt) throw new Refused(409, "noConsent");
  };

  async function night({ request, response, account, body, words }) {
    mayKeep(account);
    const date = textIn(body, "date", 10);
    const { hours, quality } = body;
    const right = /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date)) && hours >= 0 && hours <= 24
      && Number.isInteger(quality) && quality >= 1 && quality <= 5;
    if (typeof hours !== "number" || !right || account.nights.length >= MOST) throw new Refused(422, "badNight");
    const made = { id: randomUUID(), date, hours, quality, note: textIn(body, "note", 500) };
    account.nights.push(made);
    store.save();
    sendJson(request, response, 201, { message: words.written, night: made });
  }

  async function rate({ request, response, account, body, words }) {
    mayKeep(account);
    const { value } = body;
    const takenAt = momentOf(textIn(body, "takenAt", 25));
    if (!Number.isInteger(value) || value < 20 || value > 250 || !takenAt || account.rates.length >= MOST) throw new Refused(422, "badRate");
    const made = { id: randomUUID(), value, takenAt };
    account.rates.push(made);
    store.save();
    sendJson(request, response, 201, { message: words[policy.noted], rate: made });
  }

  return {
    "GET /api/diary": { run: show, signedIn: true }, "GET /api/diary/night": { run: oneNight, signedIn: true },
    "POST /api/diary/nights": { run: night, signedIn: true },
    "POST /api/diary/rates": { run: rate, signedIn: true },
  };
}

/** A moment of Paris without its offset, or one with it, as FHIR wants it; empty when it is neither, or to come. */
function momentOf(text) {
  const written = LOCAL.test(text) ? `${text}:00${parisOffset(text)}` : text;
  const time = Date.parse(written);
  if (Number.isNaN(time) || time > Date.now() + 60_000 || !/(Z|[+-]\d{2}:\d{2})$/.test(written)) return "";
  return written;
}

function parisOffset(local) {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Paris", timeZoneName: "longOffset" })
    .formatToParts(new Date(`${local}:00Z`));
  return parts.find((part) => part.type === "timeZoneName").value.replace("GMT", "") || "+00:00";
}
