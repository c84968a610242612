import type { UnnumberedEvent } from '#shared/trace.ts';
import type { ChangeEvent, HopEvent, HopEventType } from '#shared/trace.ts';
import type { HopContext } from './context.ts';

/**
 * Collects what happens and hands it on in batches. All processes of the machine count on one clock (CLOCK_MONOTONIC), and
 * the server says on the command line what time it is then: else each process would be up to a millisecond off.
 */

type Details = Partial<Omit<HopEvent, 'seq' | 'atUs' | 'type' | 'traceId' | 'hopId' | 'pattern' | 'kind'>>;
type Change = Omit<ChangeEvent, 'seq' | 'atUs'>;

export interface Tracer {
  /** Something happened to a hop. `details` come after the hop's own place and override it. */
  hop(type: HopEventType, hop: HopContext, details?: Details): void;
  /** Something alive changed its state. */
  change(change: Change): void;
  /** Hands over what is waiting now. */
  flush(): void;
  close(): void;
}

export interface TracerOptions {
  onBatch: (events: UnnumberedEvent[]) => void;
  intervalMs?: number;
}

/** Events that wait longer than others are made are moved about by the collector of young objects, each of them more than once. */
const fullBatch = 1000;

const clock = /^--clock=(-?\d{1,20})$/;
const given = process.argv.map((argument) => clock.exec(argument)?.[1]).find((anchor) => anchor !== undefined);
const anchorUs = given === undefined ? BigInt(Date.now()) * 1000n - process.hrtime.bigint() / 1000n : BigInt(given);

/** Where the clock of `performance`, which is the same clock, began: asking it makes no big integers. */
const originUs = originOf();

/** Microseconds since 1970, never stepping back within this process. */
export const nowUs = (): number => Math.floor(originUs + performance.now() * 1000);

/** The two are read one after the other: the shortest time that lies between them is next to none. */
function originOf(): number {
  let origin = Infinity;
  for (let times = 0; times < 20; times += 1) {
    const now = performance.now() * 1000;
    origin = Math.min(origin, Number(process.hrtime.bigint() + anchorUs * 1000n) / 1000 - now);
  }
  return origin;
}

/** Batches events: the first one after a quiet time arms a timer of `intervalMs` (default 50), a full batch leaves at once. */
export function createTracer(options: TracerOptions): Tracer {
  const { onBatch, intervalMs = 50 } = options;
  let waiting: UnnumberedEvent[] = [];
  let timer: NodeJS.Timeout | undefined;

  const flush = (): void => {
    if (timer !== undefined) clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const batch = waiting;
    waiting = [];
    onBatch(batch);
  };

  const add = (event: UnnumberedEvent): void => {
    waiting.push(event);
    if (waiting.length >= fullBatch) flush();
    else timer ??= setTimeout(flush, intervalMs);
  };

  return {
    hop: (type, hop, details) => {
      const { traceId, hopId, parentId, pattern, kind, attempt, faults, place } = hop;
      const event: Omit<HopEvent, 'seq'> = { atUs: nowUs(), type, traceId, hopId, pattern, kind };
      // Assigned one by one: spreading the hop is what an event cost most.
      if (parentId !== undefined) event.parentId = parentId;
      if (attempt !== undefined) event.attempt = attempt;
      if (faults !== undefined) event.faults = faults;
      Object.assign(event, place, details);
      add(event);
    },
    change: (change) => add({ atUs: nowUs(), ...change }),
    flush,
    close: () => {
      flush();
      if (timer !== undefined) clearTimeout(timer);
    },
  };
}
