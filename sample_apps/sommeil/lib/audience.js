// Counting visits, for whoever agrees to it: nothing before the choice, nothing after a refusal or a withdrawal.
import { randomBytes } from "node:crypto";
import { redirect } from "./http.js";
import { PAGES } from "./pages.js";
import { cookie, setCookie } from "./sessions.js";

const CHOICE = "__Host-choix";
const VISITOR = "atuserid";
const HALF_A_YEAR = 15_552_000;
const ANSWERS = ["oui", "non"];

/** What this visitor chose: "oui", "non", or nothing yet. */
export const choiceOf = (request) => ANSWERS.find((one) => one === cookie(request, CHOICE)) ?? "";

/** Count a page that is about to be sent, where the visitor agreed. */
export function countVisit({ request, response }, { audience }, choice) {
  if (!audience.counts(choice) || cookie(request, VISITOR)) return;
  setCookie(response, VISITOR, randomBytes(9).toString("hex"), HALF_A_YEAR);
}

export function audienceRoutes({ policy, publicUrl }) {
  /** Keep the choice, forget what was kept under another, and go back to where it was made. */
  async function chosen({ request, response, body }) {
    const choice = body.mesure === "oui" ? "oui" : "non";
    setCookie(response, CHOICE, choice, policy.audience.keeps(choice) ? HALF_A_YEAR : undefined);
    if (choice === "non" && cookie(request, VISITOR)) setCookie(response, VISITOR, "", 0);
    redirect(response, pathOf(request.headers.referer, publicUrl));
  }

  return { "POST /cookies": { run: chosen } };
}

/** The page of ours that a form was sent from; the home page for anything else. */
function pathOf(referer, publicUrl) {
  const from = URL.canParse(referer ?? "") ? new URL(referer) : null;
  return from && from.origin === new URL(publicUrl).origin && Object.hasOwn(PAGES, from.pathname) ? from.pathname : "/";
}
