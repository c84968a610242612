import { chmodSync } from 'node:fs';
import { dirname } from 'node:path';
import Libsql from 'libsql/promise';
import { makeFolder } from './makeFolder.ts';
import { schemaSql, schemaVersion } from './schema.ts';

export type SqlValue = string | number | null;

/** What we use of libsql, whose own types say `any`. */
interface Statement {
  all: (...values: SqlValue[]) => Promise<unknown[]>;
}
interface Connection {
  exec: (sql: string) => Promise<void>;
  prepare: (sql: string) => Promise<Statement>;
  close: () => void;
}

export interface DatabaseOptions {
  /** Its folder is made when it is not there. Without a file the database lives in memory and ends with the process. */
  file: string | undefined;
  /** How long a write waits for another process that writes. */
  patienceMs?: number;
}

/**
 * One SQLite file. Its work is done on threads of the library: the event loop only hands it over. One job at a time, so that
 * a transaction holds nothing of anybody else's.
 */
export class Database {
  readonly #connection: Connection;
  readonly #statements = new Map<string, Promise<Statement>>();
  #last: Promise<unknown> = Promise.resolve();

  private constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Rejects with what SQLite or the file system says. */
  static async open({ file, patienceMs = 5000 }: DatabaseOptions): Promise<Database> {
    // Whoever may read this file knows every link.
    if (file !== undefined) makeFolder(dirname(file));
    const connection = new Libsql(file ?? ':memory:', { timeout: patienceMs }) as unknown as Connection;
    const database = new Database(connection);
    try {
      if (file !== undefined) chmodSync(file, 0o600);
      // FULL: in WAL mode less would let the newest commits go when the power does.
      await connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
      await database.#makeTables();
      return database;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /** Does a job when all before it are done. */
  async alone<T>(job: (sql: Sql) => Promise<T>): Promise<T> {
    const run = this.#last.then(() => job(this.#sql));
    // Who asked is told when it fails; the next one does not care.
    this.#last = run.catch(() => undefined);
    return run;
  }

  /** As `alone`: everything in the job is kept, or nothing. */
  transaction<T>(job: (sql: Sql) => Promise<T>): Promise<T> {
    return this.alone(async (sql) => {
      await this.#connection.exec('BEGIN IMMEDIATE');
      try {
        const result = await job(sql);
        await this.#connection.exec('COMMIT');
        return result;
      } catch (error) {
        // After some errors (a full disk) SQLite has rolled back by itself, and says so when asked again.
        await this.#connection.exec('ROLLBACK').catch(() => undefined);
        throw error;
      }
    });
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    await this.#last;
    this.#connection.close();
  }

  readonly #sql: Sql = {
    // Not libsql's own `run`: that one does its work, and waits for the disk, in this very turn.
    run: async (text, ...values) => void (await (await this.#prepare(text)).all(...values)),
    all: async (text, ...values) => (await this.#prepare(text)).all(...values),
  };

  #prepare(text: string): Promise<Statement> {
    const known = this.#statements.get(text);
    if (known !== undefined) return known;
    const prepared = this.#connection.prepare(text);
    this.#statements.set(text, prepared);
    prepared.catch(() => this.#statements.delete(text));
    return prepared;
  }

  async #makeTables(): Promise<void> {
    const [row] = (await (await this.#prepare('PRAGMA user_version')).all()) as { user_version: number }[];
    const found = row?.user_version ?? 0;
    if (found > schemaVersion) {
      throw new Error(`The saved flows were written by a newer Patchbay (format ${found}). Start that one.`);
    }
    if (found < schemaVersion) await this.#connection.exec(schemaSql);
  }
}

export interface Sql {
  run: (text: string, ...values: SqlValue[]) => Promise<void>;
  all: (text: string, ...values: SqlValue[]) => Promise<unknown[]>;
}
