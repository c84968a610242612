/** Raised when the tables change; what brings older files up to date then goes below. */
export const schemaVersion = 1;

/**
 * A flow is its newest snapshot and the changes after that; older ones are its history.
 *
 *   links ──▶ flows ◀── snapshots (the whole flow at a revision)
 *                   ◀── changes (what made each revision: edits, or a whole flow)
 *
 * Times are milliseconds since 1970. A link that was revoked stays, so that whoever still has it can be told.
 */
export const schemaSql = `
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS flows (
  key INTEGER PRIMARY KEY,
  createdAt INTEGER NOT NULL,
  deletedAt INTEGER
);
CREATE TABLE IF NOT EXISTS links (
  secret TEXT PRIMARY KEY,
  flow INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('edit', 'view')),
  revokedAt INTEGER
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS linksOfFlow ON links (flow);
CREATE TABLE IF NOT EXISTS snapshots (
  flow INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  at INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (flow, revision)
);
CREATE TABLE IF NOT EXISTS changes (
  flow INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  at INTEGER NOT NULL,
  change TEXT,
  body TEXT NOT NULL,
  PRIMARY KEY (flow, revision)
);
PRAGMA user_version = ${schemaVersion};
COMMIT;
`;
