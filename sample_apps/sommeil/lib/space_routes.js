// The health space as the person sees it: connect, share, catch up, read, disconnect.
import { redirect, Refused, sendJson, textIn } from "./http.js";
import { SpaceError } from "./space/pairing.js";

export function spaceRoutes({ pairings, exchange, publicUrl }) {
  const tell = ({ request, response, words }, told, more = {}) =>
    sendJson(request, response, 200, { told, message: words.told[told], ...more });
  // What a redirect leaves for the page that follows; it is never put into its address.
  const leave = (session, told) => { session.told = told; };

  async function state({ request, response, account, session, words }) {
    const { space, queue, pairing } = account;
    const told = session.told ?? "";
    session.told = "";
    sendJson(request, response, 200, {
      paired: pairing !== null, told, message: told ? words.told[told] : "",
      write: space.write !== "refused" && !space.mismatch, read: space.read !== "refused" && !space.mismatch,
      waiting: queue.filter((item) => item.state === "waiting").length,
    });
  }

  async function start(call) {
    try {
      redirect(call.response, await pairings.begin(call.session));
    } catch (error) {
      if (!(error instanceof SpaceError)) throw error;
      leave(call.session, error.reason);
      redirect(call.response, "/espace-sante");
    }
  }

  async function callback(call) {
    try {
      await pairings.complete(call.session, call.account, new URL(call.url.pathname + call.url.search, publicUrl));
      leave(call.session, "paired");
    } catch (error) {
      if (!(error instanceof SpaceError)) throw error;
      leave(call.session, error.reason);
      if (error.reason === "not_asked") return sendJson(call.request, call.response, 400, { told: "not_asked", error: call.words.told.not_asked });
    }
    return redirect(call.response, "/espace-sante", 302);
  }

  async function share(call) {
    const id = textIn(call.body, "id", 64);
    const rate = call.account.rates.find((one) => one.id === id) ?? (id === "" ? call.account.rates.at(-1) : undefined);
    if (!rate) throw new Refused(404, "notFound");
    tell(call, await exchange.share(call.account, rate));
  }

  const sync = async (call) => tell(call, await exchange.sync(call.account));
  const disconnect = async (call) => tell(call, await exchange.disconnect(call.account));

  async function read(call) {
    const { told, rates } = await exchange.read(call.account);
    tell(call, told, { rates: rates.map(({ value, takenAt }) => ({ value, takenAt })) });
  }

  return {
    "GET /api/space": { run: state, signedIn: true }, "POST /espace-sante/associer": { run: start, signedIn: true },
    "GET /espace-sante/retour": { run: callback, signedIn: true }, "POST /api/space/share": { run: share, signedIn: true },
    "POST /api/space/sync": { run: sync, signedIn: true }, "POST /api/space/read": { run: read, signedIn: true },
    "POST /api/space/disconnect": { run: disconnect, signedIn: true },
  };
}
