import { randomFillSync } from 'node:crypto';

/** W3C trace context: https://www.w3.org/TR/trace-context/. Random bytes are drawn in blocks: ids are made for every message. */

const pool = Buffer.alloc(8192);
let used = pool.length;

function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const text = pool.toString('hex', used, used + bytes);
  used += bytes;
  return text;
}

/** 32 hex digits. */
export const newTraceId = (): string => randomHex(16);
/** 16 hex digits. */
export const newHopId = (): string => randomHex(8);

export interface TraceIds {
  traceId: string;
  hopId: string;
}

/** The headers or packet metadata that carry a hop. `tracestate` marks it as ours: the hop id is then this very message. */
export function traceHeaders(ids: TraceIds): { traceparent: string; tracestate: string } {
  return { traceparent: `00-${ids.traceId}-${ids.hopId}-01`, tracestate: 'patchbay=1' };
}

const traceparentPattern = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;

/**
 * The ids of an arriving message. From one of our own clients it keeps the hop the client began; a foreign caller's
 * traceparent makes its span the parent of a new hop; without one a new trace begins.
 */
export function arrivingHop(headers: Readonly<Record<string, unknown>> | undefined): TraceIds & { parentId?: string } {
  const match = traceparentPattern.exec(text(headers?.['traceparent']));
  const [, traceId, spanId] = match ?? [];
  if (traceId === undefined || spanId === undefined) return { traceId: newTraceId(), hopId: newHopId() };
  const ours = text(headers?.['tracestate']).includes('patchbay=');
  return ours ? { traceId, hopId: spanId } : { traceId, hopId: newHopId(), parentId: spanId };
}

/** A stranger's metadata may hold anything. */
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
