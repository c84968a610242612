import { SpanKind, SpanStatusCode, TraceFlags, type HrTime } from '@opentelemetry/api';
import { resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { Span } from './span.ts';

const kinds: Record<Span['kind'], SpanKind> = {
  client: SpanKind.CLIENT,
  server: SpanKind.SERVER,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
};

/** Spans of one resource leave together, and it is found by being the same object: as many as replicas, so they are kept. */
const maxResources = 2000;

export class Resources {
  readonly #known = new Map<string, Resource>();

  /** `name` as people call it; `instance` tells its replicas apart. */
  of(name: string, instance: string, session: string): Resource {
    const key = JSON.stringify([name, instance, session]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#known.size >= maxResources) this.#known.clear();
    const resource = resourceFromAttributes({
      'service.name': name,
      'service.instance.id': instance,
      'patchbay.session': session,
    });
    this.#known.set(key, resource);
    return resource;
  }
}

const hrTime = (us: number): HrTime => [Math.floor(us / 1e6), Math.round(us % 1e6) * 1000];

/** In the words of OpenTelemetry, with our own ids. */
export function readableSpan(span: Span, resource: Resource): ReadableSpan {
  const contextOf = (spanId: string) => ({ traceId: span.traceId, spanId, traceFlags: TraceFlags.SAMPLED });
  const { error, parentId } = span;
  return {
    name: span.name,
    kind: kinds[span.kind],
    spanContext: () => contextOf(span.spanId),
    ...(parentId === undefined ? {} : { parentSpanContext: { ...contextOf(parentId), isRemote: true } }),
    startTime: hrTime(span.startUs),
    endTime: hrTime(span.endUs),
    duration: hrTime(span.endUs - span.startUs),
    status: error === undefined ? { code: SpanStatusCode.UNSET } : { code: SpanStatusCode.ERROR, message: error },
    attributes: span.attributes,
    links: span.follows.map((id) => ({ context: contextOf(id), attributes: { 'patchbay.link': 'follows from' } })),
    events: span.events.map(({ name, atUs, attributes }) => ({ name, time: hrTime(atUs), attributes })),
    ended: true,
    resource,
    instrumentationScope: { name: 'patchbay' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}
