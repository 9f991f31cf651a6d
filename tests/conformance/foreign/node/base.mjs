// The base profile, by openid-client: a whole pairing, what goes wrong in one, and its end.
import * as client from "openid-client";
import { refusal, say, send, told } from "./dialogue.mjs";
import { read, write } from "./measures.mjs";
import { asked, configured, paired } from "./pairing.mjs";

const wanted = await told();
const config = await configured(wanted);
const report = { pkce: config.serverMetadata().supportsPKCE() };

const first = await paired(config, wanted);
report.scope = first.tokens.scope;
report.claims = first.tokens.claims();
report.written = await write(config, wanted, first.tokens, wanted.measure);
report.read = await read(config, wanted, first.tokens);

const altered = (name, value) => {
  const address = new URL(first.callback);
  if (value === null) address.searchParams.delete(name);
  else address.searchParams.set(name, value);
  return refusal(client.authorizationCodeGrant(config, address, { ...first.checks }));
};
report.otherState = await altered("state", "another");
report.otherIssuer = await altered("iss", "https://other.example.test");
report.noIssuer = await altered("iss", null);

const answered = async (more, decision) => {
  const { checks, parameters } = await asked(wanted, more);
  const callback = await send(client.buildAuthorizationUrl(config, parameters), decision);
  return refusal(client.authorizationCodeGrant(config, callback, checks));
};
report.personRefuses = await answered({}, "refuse");
report.nobodyIsAsked = await answered({ prompt: "none" });
report.requestObject = await answered({ response_type: "code", request: "e30.e30." });
report.otherScope = await answered({ scope: "openid user/Patient.rs" });

const again = await client.refreshTokenGrant(config, first.tokens.refresh_token);
report.refreshed = { sub: again.claims().sub, rotated: again.refresh_token !== first.tokens.refresh_token };
report.readAgain = (await read(config, wanted, again)).status;
report.active = (await client.tokenIntrospection(config, again.access_token)).active;
await client.tokenRevocation(config, again.refresh_token, { token_type_hint: "refresh_token" });
report.inactive = (await client.tokenIntrospection(config, again.access_token)).active;
report.revokedRead = await refusal(read(config, wanted, again));
report.revokedRefresh = await refusal(client.refreshTokenGrant(config, again.refresh_token));

const third = await paired(config, wanted);
report.replayedCode = await refusal(client.authorizationCodeGrant(config, third.callback, third.checks));
report.replayCostsTokens = await refusal(read(config, wanted, third.tokens));
const wrong = await asked(wanted);
const callback = await send(client.buildAuthorizationUrl(config, wrong.parameters));
const otherVerifier = { ...wrong.checks, pkceCodeVerifier: client.randomPKCECodeVerifier() };
report.wrongVerifier = await refusal(client.authorizationCodeGrant(config, callback, otherVerifier));
say({ report });
process.exit(0);
