// One business call: the tokens that go with it, one renewal, and what an error of the space means for the calls to come.
import { SpaceError } from "./pairing.js";
import { restAsked } from "./rest.js";

export class Calls {
  constructor({ store, policy, pairings, onRest }) {
    Object.assign(this, { store, policy, pairings, onRest });
  }

  /** One call, once more with new tokens after 401. Raises SpaceError for what concerns more than this call. */
  async make(account, purpose, pairing, send) {
    let answer = await send(this.#headers(pairing));
    if (answer.status === 401) answer = await send(this.#headers(await this.pairings.fresh(account, pairing, true)));
    if (this.policy.recorded(answer.status) && answer.status >= 300) return answer;
    if (answer.status === 401) throw new SpaceError("pair_again");
    if (answer.status === 403) throw this.#refused(account, purpose, answer);
    if (answer.status === 429 || answer.status === 503) throw this.#resting(account, answer);
    if (answer.status >= 500 || (answer.status >= 300 && answer.status < 400)) throw new SpaceError("unavailable");
    return answer;
  }

  #headers(pairing) {
    const { token, identity } = this.policy.headerNames;
    return { [token]: `Bearer ${pairing.accessToken}`, [identity]: pairing.idToken, Accept: "application/fhir+json" };
  }

  #refused(account, purpose, answer) {
    if (/idpe/i.test(answer.text)) account.space.mismatch = true;
    else account.space[purpose] = "refused";
    this.store.save();
    return new SpaceError(account.space.mismatch ? "mismatch" : `no_consent_${purpose}`);
  }

  #resting(account, answer) {
    const until = restAsked(account, answer.headers["retry-after"], this);
    if (!until) return new SpaceError("unavailable");
    this.onRest(account, until);
    return new SpaceError("rest");
  }
}
