import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import { applyEdits, editSchema, type Edit } from '#shared/flow/edits.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { parseSavedFlow, type Parsed } from '#shared/flow/parseFlow.ts';
import { problem, ProblemError } from '#shared/problem.ts';
import type { Database, Sql } from './database.ts';
import { isConflict } from './storeProblem.ts';

/** What made one revision of a flow. */
export interface Change {
  flow: number;
  revision: number;
  at: number;
  /** The name that a client gave its list of edits, to send it twice without harm. */
  change?: string | undefined;
  body: { edits: Edit[] } | { flow: Flow };
}

export interface LoadedFlow {
  flow: Flow;
  revision: number;
  /** The newest named changes, oldest first. */
  known: { change: string; revision: number }[];
}

interface Waiting {
  changes: readonly Change[];
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** How many named changes a session remembers. */
export const knownChanges = 2000;
/** A snapshot is due when the changes since the last one are longer than the flow, and than this. */
const minSnapshotBytes = 32 << 10;

/**
 * The changes of all flows, on disk before anybody is told of them.
 *
 *   append ─▶ waiting ──(one INSERT for all that wait)──▶ changes ──▶ now and then a snapshot, which saves time when loading
 */
export class ChangeLog {
  readonly #database: Database;
  readonly #bytesSince = new Map<number, number>();
  #waiting: Waiting[] = [];

  constructor(database: Database) {
    this.#database = database;
  }

  /** Resolves when the changes are durable; rejects when none of them is. */
  append(changes: readonly Change[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ changes, resolve, reject });
      // Begins when the database is free: all that came meanwhile goes along.
      if (this.#waiting.length === 1) void this.#database.alone((sql) => this.#flush(sql));
    });
  }

  /** Called when a change is durable: keeps the whole flow when that is worth it. What goes wrong costs time later, nothing else. */
  async keep({ flow: key, revision, at }: Change, flow: Flow): Promise<void> {
    const since = this.#bytesSince.get(key) ?? 0;
    if (since < minSnapshotBytes) return;
    const body = JSON.stringify(flow);
    if (since < body.length) return;
    this.#bytesSince.delete(key);
    await this.#database.alone((sql) => insertSnapshot(sql, { key, revision, at, body })).catch(() => undefined);
  }

  /** The flow as it was at `revision`, or as it is. */
  async load(key: number, upTo = Number.MAX_SAFE_INTEGER): Promise<LoadedFlow> {
    const { snapshots, changes, named } = await this.#database.alone(async (sql) => {
      const found = await sql.all(
        'SELECT revision, body FROM snapshots WHERE flow = ? AND revision <= ? ORDER BY revision DESC LIMIT 1',
        key,
        upTo,
      );
      const from = (found as { revision: number }[])[0]?.revision ?? -1;
      return {
        snapshots: found,
        changes: await sql.all(
          'SELECT revision, body FROM changes WHERE flow = ? AND revision > ? AND revision <= ? ORDER BY revision',
          key,
          from,
          upTo,
        ),
        named: await sql.all(
          // In hex: libsql ends the process over a text that is no UTF-8, and older versions of us have written such names.
          'SELECT hex(change) AS name, revision FROM changes WHERE flow = ? AND change IS NOT NULL ORDER BY revision DESC LIMIT ?',
          key,
          knownChanges,
        ),
      };
    });
    const rows = z.array(rowSchema).parse([...snapshots, ...changes]);
    return { ...replay(rows), known: z.array(namedSchema).parse(named).toReversed().flatMap(withName) };
  }

  forget(key: number): void {
    this.#bytesSince.delete(key);
  }

  async #flush(sql: Sql): Promise<void> {
    const batch = this.#waiting;
    this.#waiting = [];
    try {
      await this.#insert(sql, batch);
    } catch (error) {
      // One of them may be at fault: each gets a chance of its own.
      if (batch.length === 1 || !isConflict(error)) for (const { reject } of batch) reject(error);
      else for (const one of batch) await this.#insert(sql, [one]).catch(one.reject);
    }
  }

  async #insert(sql: Sql, batch: readonly Waiting[]): Promise<void> {
    const rows = batch.flatMap(({ changes }) =>
      changes.map(({ body, change = null, ...row }) => ({ ...row, change, body: JSON.stringify(body) })),
    );
    await sql.run(insertSql, JSON.stringify(rows));
    for (const { flow, body } of rows) this.#bytesSince.set(flow, (this.#bytesSince.get(flow) ?? 0) + body.length);
    for (const { resolve } of batch) resolve();
  }
}

/** One statement is one transaction, and one way to the other thread and back. */
const insertSql = `
INSERT INTO changes (flow, revision, at, change, body)
SELECT value ->> 'flow', value ->> 'revision', value ->> 'at', value ->> 'change', value ->> 'body' FROM json_each(?)`;

export function insertSnapshot(
  sql: Sql,
  { key, revision, at, body }: { key: number; revision: number; at: number; body: string },
): Promise<void> {
  const text = 'INSERT OR IGNORE INTO snapshots (flow, revision, at, body) VALUES (?, ?, ?, ?)';
  return sql.run(text, key, revision, at, body);
}

const rowSchema = z.object({ revision: z.number(), body: z.string() });
const namedSchema = z.object({ name: z.string(), revision: z.number() });
const editsSchema = z.object({ edits: z.array(editSchema) });

/** None for a name that no client can send again: then there is nothing to apply twice. */
function withName({ name, revision }: z.infer<typeof namedSchema>): LoadedFlow['known'] {
  const bytes = Buffer.from(name, 'hex');
  return isUtf8(bytes) ? [{ change: bytes.toString(), revision }] : [];
}

/** A snapshot and the changes after it. */
function replay(rows: z.infer<typeof rowSchema>[]): { flow: Flow; revision: number } {
  let flow: Flow | undefined;
  let revision = 0;
  for (const row of rows) {
    const next = readRevision(flow, row.body);
    if (!next.ok) {
      const why = `Revision ${row.revision} of this flow cannot be read by this version of Patchbay`;
      throw new ProblemError(problem('storeFailed', `${why}: ${next.problem.message}`));
    }
    flow = next.value;
    revision = row.revision;
  }
  if (flow === undefined) throw new ProblemError(problem('notFound', 'This flow is not saved here. Open another one.'));
  return { flow, revision };
}

function readRevision(before: Flow | undefined, text: string): Parsed<Flow> {
  const body = parseJson(text);
  const edits = before === undefined ? undefined : editsSchema.safeParse(body);
  if (before !== undefined && edits?.success === true) return applyEdits(before, edits.data.edits);
  return parseSavedFlow(typeof body === 'object' && body !== null && 'flow' in body ? body.flow : body);
}

/** Undefined, which is no flow, when a damaged disk has left no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
