// The pairing by openid-client: discovery, private_key_jwt, PKCE, state, nonce, issuer; pushed requests and DPoP.
import * as client from "openid-client";
import { send } from "./dialogue.mjs";

const MAX_AGE = 3600; // seconds

export async function configured({ issuer, clientId, key, kid }) {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const signing = await crypto.subtle.importKey("jwk", key, algorithm, false, ["sign"]);
  const proof = client.PrivateKeyJwt({ key: signing, kid });
  const config = await client.discovery(new URL(issuer), clientId, {}, proof);
  client.enableNonRepudiationChecks(config); // the id_token's signature too, with the published keys
  return config;
}

export async function asked({ redirect, scope }, more = {}) {
  const verifier = client.randomPKCECodeVerifier();
  const checks = {
    pkceCodeVerifier: verifier,
    expectedState: client.randomState(),
    expectedNonce: client.randomNonce(),
  };
  const parameters = {
    redirect_uri: redirect,
    scope,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    ...more,
  };
  return { checks, parameters };
}

export async function paired(config, wanted, options = {}) {
  const { checks, parameters } = await asked(wanted, { max_age: String(MAX_AGE) });
  const build = options.DPoP ? client.buildAuthorizationUrlWithPAR : client.buildAuthorizationUrl;
  const callback = await send(await build(config, parameters, options));
  const all = { ...checks, maxAge: MAX_AGE, idTokenExpected: true };
  return { callback, checks: all, tokens: await client.authorizationCodeGrant(config, callback, all, {}, options) };
}
