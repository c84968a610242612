import type { Act } from '#shared/recording/act.ts';
import { standingAfter, type Standing } from '#shared/recording/standing.ts';
import { roughBytes } from '../payloads.ts';

export interface TapeLimits {
  maxActs: number;
  maxBytes: number;
}

const enough = 8 << 20;

/**
 * What people did since some moment. When it is full the oldest act becomes part of how everything stood: the tape
 * begins later then, and is right as before.
 *
 *   standing ── act ── act ── act ── now
 *      └── forgets ──▶ standing'
 */
export class Tape {
  readonly #limits: TapeLimits;
  #standing: Standing;
  #acts: { act: Act; bytes: number }[] = [];
  #bytes = 0;

  constructor(standing: Standing, limits: TapeLimits) {
    this.#standing = standing;
    this.#limits = limits;
  }

  get standing(): Standing {
    return this.#standing;
  }

  get acts(): Act[] {
    return this.#acts.map(({ act }) => act);
  }

  get isFull(): boolean {
    return this.#acts.length > this.#limits.maxActs || this.#bytes > this.#limits.maxBytes;
  }

  note(act: Act): void {
    const bytes = roughBytes(act, enough);
    this.#acts.push({ act, bytes });
    this.#bytes += bytes;
  }

  /** Lets go of what is older than this, and of more while it is full. */
  forget(beforeUs: number): void {
    let [oldest] = this.#acts;
    while (oldest !== undefined && (oldest.act.atUs < beforeUs || this.isFull)) {
      this.#standing = standingAfter(this.#standing, oldest.act);
      this.#bytes -= oldest.bytes;
      this.#acts.shift();
      [oldest] = this.#acts;
    }
  }
}
