// The pages: a text in each language within one frame; and the static files. All are read once.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { extname } from "node:path";
import { say } from "./words.js";

const HERE = new URL("..", import.meta.url);
const TYPES = { ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml" };
/** Path, file, whether the app's script runs there, whether a person must be signed in. */
export const PAGES = {
  "/": { file: "home" }, "/mentions-legales": { file: "legal" }, "/confidentialite": { file: "privacy" },
  "/conseils": { file: "advice" }, "/conseils/mieux-dormir": { file: "advice-sleep" },
  "/conseils/insomnie": { file: "advice-insomnia" }, "/conseils/coeur-au-repos": { file: "advice-heart" },
  "/contact": { file: "contact" }, "/droits": { file: "rights" }, "/merci": { file: "thanks" }, "/cookies": { file: "cookies" }, "/financement": { file: "funding" },
  "/accessibilite": { file: "accessibility" }, "/ecoconception": { file: "ecodesign" },
  "/inscription": { file: "sign-up", script: true }, "/connexion": { file: "sign-in", script: true },
  "/journal": { file: "diary", script: true, signedIn: true }, "/espace-sante": { file: "space", script: true, signedIn: true },
  "/compte": { file: "account", script: true, signedIn: true },
};
const NAV = {
  fr: { in: [["/journal", "Mon journal"], ["/espace-sante", "Espace santé"], ["/compte", "Mon compte"]], out: [["/conseils", "Conseils"], ["/inscription", "Créer un compte"], ["/connexion", "Se connecter"]] },
  en: { in: [["/journal", "My diary"], ["/espace-sante", "Health space"], ["/compte", "My account"]], out: [["/conseils", "Advice"], ["/inscription", "Sign up"], ["/connexion", "Sign in"]] },
};
const FOOT = {
  fr: [["/mentions-legales", "Mentions légales"], ["/confidentialite", "Politique de confidentialité"], ["/cookies", "Gérer mes cookies"], ["/droits", "Exercer mes droits"],
    ["/financement", "Financement et liens d’intérêts"], ["/accessibilite", "Accessibilité : partiellement conforme"],
    ["/ecoconception", "Écoconception"], ["/contact", "Contact"]],
  en: [["/mentions-legales", "Legal notice"], ["/confidentialite", "Privacy policy"], ["/cookies", "Manage my cookies"], ["/droits", "Exercise my rights"],
    ["/financement", "Funding and interests"], ["/accessibilite", "Accessibility: partially compliant"], ["/ecoconception", "Eco-design"],
    ["/contact", "Contact"]],
};
const TEXTS = {
  fr: { skip: "Aller au contenu", main: "Principale", foot: "Pied de page", switch: "English", other: "en",
    urgent: "Sommeil est un journal : il ne remplace pas un avis médical. En cas d’urgence, appelez le 15 ou le 112 (le 114 par SMS si vous êtes sourd ou malentendant).",
    audience: "Mesure d’audience", ask: "Acceptez-vous un cookie qui compte vos visites ? Il ne sert qu’à améliorer Sommeil et ne quitte pas nos serveurs.",
    choices: { oui: "Tout accepter", non: "Tout refuser", without: "Continuer sans accepter", settings: "Paramétrer" } },
  en: { skip: "Skip to content", main: "Main", foot: "Footer", switch: "Français", other: "fr",
    urgent: "Sommeil is a diary: it does not replace medical advice. In an emergency, call 15 or 112 (text 114 if you are deaf or hard of hearing).",
    audience: "Audience measurement", ask: "Do you accept a cookie that counts your visits? It only helps to improve Sommeil and never leaves our servers.",
    choices: { oui: "Accept all", non: "Reject all", without: "Continue without accepting", settings: "Settings" } },
};

const texts = {};
for (const language of ["fr", "en"]) {
  const folder = new URL(`pages/${language}/`, HERE);
  texts[language] = Object.fromEntries(readdirSync(folder).map((name) => [name.replace(/\.html$/, ""), readFileSync(new URL(name, folder), "utf8")]));
}
const assets = {};
for (const name of readdirSync(new URL("public/", HERE))) {
  const body = readFileSync(new URL(`public/${name}`, HERE));
  assets[name] = { body, kind: TYPES[extname(name)], mark: createHash("sha256").update(body).digest("hex").slice(0, 12) };
}

export const asset = (name) => (Object.hasOwn(assets, name) && assets[name].kind ? assets[name] : null);
const address = (name) => `/static/${name}?v=${assets[name].mark}`;
const list = (links, path) => links.map(([to, words]) => `<li><a href="${to}"${to === path ? ' aria-current="page"' : ""}>${words}</a></li>`).join("");

/** A whole page. The first line of its text, a comment, is its title. A visitor who has not chosen is asked, by the policy in `asks`. */
export function page(path, language, { signedIn, moreScript, asks }) {
  const { file, script, signedIn: behind } = PAGES[path];
  const text = dated(texts[language][file], language).replace("{choices}", choices(language, ["oui", "non"]));
  const html = frame(text, path, language, signedIn, script, path === "/cookies" ? null : asks);
  const more = `<script type="module" src="${address("variants.js")}&amp;do=${moreScript}"></script>\n</head>`;
  return behind && moreScript ? html.replace("</head>", more) : html;
}

/** The answers, each as easy as the other: one form, one button for each. */
function choices(language, offered) {
  const words = TEXTS[language].choices;
  const one = (name) => (name === "settings" ? `<a class="button" href="/cookies">${words.settings}</a>`
    : `<button name="mesure" value="${name === "oui" ? "oui" : "non"}">${words[name]}</button>`);
  return `<form method="post" action="/cookies" class="row">${offered.map(one).join("")}</form>`;
}

/** What asks, on every page until there is an answer. */
function banner(language, { offers }) {
  const words = TEXTS[language];
  return `<section class="card" aria-label="${words.audience}"><p>${words.ask} <a href="/confidentialite">${words.audience}</a></p>
${choices(language, offers)}</section>`;
}

/** The days of review, which a library that is kept up has always near: {days-ago:40}. */
function dated(text, language) {
  const written = new Intl.DateTimeFormat(language === "fr" ? "fr-FR" : "en-GB", { dateStyle: "long", timeZone: "Europe/Paris" });
  return text.replace(/\{days-ago:(\d+)\}/g, (_, days) => written.format(new Date(Date.now() - days * 86_400_000)));
}

/** The paths that search engines are told of. */
export const LISTED = ["/", ...Object.keys(PAGES).filter((path) => path.startsWith("/conseils"))];

export function notFound(language, signedIn) {
  const words = say(language);
  return frame(`<!-- ${words.notFound} -->\n<h1>${words.notFound}</h1>\n<p>${words.notFoundText}</p>`, "/", language, signedIn, false);
}

function frame(text, path, language, signedIn, script, asks = null) {
  const words = TEXTS[language];
  const title = /^<!-- (.*?) -->/.exec(text)?.[1] ?? "Sommeil";
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – Sommeil</title>
<link rel="icon" href="${address("moon.svg")}" type="image/svg+xml">
<link rel="stylesheet" href="${address("sommeil.css")}">
${script ? `<script type="module" src="${address("app.js")}"></script>\n` : ""}</head>
<body>
<a class="skip" href="#contenu">${words.skip}</a>
<header><a class="logo" href="/"><img src="${address("moon.svg")}" alt="" width="32" height="32">Sommeil</a>
<nav aria-label="${words.main}"><ul>${list(NAV[language][signedIn ? "in" : "out"], path)}<li><a href="?lang=${words.other}" hreflang="${words.other}" lang="${words.other}">${words.switch}</a></li></ul></nav></header>
${asks && !asks.atTheFoot ? banner(language, asks) : ""}<main id="contenu">
${text}
</main>
${asks?.atTheFoot ? banner(language, asks) : ""}<footer><nav aria-label="${words.foot}"><ul>${list(FOOT[language], path)}</ul></nav>
<p>${words.urgent}</p><p>© 2026 Sommeil Exemple SAS</p></footer>
</body>
</html>
`;
}
