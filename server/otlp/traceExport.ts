import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, type ReadableSpan, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { Flow } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import { nowUs } from '../nowUs.ts';
import type { TraceRelay } from '../session/traceRelay.ts';
import { readableSpan, Resources } from './readableSpan.ts';
import type { Span, Who } from './span.ts';
import { SpanBook } from './spanBook.ts';

const sweepMs = 500;
const batchMs = 1000;
/** How long a server that ends waits for its last spans to leave. */
const patienceMs = 2000;
/** After that an export has failed; the next one is tried. */
const timeoutMillis = 5000;

export interface ExportedSession {
  nameOutside: string;
  flow: Flow;
  relay: Pick<TraceRelay, 'batches$'>;
}

/**
 * Sends what happens to an OpenTelemetry collector. Only watches: sessions wait for nothing here. While the collector is slow or
 * dead at most 2048 spans wait in the stock queue, and what is more is dropped there.
 *
 *   session.relay ─▶ SpanBook ─▶ BatchSpanProcessor ─▶ OTLP exporter ══ HTTP ══▶ collector
 */
export class TraceExport {
  readonly #counting: CountingExporter;
  readonly #processor: BatchSpanProcessor;
  readonly #resources = new Resources();
  readonly #books = new Set<SpanBook>();
  readonly #sweeper: NodeJS.Timeout;
  #ended = 0;

  /** `url` of the collector, the path included. What `OTEL_EXPORTER_OTLP_HEADERS` and the like say holds as usual. */
  constructor(url: string) {
    this.#counting = new CountingExporter(new OTLPTraceExporter({ url, timeoutMillis }));
    this.#processor = new BatchSpanProcessor(this.#counting, { scheduledDelayMillis: batchMs });
    this.#sweeper = setInterval(() => {
      for (const book of this.#books) book.sweep(nowUs());
    }, sweepMs).unref();
  }

  /** Spans that were over, that the collector took, and that it did not; the others wait, or were dropped. */
  get counts(): { ended: number; exported: number; failed: number } {
    return { ended: this.#ended, exported: this.#counting.exported, failed: this.#counting.failed };
  }

  /** Until the session closes. */
  follow(session: ExportedSession): void {
    const book = new SpanBook((span) => this.#hand(span, session));
    this.#books.add(book);
    session.relay.batches$.subscribe({
      next: ({ events }) => book.add(events),
      complete: () => {
        book.close();
        this.#books.delete(book);
      },
    });
  }

  /** A collector that does not answer is not waited for. */
  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patienceMs);
    });
    await Promise.race([this.#processor.shutdown().catch(() => undefined), enough]);
    clearTimeout(timer);
  }

  #hand(span: Span, { flow, nameOutside }: ExportedSession): void {
    this.#ended += 1;
    const { name, instance } = nameOf(flow, span.who);
    this.#processor.onEnd(readableSpan(span, this.#resources.of(name, instance, nameOutside)));
  }
}

/** As it is called now; by its id when it is no longer drawn. */
function nameOf(flow: Flow, { service = 'unknown', replica = 0, driver }: Who): { name: string; instance: string } {
  if (driver !== undefined) return { name: own(flow.drivers, driver)?.name ?? driver, instance: driver };
  return { name: own(flow.services, service)?.name ?? service, instance: `${service}.${replica}` };
}

/** The stock exporter says only to its own log how it fares. */
class CountingExporter implements SpanExporter {
  readonly #exporter: SpanExporter;
  exported = 0;
  failed = 0;

  constructor(exporter: SpanExporter) {
    this.#exporter = exporter;
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.#exporter.export(spans, (result) => {
      if (result.code === ExportResultCode.SUCCESS) this.exported += spans.length;
      else this.failed += spans.length;
      done(result);
    });
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown();
  }
}
