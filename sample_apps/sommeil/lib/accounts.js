// Accounts: a password that is kept as its scrypt digest, and what belongs to the person.
import { randomBytes, randomUUID, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify(scrypt);
const COST = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const NOBODY = { salt: "00", digest: "00".repeat(32) };

export async function newAccount(login, password, note = "") {
  const salt = randomBytes(16).toString("hex");
  const nights = note ? [{ id: randomUUID(), date: "2026-11-20", hours: 7.5, quality: 4, note }] : [];
  const rates = note ? [{ id: randomUUID(), value: 62, takenAt: "2026-11-20T07:10:00+01:00" }] : [];
  const digest = (await derive(password, salt, 32, COST)).toString("hex");
  // `queue` holds what is to be shared, `pairing` the tokens, `space` what the space said no to.
  return { login, salt, digest, consentAt: new Date().toISOString(), nights, rates, queue: [], pairing: null, space: {} };
}

/** Whether the password is this account's; takes as long when there is no account. */
export async function passwordHolds(account, password) {
  const { salt, digest } = account ?? NOBODY;
  const found = await derive(password, salt, 32, COST);
  return timingSafeEqual(found, Buffer.from(digest, "hex")) && account !== undefined;
}

export async function seed(store, seeds) {
  for (const { login, password, note } of seeds) {
    if (!store.account(login)) store.data.accounts[login] = await newAccount(login, password, note);
  }
  store.save();
}
