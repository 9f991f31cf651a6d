// Puts the parts together: what each address gives.
import { readFileSync } from "node:fs";
import { Exchange } from "./space/exchange.js";
import { Pairings, SpaceError, ownKey } from "./space/pairing.js";
import { soundPolicy } from "./space/policy.js";
import { Wire } from "./space/wire.js";
import { accountRoutes } from "./account_routes.js";
import { seed } from "./accounts.js";
import { audienceRoutes, choiceOf, countVisit } from "./audience.js";
import { diaryRoutes } from "./diary_routes.js";
import { withFaults } from "./faults.js";
import { headersFor } from "./headers.js";
import { Refused, bodyOf, redirect, requireOwnOrigin, send, sendJson, sendStatic } from "./http.js";
import { postbox } from "./mail.js";
import { LISTED, PAGES, asset, notFound, page } from "./pages.js";
import { rightsRoutes } from "./rights_routes.js";
import { Sessions, cookie, same, setCookie } from "./sessions.js";
import { spaceRoutes } from "./space_routes.js";
import { Store } from "./store.js";
import { languageOf, say } from "./words.js";

const { version: RELEASE } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const CALLBACK = "/espace-sante/retour";
const HALF_A_YEAR = 15_552_000;

export async function createApp(asked) {
  const policy = withFaults(soundPolicy(), asked.faults);
  const store = new Store(asked.data);
  await seed(store, asked.seeds);
  const key = await ownKey(store);
  const wire = new Wire(asked.spaceCa);
  const pairings = new Pairings({
    store, wire, policy, key, issuer: asked.spaceIssuer, clientId: asked.clientId, redirectUri: asked.publicUrl + CALLBACK,
  });
  const base = asked.spaceIssuer ? `${asked.spaceIssuer.replace(/\/oauth$/, "")}/fhir` : asked.publicUrl;
  const exchange = new Exchange({ store, wire, policy, pairings, base });
  const sessions = new Sessions(asked.clockHeader, policy);
  const app = { store, sessions, pairings, exchange, publicUrl: asked.publicUrl, mail: postbox(asked.smtp), policy };
  const headers = headersFor(asked.spaceIssuer ? new URL(asked.spaceIssuer).origin : "", policy.connects);
  const routes = { ...accountRoutes(app), ...diaryRoutes(app), ...rightsRoutes(app), ...spaceRoutes(app), ...audienceRoutes(app) };
  const files = machineFiles(asked.publicUrl, key.published);

  async function answer(request, response) {
    const url = new URL(request.url, asked.publicUrl);
    for (const [name, value] of Object.entries(headers.everywhere)) response.setHeader(name, value);
    if (!["GET", "HEAD", "POST"].includes(request.method)) {
      response.writeHead(405, { Allow: "GET, HEAD, POST", "Content-Length": 0 }).end();
      return;
    }
    const language = languageOf(request, cookie(request, "__Host-langue"), url.searchParams.get("lang"));
    const call = { request, response, url, language, words: say(language), session: sessions.of(request), body: {} };
    call.account = call.session?.login ? store.account(call.session.login) : undefined;
    try {
      await route(call);
    } catch (error) {
      if (!(error instanceof Refused)) process.stderr.write(`${error.stack}\n`);
      if (response.headersSent) response.destroy();
      else sendJson(request, response, error.status ?? 500, { error: call.words[error.word ?? "notUnderstood"] });
    }
  }

  async function route(call) {
    const { request, response, url } = call;
    const method = request.method === "HEAD" ? "GET" : request.method;
    const act = routes[`${method} ${url.pathname}`];
    if (act) {
      if (method === "POST") {
        requireOwnOrigin(request, asked.publicUrl);
        call.body = await bodyOf(request);
      }
      if (act.signedIn) requireSignedIn(call, method);
      await act.run(call);
    } else if (method === "GET" && Object.hasOwn(files, url.pathname)) {
      send(request, response, 200, ...files[url.pathname]);
    } else if (method === "GET" && url.pathname.startsWith("/static/") && asset(url.pathname.slice(8))) {
      const { body, kind } = asset(url.pathname.slice(8));
      sendStatic(request, response, kind, body);
    } else if (url.pathname.startsWith("/api/")) {
      sendJson(request, response, 404, { error: call.words.notFound });
    } else {
      sendPage(call, method);
    }
  }

  function requireSignedIn({ account, session, request, body }, method) {
    if (!account) throw new Refused(401, "signInFirst");
    if (method !== "POST") return;
    const shown = request.headers["x-csrf-token"] ?? body.csrf ?? "";
    if (!same(shown, session.csrf)) throw new Refused(403, "notUnderstood");
  }

  function sendPage(call, method) {
    const { request, response, url, language, account } = call;
    const choice = choiceOf(request);
    const known = method === "GET" && Object.hasOwn(PAGES, url.pathname);
    if (known && PAGES[url.pathname].signedIn && !account) return redirect(response, "/connexion");
    if (url.searchParams.get("lang") === language) setCookie(response, "__Host-langue", language, HALF_A_YEAR);
    for (const [name, value] of Object.entries(headers.html)) response.setHeader(name, value);
    const more = { Vary: "Accept-Language, Cookie", "Cache-Control": "no-store", "Content-Language": language };
    if (known) countVisit(call, policy, choice);
    const visitor = { signedIn: Boolean(account), moreScript: policy.moreScript, asks: choice ? null : policy.audience };
    const html = known ? page(url.pathname, language, visitor) : notFound(language, Boolean(account));
    return send(request, response, known ? 200 : 404, "text/html; charset=utf-8", html, more);
  }

  return answer;
}

function machineFiles(publicUrl, keys) {
  const expires = new Date(Date.now() + 180 * 86_400_000).toISOString();
  const text = "text/plain; charset=utf-8";
  return {
    "/.well-known/jwks.json": ["application/json", JSON.stringify(keys), { "Cache-Control": "public, max-age=300" }],
    "/.well-known/security.txt": [text, `Contact: mailto:securite@sommeil.example\nContact: ${publicUrl}/contact\nExpires: ${expires}\nPreferred-Languages: fr, en\nCanonical: ${publicUrl}/.well-known/security.txt\n`],
    "/sitemap.xml": ["application/xml", `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${LISTED.map((path) => `<url><loc>${publicUrl}${path}</loc></url>`).join("")}</urlset>`],
    "/version.json": ["application/json", JSON.stringify({ version: RELEASE }), { "Cache-Control": "no-cache" }],
    "/robots.txt": [text, "User-agent: *\nDisallow: /api/\n"],
  };
}

export { CALLBACK, SpaceError };
