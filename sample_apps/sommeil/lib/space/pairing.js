// The pairing: ask, take the callback, keep the tokens fresh, let go. OpenID Connect code flow by openid-client.
import { createPublicKey, randomUUID } from "node:crypto";
import * as oauth from "openid-client";
import { restAsked } from "./rest.js";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" };
const FRESH_MS = 20_000;

/** Why a pairing cannot be had or used; `reason` names a sentence of ../words.js. */
export class SpaceError extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/** What the space said, without its refusals; a rest that it asked for lasts, whoever pairs in the meantime. */
export const anew = ({ restUntil }) => (restUntil > Date.now() ? { restUntil } : {});

/** The app's own key, made once and kept; its public half is at /.well-known/jwks.json. */
export async function ownKey(store) {
  if (!store.data.key) {
    const pair = await crypto.subtle.generateKey(ALGORITHM, true, ["sign"]);
    store.data.key = { ...(await crypto.subtle.exportKey("jwk", pair.privateKey)), kid: randomUUID() };
    store.save();
  }
  const { kid, ...jwk } = store.data.key;
  const { x, y } = createPublicKey({ key: jwk, format: "jwk" }).export({ format: "jwk" });
  const signing = await crypto.subtle.importKey("jwk", { ...jwk, key_ops: ["sign"] }, ALGORITHM, false, ["sign"]);
  return { signing: { key: signing, kid }, published: { keys: [{ kty: "EC", crv: "P-256", x, y, kid, alg: "ES256", use: "sig" }] } };
}

export class Pairings {
  constructor({ store, wire, policy, key, issuer, clientId, redirectUri }) {
    Object.assign(this, { store, wire, policy, key, issuer, clientId, redirectUri, onRest: () => {} });
  }

  /** Read anew each time: the space may have changed its keys. Raises SpaceError. */
  async #configuration() {
    try {
      const metadata = { id_token_signed_response_alg: "ES256" };
      const found = await oauth.discovery(
        new URL(this.issuer), this.clientId, metadata, oauth.PrivateKeyJwt(this.key.signing), { [oauth.customFetch]: this.wire.fetch });
      found[oauth.customFetch] = this.wire.fetch;
      oauth.enableNonRepudiationChecks(found); // the signature of every id_token, with the published keys
      return found;
    } catch {
      throw new SpaceError("unavailable");
    }
  }

  /** Where to send the browser. */
  async begin(session) {
    const configuration = await this.#configuration();
    const verifier = oauth.randomPKCECodeVerifier();
    session.pending = { verifier, state: oauth.randomState(), nonce: oauth.randomNonce() };
    const { state, nonce } = session.pending;
    const parameters = { redirect_uri: this.redirectUri, scope: this.policy.scope, state, nonce, ...(await this.policy.challenge(verifier)) };
    return oauth.buildAuthorizationUrl(configuration, parameters).href;
  }

  /** Take the callback of this session, once. Raises SpaceError; nothing is kept then. */
  async complete(session, account, url) {
    const { pending } = session;
    const query = url.searchParams;
    const expectedState = pending && this.policy.expectedState(pending, query);
    if (!pending || (query.get("state") ?? undefined) !== expectedState) throw new SpaceError("not_asked");
    session.pending = null;
    const configuration = await this.#configuration();
    if (query.get("iss") !== configuration.serverMetadata().issuer) throw new SpaceError("not_asked"); // RFC 9207
    if (query.has("error")) throw new SpaceError(query.get("error") === "access_denied" ? "declined" : "refused");
    const checks = { pkceCodeVerifier: pending.verifier, expectedState, expectedNonce: pending.nonce, idTokenExpected: true };
    const tokens = await asSpaceError(oauth.authorizationCodeGrant(configuration, url, checks), "not_asked");
    const claims = tokens.claims();
    if (typeof claims.assign_auth !== "string") throw new SpaceError("not_asked");
    const authority = claims.assign_auth.includes(":") ? claims.assign_auth : `urn:oid:${claims.assign_auth}`;
    account.pairing = kept(tokens, { subject: claims.sub, authority });
    account.space = anew(account.space);
    this.store.save();
  }

  /** The pairing with tokens that still live. Raises SpaceError; a refused renewal ends the pairing. */
  async fresh(account, pairing, renew = false) {
    if (!renew && pairing.until - FRESH_MS > Date.now()) return pairing;
    if (!pairing.refreshToken) throw this.#over(account, pairing);
    const configuration = await this.#configuration();
    let tokens;
    try {
      tokens = await oauth.refreshTokenGrant(configuration, pairing.refreshToken);
    } catch (error) {
      if (error instanceof oauth.ResponseBodyError && error.error === "invalid_grant") throw this.#over(account, pairing);
      throw this.#busy(account, answerIn(error));
    }
    if (tokens.claims() && tokens.claims().sub !== pairing.subject) throw new SpaceError("unavailable");
    Object.assign(pairing, kept(tokens, pairing));
    this.store.save();
    return pairing;
  }

  /** The token endpoint gave no tokens; where it asks for patience, no call is made before. */
  #busy(account, answer) {
    const asks = answer !== null && (answer.status === 503 || answer.status === 429);
    const until = asks ? restAsked(account, answer.headers.get("retry-after"), this) : 0;
    if (!until) return new SpaceError("unavailable");
    this.onRest(account, until);
    return new SpaceError("rest");
  }

  #over(account, pairing) {
    if (account.pairing === pairing) account.pairing = null;
    this.store.save();
    return new SpaceError("pair_again");
  }

  /** Whether the space confirmed that the tokens are dead. */
  async revoke(pairing) {
    return this.policy.revokes ? this.revokeAnyway(pairing) : true;
  }

  /** The same, whatever the policy says of a disconnection: an account that ends leaves no token behind. */
  async revokeAnyway(pairing) {
    try {
      const token = pairing.refreshToken || pairing.accessToken;
      await oauth.tokenRevocation(await this.#configuration(), token, pairing.refreshToken ? { token_type_hint: "refresh_token" } : {});
      return true;
    } catch {
      return false;
    }
  }
}

/** The answer of the space that an error of openid-client is about, or null. */
function answerIn(error) {
  for (let at = error, depth = 0; at && depth < 5; at = at.cause, depth += 1) {
    if (at instanceof Response) return at;
    if (at.response instanceof Response) return at.response;
  }
  return null;
}

async function asSpaceError(promise, reason) {
  try {
    return await promise;
  } catch (error) {
    const unreachable = error instanceof oauth.ResponseBodyError ? error.status >= 500 || error.status === 429 : false;
    throw new SpaceError(unreachable ? "unavailable" : reason);
  }
}

function kept(tokens, before) {
  const seconds = tokens.expiresIn() ?? 300;
  const claims = tokens.claims();
  const until = Math.min(Date.now() + seconds * 1000, claims ? claims.exp * 1000 : before.idTokenUntil ?? Infinity);
  return {
    subject: before.subject, authority: before.authority, accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token ?? before.refreshToken ?? "", idToken: tokens.id_token ?? before.idToken,
    idTokenUntil: claims ? claims.exp * 1000 : before.idTokenUntil, until,
  };
}
