// What people may do with their own data: correct it, take it along, take their consent back, close the account.
import { Refused, sendJson, textIn } from "./http.js";

export function rightsRoutes({ store, sessions, exchange, policy }) {
  /** Everything that is kept of a person but what opens doors (GDPR articles 15 and 20). */
  async function exported({ request, response, account }) {
    const { login, consentAt } = account;
    response.setHeader("Content-Disposition", 'attachment; filename="sommeil.json"');
    sendJson(request, response, 200, { login, consentAt, ...policy.exported(account) });
  }

  /** Another note, length or quality for one night (GDPR article 16). */
  async function corrected({ request, response, account, body, words }) {
    const found = account.nights.find((one) => one.id === body.id);
    if (!found) throw new Refused(404, "notFound");
    const { hours, quality } = body;
    const right = typeof hours === "number" && hours >= 0 && hours <= 24 && Number.isInteger(quality) && quality >= 1 && quality <= 5;
    if (!right) throw new Refused(422, "badNight");
    if (policy.corrects) Object.assign(found, { hours, quality, note: textIn(body, "note", 500) });
    store.save();
    sendJson(request, response, 200, { message: words.written, night: found });
  }

  /** Nothing is kept without consent, so what was kept goes too; the account stays (GDPR article 7(3)). */
  async function withdrawn({ request, response, account, words }) {
    if (policy.stops) {
      await leaveSpace(account);
      Object.assign(account, { consentAt: "", nights: [], rates: [], queue: [] });
      store.save();
    }
    sendJson(request, response, 200, { message: words.withdrawn });
  }

  async function agreed({ request, response, account, words }) {
    account.consentAt = new Date().toISOString();
    store.save();
    sendJson(request, response, 200, { message: words.agreed });
  }

  /** Close the account: the space is told first, then everything is erased (GDPR article 17). */
  async function closed({ request, response, session, account, words }) {
    await leaveSpace(account);
    if (policy.erases) delete store.data.accounts[account.login];
    store.save();
    sessions.endAll(account.login);
    sessions.end(session, response);
    sendJson(request, response, 200, { next: "/", message: words.closed });
  }

  const leaveSpace = async (account) => {
    const { pairing } = account;
    await exchange.disconnect(account);
    if (pairing && !exchange.policy.revokes) await exchange.pairings.revokeAnyway(pairing);
  };

  return {
    "GET /api/account/export": { run: exported, signedIn: true }, "POST /api/diary/nights/correct": { run: corrected, signedIn: true },
    "POST /api/account/withdraw": { run: withdrawn, signedIn: true }, "POST /api/account/agree": { run: agreed, signedIn: true },
    "POST /api/account/close": { run: closed, signedIn: true },
  };
}

/** Whole years of age at a day. */
export function yearsOf(born, now = new Date()) {
  const [year, month, day] = born.split("-").map(Number);
  const before = now.getMonth() + 1 < month || (now.getMonth() + 1 === month && now.getDate() < day);
  return now.getFullYear() - year - (before ? 1 : 0);
}
