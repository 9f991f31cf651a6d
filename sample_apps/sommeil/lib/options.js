// The command line, the clock header of a test (SOMMEIL_CLOCK_HEADER), and the seeded accounts of the environment (SOMMEIL_A_LOGIN, SOMMEIL_A_PASSWORD, SOMMEIL_A_CANARY).
import { parseArgs } from "node:util";

const TEXT = { type: "string" };

export function options(argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      host: { ...TEXT, default: "127.0.0.1" }, port: { ...TEXT, default: "0" }, "cleartext-port": TEXT,
      data: TEXT, "tls-cert": TEXT, "tls-key": TEXT, "space-issuer": { ...TEXT, default: "" }, "space-ca": TEXT,
      "public-url": { ...TEXT, default: "" }, "client-id": { ...TEXT, default: "sommeil" }, smtp: TEXT,
      fault: { ...TEXT, multiple: true, default: [] }, "exit-with-stdin": { type: "boolean", default: false },
    },
  });
  for (const name of ["data", "tls-cert", "tls-key", "smtp"]) {
    if (!values[name]) throw new Error(`--${name} is needed`);
  }
  return {
    host: values.host, port: portOf(values.port),
    cleartextPort: values["cleartext-port"] === undefined ? null : portOf(values["cleartext-port"]),
    data: values.data, tlsCert: values["tls-cert"], tlsKey: values["tls-key"],
    spaceIssuer: values["space-issuer"], spaceCa: values["space-ca"] ?? "",
    publicUrl: values["public-url"].replace(/\/$/, ""), clientId: values["client-id"], smtp: placeOf(values.smtp),
    faults: values.fault, exitWithStdin: values["exit-with-stdin"],
    clockHeader: process.env.SOMMEIL_CLOCK_HEADER ?? "", seeds: seeds(process.env),
  };
}

function seeds(environment) {
  return ["A", "B"].flatMap((name) => {
    const [login, password, canary] = ["LOGIN", "PASSWORD", "CANARY"].map((part) => environment[`SOMMEIL_${name}_${part}`]);
    return login && password ? [{ login, password, note: canary ?? "" }] : [];
  });
}

function portOf(text) {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`${text} is no port`);
  return port;
}

function placeOf(text) {
  const [, host, port] = /^(.+):(\d+)$/.exec(text) ?? [];
  if (!host) throw new Error("--smtp wants HOST:PORT");
  return { host: host.replace(/^\[|\]$/g, ""), port: portOf(port) };
}
