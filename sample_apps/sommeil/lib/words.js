// What the server itself says, in both languages; the pages have their own texts.
const WORDS = {
  fr: {
    mailSubject: "Votre code de connexion à Sommeil", mailCode: "Votre code de connexion :",
    mailRest: "Il vaut dix minutes. Si vous n’avez rien demandé, ignorez ce message.",
    notFound: "Page introuvable", notFoundText: "Cette adresse ne mène à rien. Revenez à l’accueil.",
    notUnderstood: "La demande n’a pas été comprise.", signInFirst: "Connectez-vous d’abord.",
    wrongSignIn: "L’adresse ou le mot de passe ne convient pas.", wrongCode: "Ce code ne convient pas ou n’est plus valable.",
    tooMany: "Trop d’essais. Réessayez dans quinze minutes.", noMail: "Le code n’a pas pu être envoyé. Réessayez plus tard.",
    badSignUp: "Indiquez une adresse e-mail, un mot de passe d’au moins douze caractères et vos deux accords.",
    guessable: "Ce mot de passe est trop facile à deviner : évitez les mots courants, les suites et votre adresse.",
    taken: "Ce compte n’a pas pu être créé. Si vous en avez déjà un, connectez-vous.",
    badMessage: "Indiquez votre adresse e-mail et un message.", badNight: "Vérifiez la date, la durée et la qualité de la nuit.",
    badRate: "Indiquez une fréquence entre 20 et 250 battements par minute et le moment de la mesure.",
    thanks: "Merci. Votre message a bien été reçu ; nous répondons dans le mois.", written: "C’est noté.", praised: "Bravo, tout va bien !",
    codeSent: "Un code vient de vous être envoyé par courriel.", signedIn: "Vous êtes connecté.", signedOut: "Vous êtes déconnecté.",
    closed: "Votre compte et vos données sont effacés.", withdrawn: "Votre accord est retiré, et vos données de santé sont effacées.",
    agreed: "Votre accord est enregistré.", noConsent: "Vous avez retiré votre accord : rien n’est enregistré. Donnez-le sur la page Mon compte.",
    tooYoung: "Sommeil est réservé aux personnes majeures.",
    told: {
      shared: "La mesure est enregistrée dans votre espace santé.", read: "Voici les mesures de votre espace santé.",
      nothing_waits: "Rien n’attend d’être partagé.",
      not_recorded: "Votre espace santé n’a pas enregistré cette mesure : il l’a refusée.",
      unavailable: "Votre espace santé n’est pas joignable pour l’instant. La mesure attend et sera envoyée plus tard.",
      rest: "Votre espace santé demande d’attendre. Ce qui attend sera envoyé plus tard.",
      no_consent_write: "Vous n’autorisez plus l’enregistrement dans votre espace santé. Associez-le à nouveau pour reprendre.",
      no_consent_read: "Vous n’autorisez plus la lecture de votre espace santé. Associez-le à nouveau pour reprendre.",
      mismatch: "Votre espace santé ne reconnaît pas cette association. Associez-le à nouveau.",
      pair_again: "L’association avec votre espace santé a pris fin. Associez-le à nouveau ; ce qui attend est gardé.",
      not_paired: "Votre espace santé n’est pas associé.", refused: "Votre espace santé a refusé la demande.",
      declined: "Vous n’avez pas donné votre accord : rien n’est associé.",
      not_asked: "Cette réponse ne correspond à aucune demande : rien n’a changé.", paired: "Votre espace santé est associé.",
      disconnected: "Votre espace santé est dissocié, et les accès sont révoqués.",
      disconnected_here: "Votre espace santé est dissocié ici, mais il n’a pas confirmé la révocation.",
    },
  },
  en: {
    mailSubject: "Your sign-in code for Sommeil", mailCode: "Your sign-in code:",
    mailRest: "It is valid for ten minutes. If you did not ask for it, ignore this message.",
    notFound: "Page not found", notFoundText: "This address leads nowhere. Go back to the home page.",
    notUnderstood: "The request was not understood.", signInFirst: "Sign in first.",
    wrongSignIn: "The address or the password is not right.", wrongCode: "This code is not right or no longer valid.",
    tooMany: "Too many tries. Try again in fifteen minutes.", noMail: "The code could not be sent. Try again later.",
    badSignUp: "Give an e-mail address, a password of twelve characters or more, and both of your agreements.",
    guessable: "This password is too easy to guess: avoid common words, rows of keys and your address.",
    taken: "This account could not be created. If you already have one, sign in.",
    badMessage: "Give your e-mail address and a message.", badNight: "Check the date, the length and the quality of the night.",
    badRate: "Give a rate between 20 and 250 beats per minute and the moment of the measure.",
    thanks: "Thank you. Your message has arrived; we answer within a month.", written: "Noted.", praised: "Well done, all is fine!",
    codeSent: "A code has just been sent to you by mail.", signedIn: "You are signed in.", signedOut: "You are signed out.",
    closed: "Your account and your data are erased.", withdrawn: "Your consent is withdrawn, and your health data are erased.",
    agreed: "Your consent is recorded.", noConsent: "You withdrew your consent: nothing is recorded. Give it on the page My account.",
    tooYoung: "Sommeil is for adults only.",
    told: {
      shared: "The measure is recorded in your health space.", read: "Here are the measures of your health space.",
      nothing_waits: "Nothing waits to be shared.", not_recorded: "Your health space did not record this measure: it refused it.",
      unavailable: "Your health space cannot be reached at the moment. The measure waits and will be sent later.",
      rest: "Your health space asks to wait. What waits will be sent later.",
      no_consent_write: "You no longer allow recording in your health space. Connect it again to resume.",
      no_consent_read: "You no longer allow reading your health space. Connect it again to resume.",
      mismatch: "Your health space does not recognise this connection. Connect it again.",
      pair_again: "The connection with your health space has ended. Connect it again; what waits is kept.",
      not_paired: "Your health space is not connected.", refused: "Your health space refused the request.",
      declined: "You did not agree: nothing is connected.",
      not_asked: "This answer belongs to no request: nothing has changed.", paired: "Your health space is connected.",
      disconnected: "Your health space is disconnected, and all access is revoked.",
      disconnected_here: "Your health space is disconnected here, but it did not confirm the revocation.",
    },
  },
};

export const say = (language) => WORDS[language] ?? WORDS.fr;

/** The language of a request: the switch, else what was chosen, else Accept-Language, else French. */
export function languageOf(request, chosen, switched = null) {
  for (const wanted of [switched, chosen]) if (Object.hasOwn(WORDS, wanted ?? "")) return wanted;
  const accepted = (request.headers["accept-language"] ?? "").toLowerCase().split(",").slice(0, 20).map((part, place) => {
    const [tag, ...rest] = part.trim().split(";");
    const quality = Number(rest.map((one) => /^\s*q=([\d.]+)$/.exec(one)?.[1]).find(Boolean) ?? 1);
    return { tag: tag.split("-")[0], quality, place };
  }).filter(({ tag, quality }) => Object.hasOwn(WORDS, tag) && quality > 0);
  accepted.sort((one, other) => other.quality - one.quality || one.place - other.place);
  return accepted[0]?.tag ?? "fr";
}
