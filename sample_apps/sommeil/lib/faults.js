// Deliberate defects and harmless variants by name (--fault): each replaces one decision of the policy. See ../faults.yaml.
import { freshIdentifier, movingMoment } from "./space/policy.js";

const CHANGES = {
  doubles_after_lost_answer: (policy) => { Object.assign(policy, { identifier: freshIdentifier, moment: movingMoment() }); },
  ignores_retry_after: (policy) => { policy.restUntil = () => 0; },
  shows_other_person: (policy) => { policy.about = () => true; },
  shows_entered_in_error: (policy) => { policy.showable = () => true; },
  follows_foreign_next: (policy) => { policy.follows = (url) => url.protocol === "https:"; },
  calls_after_disconnect: (policy) => { policy.leftAfterDisconnect = (pairing) => ({ ...pairing }); },
  no_revocation: (policy) => { policy.revokes = false; },
  goes_on_after_refusal: (policy) => { policy.heeds = () => false; },
  refusal_as_success: (policy) => { policy.recorded = (status) => status > 0 && status !== 401 && status < 500 && status !== 429; },
  pkce_plain: (policy) => {
    policy.challenge = async (verifier) => ({ code_challenge: verifier, code_challenge_method: "plain" });
  },
  accepts_any_state: (policy) => { policy.expectedState = (_pending, query) => query.get("state") ?? undefined; },
  night_of_anybody: (policy) => {
    policy.nightsOf = (store) => Object.values(store.data.accounts).flatMap((account) => account.nights);
  },
  export_without_notes: (policy) => {
    policy.exported = ({ nights, rates }) => ({ nights: nights.map(({ note, ...rest }) => rest), rates });
  },
  correction_lost: (policy) => { policy.corrects = false; },
  withdrawal_stops_nothing: (policy) => { policy.stops = false; },
  deletion_keeps_data: (policy) => { policy.erases = false; },
  minors_let_in: (policy) => { policy.youngest = 0; },
  session_after_sign_out: (policy) => { policy.endsSessions = false; },
  never_idle: (policy) => { policy.idle = () => 12 * 3_600_000; },
  any_code_taken: (policy) => { policy.takesCode = () => true; },
  note_in_script_address: (policy) => { policy.moreScript = "note_in_script_address"; },
  number_in_script_address: (policy) => { policy.moreScript = "number_in_script_address"; },
  rates_to_own_server: (policy) => { policy.moreScript = "rates_to_own_server"; },
  rates_to_partner: (policy) => {
    policy.moreScript = "rates_to_partner";
    policy.connects = ["https://mesures.partenaire.example"];
  },
  counts_before_the_choice: (policy) => { policy.audience.counts = (choice) => choice !== "non"; },
  refusal_one_layer_deeper: (policy) => { policy.audience.offers = ["oui", "settings"]; },
  refusal_forgotten: (policy) => { policy.audience.keeps = (choice) => choice === "oui"; },
  refusal_in_other_words: (policy) => { policy.audience.offers = ["oui", "without"]; },
  choice_at_the_foot: (policy) => { Object.assign(policy.audience, { offers: ["non", "oui"], atTheFoot: true }); },
  no_profile: (policy) => { policy.profile = []; },
  lower_case_headers: (policy) => { policy.headerNames = { token: "authorization", identity: "id-token" }; },
  more_json_fields: (policy) => { policy.moreFields = { release: "autumn", notices: [] }; },
  praises_any_rate: (policy) => { policy.noted = "praised"; },
  other_scope_order: (policy) => { policy.scope = policy.scope.split(" ").reverse().join(" "); },
};

/** Apply the named changes. Throws for a name that is not known. */
export function withFaults(policy, names) {
  for (const name of names) {
    if (!Object.hasOwn(CHANGES, name)) throw new Error(`no fault is called ${name}`);
    CHANGES[name](policy);
  }
  return policy;
}
