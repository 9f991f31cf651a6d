// The decisions that make an exchange safe, each one replaceable on its own (see ../faults.js).
import { randomUUID } from "node:crypto";
import * as oauth from "openid-client";

export const LOINC = "http://loinc.org";
export const HEART_RATE = "8867-4";
export const PROFILE = "https://fhir.monespacesante.fr/ref/mesure/StructureDefinition/mes-observation-heartrate";

export const soundPolicy = () => ({
  scope: "openid offline_access patient/Observation.c patient/Observation.rs",
  headerNames: { token: "Authorization", identity: "ID-Token" },
  moreFields: {},
  /** The word that follows a noted rate, whatever it is. */
  noted: "written",
  /** The challenge of a verifier (RFC 7636 section 4.2). */
  challenge: async (verifier) => ({
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: "S256",
  }),
  /** The state that this session waits for; openid-client compares it with the one that came. */
  expectedState: (pending, _query) => pending.state,
  /** The identifier under which a measure is sent, the same each time: it makes a second sending harmless. */
  identifier: (item) => item.id,
  /** The moment of a measure, as it is sent. */
  moment: (item) => item.takenAt,
  profile: [PROFILE],
  /** Whether a status of the space means that the measure is recorded there. */
  recorded: (status) => status === 200 || status === 201,
  /** Until when no call is made, as a time in ms; `asked` is what Retry-After says. */
  restUntil: (asked) => asked,
  /** Whether a refusal stops what it refused until the person pairs again. */
  heeds: () => true,
  /** Whether a resource is about the paired person. */
  about: (resource, pairing) => {
    const { system, value } = resource.subject?.identifier ?? {};
    return value === pairing.subject && system === pairing.authority;
  },
  /** Whether a resource may be shown (FHIR R4 section 2.4: withdrawn, or changed in a way that we do not know). */
  showable: (resource) => resource.status !== "entered-in-error" && resource.modifierExtension === undefined,
  /** Whether a next page may be asked, with the tokens, at this address. */
  follows: (url, base) => url.origin === base.origin,
  revokes: true,
  /** Whether a sign-out ends the session on the server, and after what time without use one ends. */
  endsSessions: true,
  idle: (sound) => sound,
  /** Whether a code by mail answers the challenge. */
  takesCode: (right) => right,
  /** The nights among which one is looked up by its id. */
  nightsOf: (_store, account) => account.nights,
  /** What people take along, from which age they may sign up, and what a correction, a withdrawal, a closing do. */
  exported: ({ nights, rates }) => ({ nights, rates }),
  youngest: 18,
  corrects: true,
  stops: true,
  erases: true,
  /** The act of ../../public/variants.js that signed-in pages load, and the other hosts that scripts may ask. */
  moreScript: "",
  connects: [],
  /** Whose visits are counted, whether a choice outlives the browser, and what is offered where. */
  audience: {
    counts: (choice) => choice === "oui", keeps: () => true, offers: ["oui", "non"], atTheFoot: false,
  },
  /** What stays of a pairing after the person has disconnected. */
  leftAfterDisconnect: (_pairing) => null,
});

export const freshIdentifier = () => randomUUID();

/** A moment that is a second later with each attempt, so that the space cannot know a measure again. */
export function movingMoment() {
  const attempts = new Map();
  return (item) => {
    const number = attempts.get(item.id) ?? 0;
    attempts.set(item.id, number + 1);
    return new Date(Date.parse(item.takenAt) + number * 1000).toISOString();
  };
}
