import type { DeadLetter, DeadLetterCounts } from '#shared/deadLetter.ts';
import type { MessageToSend, SendResult } from '#shared/ipc.ts';
import { problem, ProblemError } from '#shared/problem.ts';
import type { HopEvent, UnnumberedEvent } from '#shared/trace.ts';
import { roughBytes } from './payloads.ts';

const maxLetters = 500;
const maxBytes = 8 << 20;

/**
 * What has failed for good on wires with a dead letter policy, oldest first. It is kept here, not in the runner, so that it
 * outlives one. The oldest make room, and how many did is told.
 */
export class DeadLetters {
  readonly #letters = new Map<string, { letter: DeadLetter; bytes: number }>();
  readonly #onChange: () => void;
  #bytes = 0;
  #forgotten = 0;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get counts(): DeadLetterCounts {
    const counts: DeadLetterCounts = {};
    for (const { letter } of this.#letters.values()) counts[letter.wire] = (counts[letter.wire] ?? 0) + 1;
    return counts;
  }

  list(wire?: string): { letters: DeadLetter[]; forgotten: number } {
    const all = [...this.#letters.values()].map(({ letter }) => letter);
    return { letters: wire === undefined ? all : all.filter((one) => one.wire === wire), forgotten: this.#forgotten };
  }

  /** Looks through what the runner tells. To be called before payloads are cut. */
  take(events: readonly UnnumberedEvent[]): void {
    let hasChanged = false;
    for (const event of events) {
      const letter = event.type === 'deadLettered' ? letterOf(event) : undefined;
      if (letter === undefined) continue;
      this.#add(letter);
      hasChanged = true;
    }
    if (hasChanged) this.#onChange();
  }

  /**
   * Sends it over its wire, as that is now. It is gone when the call gets well; one that fails again is kept anew.
   * @throws ProblemError when there is no such letter, or when it cannot be sent, and then it stays
   */
  async sendAgain(id: string, send: (message: MessageToSend) => Promise<SendResult>): Promise<SendResult> {
    // Taken out meanwhile: pressed twice, it is sent once.
    const letter = this.#takeOut(id);
    this.#onChange();
    const { wire, pattern, data, kind, idempotencyKey } = letter;
    try {
      const sent = await send({ wire, pattern, data, kind, idempotencyKey });
      const { error } = sent;
      const isKeptAnew = [...this.#letters.values()].some((kept) => kept.letter.traceId === sent.traceId);
      if (error !== undefined && !isKeptAnew) this.#putBack({ ...letter, error });
      return sent;
    } catch (error) {
      this.#putBack(letter);
      throw error;
    }
  }

  /** @throws ProblemError when there is no such letter */
  drop(id: string): void {
    this.#takeOut(id);
    this.#onChange();
  }

  /** Returns how many there were. */
  dropAll(wire?: string): number {
    const { letters } = this.list(wire);
    for (const { id } of letters) this.#takeOut(id);
    if (wire === undefined) this.#forgotten = 0;
    if (letters.length > 0) this.#onChange();
    return letters.length;
  }

  #putBack(letter: DeadLetter): void {
    this.#add(letter);
    this.#onChange();
  }

  #add(letter: DeadLetter): void {
    const bytes = roughBytes(letter, maxBytes);
    this.#letters.set(letter.id, { letter, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#letters.keys()) {
      if (this.#letters.size <= maxLetters && this.#bytes <= maxBytes) break;
      this.#takeOut(oldest);
      this.#forgotten += 1;
    }
  }

  #takeOut(id: string): DeadLetter {
    const found = this.#letters.get(id);
    if (found === undefined) {
      const message = `There is no dead letter "${id}"; it may have been sent or dropped. Read the list again.`;
      throw new ProblemError(problem('notFound', message, 'letter'));
    }
    this.#letters.delete(id);
    this.#bytes -= found.bytes;
    return found.letter;
  }
}

function letterOf(event: Omit<HopEvent, 'seq'>): DeadLetter | undefined {
  const { hopId, traceId, atUs, wire, pattern, kind, data = {}, error = null, idempotencyKey } = event;
  if (wire === undefined || kind === 'http') return undefined;
  return {
    id: hopId,
    traceId,
    atUs,
    wire,
    pattern,
    kind,
    data,
    error,
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  };
}
