// What the test says to the client and the client to the test: one JSON value a line.
import { createInterface } from "node:readline";

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

export async function told() {
  const { value, done } = await lines.next();
  if (done) throw new Error("the test has gone");
  return JSON.parse(value);
}

export function say(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

// Send the person to an address; return the callback to which their browser comes back.
export async function send(address, decision = "accept") {
  say({ send: address.href, decision });
  return new URL(await told());
}

// How an exchange was refused, as the library understood it.
export async function refusal(promise) {
  try {
    await promise;
  } catch (error) {
    return { kind: error.constructor.name, code: error.code, error: error.error, status: error.status };
  }
  return { kind: "none" };
}
