// The stricter profile, by openid-client: pushed requests (RFC 9126) and tokens bound to a key (RFC 9449).
import * as client from "openid-client";
import { refusal, say, send, told } from "./dialogue.mjs";
import { read, write } from "./measures.mjs";
import { asked, configured, paired } from "./pairing.mjs";

const wanted = await told();
const config = await configured(wanted);
const bound = async () => ({ DPoP: client.getDPoPHandle(config, await client.randomDPoPKeyPair("ES256")) });
const options = await bound();
const report = {};

const { tokens } = await paired(config, wanted, options);
report.type = tokens.token_type;
report.written = await write(config, wanted, tokens, wanted.measure, options);
report.read = await read(config, wanted, tokens, options);
report.otherKey = await refusal(read(config, wanted, tokens, await bound()));
report.asBearer = await refusal(read(config, wanted, tokens));

const again = await client.refreshTokenGrant(config, tokens.refresh_token, {}, options);
report.refreshedType = again.token_type;
report.readAgain = (await read(config, wanted, again, options)).status;
report.refreshWithoutProof = await refusal(client.refreshTokenGrant(config, again.refresh_token));

const { checks, parameters } = await asked(wanted);
const notPushed = await send(client.buildAuthorizationUrl(config, parameters));
report.notPushed = await refusal(client.authorizationCodeGrant(config, notPushed, checks, {}, options));

await client.tokenRevocation(config, again.access_token);
report.revokedRead = await refusal(read(config, wanted, again, options));
say({ report });
process.exit(0);
