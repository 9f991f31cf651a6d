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
  "/contact": { file: "contact" }, "/droits": { file: "rights" }, "/merci": { file: "thanks" }, "/financement": { file: "funding" },
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
  fr: [["/mentions-legales", "Mentions légales"], ["/confidentialite", "Politique de confidentialité"], ["/droits", "Exercer mes droits"],
    ["/financement", "Financement et liens d’intérêts"], ["/accessibilite", "Accessibilité : partiellement conforme"],
    ["/ecoconception", "Écoconception"], ["/contact", "Contact"]],
  en: [["/mentions-legales", "Legal notice"], ["/confidentialite", "Privacy policy"], ["/droits", "Exercise my rights"],
    ["/financement", "Funding and interests"], ["/accessibilite", "Accessibility: partially compliant"], ["/ecoconception", "Eco-design"],
    ["/contact", "Contact"]],
};
const TEXTS = {
  fr: { skip: "Aller au contenu", main: "Principale", foot: "Pied de page", switch: "English", other: "en",
    urgent: "Sommeil est un journal : il ne remplace pas un avis médical. En cas d’urgence, appelez le 15 ou le 112 (le 114 par SMS si vous êtes sourd ou malentendant)." },
  en: { skip: "Skip to content", main: "Main", foot: "Footer", switch: "Français", other: "fr",
    urgent: "Sommeil is a diary: it does not replace medical advice. In an emergency, call 15 or 112 (text 114 if you are deaf or hard of hearing)." },
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

/** A whole page. The first line of its text, a comment, is its title. */
export function page(path, language, signedIn, moreScript) {
  const { file, script, signedIn: behind } = PAGES[path];
  const html = frame(dated(texts[language][file], language), path, language, signedIn, script);
  const more = `<script type="module" src="${address("variants.js")}&amp;do=${moreScript}"></script>\n</head>`;
  return behind && moreScript ? html.replace("</head>", more) : html;
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

function frame(text, path, language, signedIn, script) {
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
<main id="contenu">
${text}
</main>
<footer><nav aria-label="${words.foot}"><ul>${list(FOOT[language], path)}</ul></nav>
<p>${words.urgent}</p><p>© 2026 Sommeil Exemple SAS</p></footer>
</body>
</html>
`;
}
