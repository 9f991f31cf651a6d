// Accounts over JSON: sign up, sign in (password, then a code by mail), sign out; and messages to the publisher.
import { newAccount, passwordHolds } from "./accounts.js";
import { guessable } from "./passwords.js";
import { Refused, redirect, sendJson, textIn } from "./http.js";
import { yearsOf } from "./rights_routes.js";
import { answers, newChallenge } from "./sessions.js";

const ADDRESS = /^[^\s@<>"(),:;]{1,64}@[^\s@<>"(),:;]{1,180}$/;
const MOST_FAILURES = 10;
const FORGIVEN_MS = 15 * 60_000;
const MOST_MESSAGES = 1_000;
const MOST_ACCOUNTS = 10_000;

export function accountRoutes({ store, sessions, mail, policy }) {
  const failures = new Map();

  const sendCode = async ({ request, response, session, language, words }, login) => {
    const challenge = newChallenge(login);
    try {
      await mail(login, challenge.code, language);
    } catch (error) {
      process.stderr.write(`mail: ${error.code ?? error.message}\n`);
      throw new Refused(503, "noMail");
    }
    if (session) sessions.drop(session);
    sessions.begin(response).challenge = challenge;
    sendJson(request, response, 200, { next: "code", message: words.codeSent });
  };

  const blocked = (login) => {
    const found = failures.get(login);
    if (found && found.until < Date.now()) failures.delete(login);
    return (failures.get(login)?.count ?? 0) >= MOST_FAILURES;
  };

  const failed = (login) => {
    if (failures.size > MOST_ACCOUNTS) failures.clear();
    failures.set(login, { count: (failures.get(login)?.count ?? 0) + 1, until: Date.now() + FORGIVEN_MS });
  };

  async function signUp(call) {
    const login = textIn(call.body, "email", 254).toLowerCase();
    const password = typeof call.body.password === "string" ? call.body.password : "";
    const agreed = call.body.privacy === true && call.body.health === true;
    const born = textIn(call.body, "born", 10);
    if (!/^(19|20)\d{2}-\d{2}-\d{2}$/.test(born) || Number.isNaN(Date.parse(born))) throw new Refused(422, "badSignUp");
    if (yearsOf(born) < policy.youngest) throw new Refused(422, "tooYoung");
    if (!ADDRESS.test(login) || password.length < 12 || password.length > 128 || !agreed) throw new Refused(422, "badSignUp");
    if (guessable(password, login)) throw new Refused(422, "guessable");
    if (store.account(login) || Object.keys(store.data.accounts).length >= MOST_ACCOUNTS) throw new Refused(422, "taken");
    store.data.accounts[login] = await newAccount(login, password);
    store.save();
    await sendCode(call, login);
  }

  async function signIn(call) {
    const login = textIn(call.body, "email", 254).toLowerCase();
    const password = typeof call.body.password === "string" ? call.body.password.slice(0, 128) : "";
    if (blocked(login)) throw new Refused(429, "tooMany");
    if (!(await passwordHolds(store.account(login), password))) {
      failed(login);
      throw new Refused(401, "wrongSignIn");
    }
    await sendCode(call, login);
  }

  async function code({ request, response, session, body, words }) {
    const challenge = session?.challenge;
    if (!challenge || !policy.takesCode(answers(challenge, textIn(body, "code", 20).replaceAll(" ", "")))) {
      if (challenge) failed(challenge.login);
      throw new Refused(401, "wrongCode");
    }
    failures.delete(challenge.login);
    sessions.drop(session); // a new name from here on: nobody can have planted it
    const { csrf } = sessions.begin(response, challenge.login);
    sendJson(request, response, 200, { next: "/journal", message: words.signedIn, csrf });
  }

  async function signOut({ request, response, session, words }) {
    sessions.end(session, response);
    sendJson(request, response, 200, { next: "/", message: words.signedOut });
  }

  async function whoAmI({ request, response, session, account }) {
    const known = account ? { signedIn: true, login: account.login, csrf: session.csrf } : { signedIn: false };
    sendJson(request, response, 200, known);
  }

  async function message({ request, response, body, url, words }) {
    const from = textIn(body, "email", 254);
    const text = textIn(body, "message", 5_000);
    if (!ADDRESS.test(from) || !text) throw new Refused(422, "badMessage");
    store.data.messages.push({ about: url.pathname, category: textIn(body, "category", 40), from, text, at: new Date().toISOString() });
    store.data.messages = store.data.messages.slice(-MOST_MESSAGES);
    store.save();
    if ((request.headers["content-type"] ?? "").startsWith("application/json")) sendJson(request, response, 200, { message: words.thanks });
    else redirect(response, "/merci");
  }

  return {
    "POST /api/sign-up": { run: signUp }, "POST /api/sign-in": { run: signIn }, "POST /api/sign-in/code": { run: code },
    "POST /api/sign-out": { run: signOut, signedIn: true }, "GET /api/session": { run: whoAmI },
    "POST /api/contact": { run: message }, "POST /api/rights": { run: message },
  };
}
