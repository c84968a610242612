import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Flow } from '#shared/flow/flow.ts';
import { ChangeLog, insertSnapshot } from './changeLog.ts';
import type { Database } from './database.ts';

/** One way to a flow: whoever knows the secret may edit it, or only look at it. */
export interface Link {
  /** The flow's key in the file; never leaves the server. */
  key: number;
  kind: LinkKind;
  isRevoked: boolean;
  isDeleted: boolean;
}
export type LinkKind = 'edit' | 'view';

export interface SavedTimes {
  createdAt: number;
  changedAt: number;
}

const dayMs = 24 * 60 * 60_000;
/** So long a deleted flow can be brought back, and one that nobody ever changed is kept. */
const keptMs = 30 * dayMs;

/** Nobody may guess it, and it is all that it takes. */
const newSecret = (): string => randomBytes(18).toString('base64url');

/** The flows that outlive a restart, and the links to them. */
export class SavedFlows {
  readonly log: ChangeLog;
  readonly #database: Database;
  readonly #now: () => number;

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
    this.log = new ChangeLog(database);
  }

  /** Durable when it resolves. */
  create(flow: Flow): Promise<{ key: number; edit: string }> {
    const at = this.#now();
    const edit = newSecret();
    return this.#database.transaction(async (sql) => {
      const rows = await sql.all('INSERT INTO flows (createdAt) VALUES (?) RETURNING key', at);
      const { key } = keySchema.parse(rows[0]);
      await sql.run("INSERT INTO links (secret, flow, kind) VALUES (?, ?, 'edit')", edit, key);
      await insertSnapshot(sql, { key, revision: 0, at, body: JSON.stringify(flow) });
      return { key, edit };
    });
  }

  async find(secret: string): Promise<Link | undefined> {
    const rows = await this.#database.alone((sql) =>
      sql.all(
        'SELECT key, kind, revokedAt, deletedAt FROM links JOIN flows ON flows.key = links.flow WHERE secret = ?',
        secret,
      ),
    );
    const row = z.array(linkSchema).parse(rows)[0];
    if (row === undefined) return undefined;
    const { key, kind, revokedAt, deletedAt } = row;
    return { key, kind, isRevoked: revokedAt !== null, isDeleted: deletedAt !== null };
  }

  /** The secrets that open a flow now. */
  async secrets(key: number): Promise<{ edit: string; view?: string }> {
    const rows = await this.#database.alone((sql) =>
      sql.all('SELECT secret, kind FROM links WHERE flow = ? AND revokedAt IS NULL', key),
    );
    const found = z.array(z.object({ secret: z.string(), kind: kindSchema })).parse(rows);
    const of = (kind: LinkKind): string | undefined => found.find((link) => link.kind === kind)?.secret;
    const view = of('view');
    return { edit: of('edit') ?? '', ...(view === undefined ? {} : { view }) };
  }

  /** Makes a new secret of a kind; the one so far opens nothing any more. */
  renew(key: number, kind: LinkKind): Promise<string> {
    const secret = newSecret();
    return this.#database.transaction(async (sql) => {
      await sql.run(revokeSql, this.#now(), key, kind);
      await sql.run('INSERT INTO links (secret, flow, kind) VALUES (?, ?, ?)', secret, key, kind);
      return secret;
    });
  }

  revoke(key: number, kind: LinkKind): Promise<void> {
    return this.#database.alone((sql) => sql.run(revokeSql, this.#now(), key, kind));
  }

  async times(key: number): Promise<SavedTimes> {
    const rows = await this.#database.alone((sql) => sql.all(timesSql, key));
    const { createdAt, changedAt } = timesSchema.parse(rows[0]);
    return { createdAt, changedAt: changedAt ?? createdAt };
  }

  /** Deleted, or brought back. What is deleted goes for good after 30 days. */
  setDeleted(key: number, isDeleted: boolean): Promise<void> {
    const at = isDeleted ? this.#now() : null;
    return this.#database.alone((sql) => sql.run('UPDATE flows SET deletedAt = ? WHERE key = ?', at, key));
  }

  /** Lets go of what was deleted long ago, and of what was opened long ago and never touched. */
  async sweep(): Promise<void> {
    const before = this.#now() - keptMs;
    await this.#database.transaction(async (sql) => {
      const rows = z.array(keySchema).parse(await sql.all(staleSql, before, before));
      for (const { key } of rows) {
        for (const table of ['changes', 'snapshots', 'links']) {
          await sql.run(`DELETE FROM ${table} WHERE flow = ?`, key);
        }
        await sql.run('DELETE FROM flows WHERE key = ?', key);
      }
    });
  }

  /** When each of the newest revisions was made, oldest first; revision 0 is the flow as it was opened. */
  async moments(key: number, limit: number): Promise<{ revision: number; at: number }[]> {
    const rows = await this.#database.alone((sql) => sql.all(momentsSql, key, key, limit));
    return z.array(momentSchema).parse(rows).toReversed();
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}

const kindSchema = z.enum(['edit', 'view']);
const keySchema = z.object({ key: z.number() });
const linkSchema = z.object({
  key: z.number(),
  kind: kindSchema,
  revokedAt: z.number().nullable(),
  deletedAt: z.number().nullable(),
});
const timesSchema = z.object({ createdAt: z.number(), changedAt: z.number().nullable() });
const momentSchema = z.object({ revision: z.number(), at: z.number() });

const revokeSql = 'UPDATE links SET revokedAt = ? WHERE flow = ? AND kind = ? AND revokedAt IS NULL';
const timesSql = `
SELECT createdAt, (SELECT at FROM changes WHERE flow = key ORDER BY revision DESC LIMIT 1) AS changedAt
FROM flows WHERE key = ?`;
const staleSql = `
SELECT key FROM flows WHERE deletedAt < ? OR (createdAt < ? AND NOT EXISTS (SELECT 1 FROM changes WHERE flow = key))`;
const momentsSql = `
SELECT revision, at FROM changes WHERE flow = ?
UNION ALL SELECT revision, at FROM snapshots WHERE flow = ? AND revision = 0
ORDER BY revision DESC LIMIT ?`;
