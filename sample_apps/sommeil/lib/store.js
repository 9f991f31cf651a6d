// What lasts: one JSON document, written whole beside itself and then moved into place, so that a cut leaves the old one.
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";

const EMPTY = { accounts: {}, messages: [], key: null };

export class Store {
  #path;

  constructor(folder) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#path = join(folder, "sommeil.json");
    this.data = read(this.#path) ?? structuredClone(EMPTY);
  }

  /** Keep everything as it is now. It is on the disk when this returns. */
  save() {
    const beside = `${this.#path}.new`;
    const file = openSync(beside, "w", 0o600);
    try {
      writeSync(file, JSON.stringify(this.data));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(beside, this.#path);
  }

  /** The account of a sign-in name, or undefined. */
  account(login) {
    return Object.hasOwn(this.data.accounts, login) ? this.data.accounts[login] : undefined;
  }
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}
