import { createHash } from 'node:crypto';
import type { HopEvent } from '#shared/trace.ts';

/**
 * A span as we know it, before it is put into the words of OpenTelemetry. A hop is at most one span of its caller, which has the
 * hop's own id, and one per replica that got it:
 *
 *   handler ── called … completed ──▶  client or producer, id: the hop's
 *   replica ── received … replied ──▶  server or consumer, id: made of hop, service and replica
 */
export interface Span {
  traceId: string;
  spanId: string;
  parentId: string | undefined;
  kind: 'client' | 'server' | 'producer' | 'consumer' | 'internal';
  name: string;
  /** Whose it is: a service with its replica, or a driver. */
  who: Who;
  startUs: number;
  endUs: number;
  error: string | undefined;
  attributes: Record<string, string | number | boolean | string[]>;
  events: { name: string; atUs: number; attributes: Record<string, string | number> }[];
  /** Spans that it follows from without being waited for: ids in the same trace. */
  follows: string[];
}

export interface Who {
  service?: string | undefined;
  replica?: number | undefined;
  driver?: string | undefined;
}

/** The span of a replica that got a hop: always the same one, as whatever it sends on names it as its parent. */
export function handlingSpanId(hopId: string, { service, replica }: Who): string {
  return createHash('sha256').update(`${hopId} ${service} ${replica}`).digest('hex').slice(0, 16);
}

export function newSpan(event: HopEvent, rest: Pick<Span, 'spanId' | 'parentId' | 'kind' | 'name' | 'follows'>): Span {
  const { traceId, service, replica, driver, atUs } = event;
  return {
    traceId,
    ...rest,
    who: driver === undefined ? { service, replica } : { driver },
    startUs: atUs,
    endUs: atUs,
    error: undefined,
    attributes: attributesOf(event),
    events: [],
  };
}

function attributesOf(event: HopEvent): Span['attributes'] {
  const { hopId, wire, listener, handler, broker, external, attempt, timeoutMs } = event;
  const all = {
    'patchbay.hop': hopId,
    'patchbay.wire': wire,
    'patchbay.listener': listener,
    'patchbay.handler': handler,
    'patchbay.broker': broker,
    'patchbay.external': external,
    'patchbay.attempt': attempt,
    'patchbay.timeout_ms': timeoutMs,
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
