CREATE TABLE IF NOT EXISTS account (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  password TEXT NOT NULL,
  consented_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS session (
  digest TEXT PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  opened_at REAL NOT NULL,
  seen_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS measure (
  id TEXT PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  systolic INTEGER NOT NULL,
  diastolic INTEGER NOT NULL,
  pulse INTEGER,
  taken_at TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  shared_at TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS pending_pairing (
  state TEXT PRIMARY KEY,
  session TEXT NOT NULL,
  nonce TEXT NOT NULL,
  verifier TEXT NOT NULL,
  asked_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS pairing (
  account INTEGER PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  subject TEXT NOT NULL,
  authority TEXT NOT NULL,
  access_token TEXT NOT NULL,
  refresh_token TEXT NOT NULL,
  id_token TEXT NOT NULL,
  expires_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS message (
  reference TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  category TEXT NOT NULL,
  email TEXT NOT NULL,
  body TEXT NOT NULL,
  received_at TEXT NOT NULL
);
