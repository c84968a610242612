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

/**
 * The headers or packet metadata that carry a hop. `tracestate` marks it as ours, so that the hop id is this very message,
 * and names the hop that caused it, so that the callee's events know it too.
 */
export function traceHeaders({ traceId, hopId, parentId }: HopIds): { traceparent: string; tracestate: string } {
  return { traceparent: `00-${traceId}-${hopId}-01`, tracestate: `patchbay=${parentId ?? '1'}` };
}

export interface MessageFacts {
  /** Makes its handler run once. */
  key?: string | undefined;
  /** How deep it stands in its trace. */
  depth?: number | undefined;
}

/** The metadata of a packet: the trace's, which attempt it is, and what else the callee must know. */
export function messageHeaders(
  hop: HopIds & { attempt?: number | undefined },
  { key, depth }: MessageFacts = {},
): Record<string, string> {
  const headers: Record<string, string> = traceHeaders(hop);
  if (depth !== undefined) headers['depth'] = String(depth);
  if (hop.attempt !== undefined) headers['attempt'] = String(hop.attempt);
  if (key !== undefined) headers['idempotency-key'] = key;
  return headers;
}

/** What `messageHeaders` put there, or a stranger did. */
export function arrivingCall(headers: Readonly<Record<string, unknown>> | undefined): {
  attempt: number | undefined;
  idempotencyKey: string | undefined;
  depth: number | undefined;
} {
  const key = headerText(headers?.['idempotency-key']);
  return {
    attempt: counted(headers?.['attempt']),
    depth: counted(headers?.['depth']),
    idempotencyKey: key === '' || key.length > maxKeyLength ? undefined : key,
  };
}

function counted(header: unknown): number | undefined {
  const count = Number(headerText(header));
  return Number.isInteger(count) && count > 0 ? count : undefined;
}

const maxKeyLength = 200;

export interface HopIds extends TraceIds {
  parentId?: string | undefined;
}

const traceparentPattern = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
const ourState = /(?:^|,)\s*patchbay=([0-9a-f]{16}|1)\s*(?:,|$)/;

/**
 * The ids of an arriving message. From one of our own clients it keeps the hop the client began; a foreign caller's
 * traceparent makes its span the parent of a new hop; without one a new trace begins.
 */
export function arrivingHop(headers: Readonly<Record<string, unknown>> | undefined): TraceIds & { parentId?: string } {
  const parent = headerText(headers?.['traceparent']);
  if (!traceparentPattern.test(parent)) return { traceId: newTraceId(), hopId: newHopId() };
  const traceId = parent.slice(3, 35);
  const spanId = parent.slice(36, 52);
  const [, cause] = ourState.exec(headerText(headers?.['tracestate'])) ?? [];
  if (cause === undefined) return { traceId, hopId: newHopId(), parentId: spanId };
  return cause === '1' ? { traceId, hopId: spanId } : { traceId, hopId: spanId, parentId: cause };
}

const headerText = (value: unknown): string => (typeof value === 'string' ? value : '');
