import type { Flow, Handler } from '#shared/flow/flow.ts';
import { patternRoute } from '#shared/flow/pattern.ts';
import type { Json } from '#shared/json.ts';
import { walkSteps } from '#shared/steps/step.ts';
import { maxEventDataBytes } from '#shared/trace.ts';
import type { HopView } from '../trace/hopView.ts';
import type { TraceBook } from '../trace/traceBook.ts';
import { parseLiteral } from '../ui/literal.ts';

/** The values that the names of a handler had in one message. A name without one is unknown, which is not the same as undefined. */
export type ScopeValues = Readonly<Record<string, Json>>;

export interface HandlerSample {
  /** The message; undefined when the values are made up. */
  hop: HopView | undefined;
  values: ScopeValues;
  /** Payloads that the stream has cut: the names they belong to, and the events that have the whole. */
  cut: readonly { name: string; seq: number; bytes: number }[];
}

export interface HandlerAddress {
  service: string;
  id: string;
  handler: Handler;
}

/** The values of the last message that this handler got, with what it was answered by those it asked; made up when it got none. Pure. */
export function handlerSample(flow: Flow, book: TraceBook, address: HandlerAddress): HandlerSample {
  const hop = lastHop(book, address);
  if (hop === undefined) return { hop, values: madeUp(flow, address), cut: [] };
  const values: Record<string, Json> = {};
  const cut: { name: string; seq: number; bytes: number }[] = [];
  const take = (
    name: string,
    value: Json | undefined,
    from: { seq?: number | undefined; bytes?: number | undefined },
  ): void => {
    const { seq, bytes = 0 } = from;
    if (bytes <= maxEventDataBytes) {
      if (value !== undefined) values[name] = value;
    } else if (seq !== undefined) cut.push({ name, seq, bytes });
  };
  const { on, steps } = address.handler;
  take('http' in on ? 'body' : 'data', hop.data, { seq: hop.dataSeq, bytes: hop.dataBytes });
  if ('http' in on) Object.assign(values, httpValues(on.http, hop));
  const asked = (book.traces.get(hop.traceId)?.hopIds ?? [])
    .flatMap((id) => book.hops.get(id) ?? [])
    .filter(({ parentId }) => parentId === hop.hopId);
  walkSteps(steps, '', (step) => {
    if (step.do !== 'send' || step.as === undefined) return;
    const route = patternRoute(step.pattern);
    const answer = asked.findLast(
      (one) => one.wire === step.wire && one.state === 'ok' && patternRoute(one.pattern) === route,
    );
    if (answer !== undefined) take(step.as, answer.reply, { seq: answer.replySeq, bytes: answer.replyBytes });
  });
  const error = errorValue(asked.findLast((one) => one.error !== undefined)?.error);
  const { traceId, hopId, pattern, attempt = 1, deliveries } = hop;
  const replica = deliveries.find((one) => isTo(one, address))?.replica ?? 0;
  return {
    hop,
    values: {
      state: {},
      id: hopId,
      meta: { traceId, correlationId: traceId, pattern, attempt, replica },
      ...(error === undefined ? {} : { error }),
      ...values,
    },
    cut,
  };
}

const isTo = (delivery: HopView['deliveries'][number], { service, id }: HandlerAddress): boolean =>
  delivery.service === service && delivery.handler === id;

function lastHop({ hops }: TraceBook, address: HandlerAddress): HopView | undefined {
  let last: HopView | undefined;
  for (const hop of hops.values()) if (hop.deliveries.some((one) => isTo(one, address))) last = hop;
  return last;
}

/** As the runner shows it inside `catch`: a text is `{ message }`. */
function errorValue(error: Json | undefined): Json | undefined {
  if (error === undefined || error === null) return undefined;
  return typeof error === 'object' ? error : { message: String(error) };
}

/** What of a request its events tell: who drew it says path and query, a foreign client's are not told. */
function httpValues(route: string, hop: HopView): Record<string, Json> {
  const asked = hop.events.find(({ type }) => type === 'called')?.pattern;
  const request = typeof asked === 'string' && asked.includes(' ') ? asked : route;
  const [path = '', query = ''] = request.slice(request.indexOf(' ') + 1).split('?');
  return {
    params: paramsOf(route, path),
    query: Object.fromEntries(new URLSearchParams(query)),
    headers: { ...hop.headers },
  };
}

/** `/orders/:id` and `/orders/7` are `{ id: '7' }`; a part that is still a name is `'1'`. */
function paramsOf(route: string, path: string): Record<string, Json> {
  const parts = path.split('/');
  const names = route.slice(route.indexOf(' ') + 1).split('/');
  return Object.fromEntries(
    names.flatMap((name, index) => {
      if (!name.startsWith(':')) return [];
      const part = parts[index] ?? '';
      return [[name.slice(1), part === '' || part.startsWith(':') ? '1' : decoded(part)]];
    }),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray % in a path that somebody is still typing
  }
}

/** Something to begin with where no message has come yet: what the driver of this route sends, or an empty object. */
function madeUp(flow: Flow, { service, handler: { on } }: HandlerAddress): ScopeValues {
  const pattern: Json = 'http' in on ? on.http : 'message' in on ? on.message : on.event;
  const always = {
    id: '0000000000000000',
    meta: { traceId: '0'.repeat(32), correlationId: '0'.repeat(32), pattern, attempt: 1, replica: 0 },
    state: {},
  };
  if (!('http' in on)) return { data: {}, ...always };
  const driver = Object.values(flow.drivers).find(
    ({ to, request }) => to === service && request.split('?')[0] === on.http,
  );
  const body = driver?.data === undefined ? undefined : parseLiteral(driver.data);
  return {
    body: body?.ok === true ? body.value : {},
    params: paramsOf(on.http, ''),
    query: Object.fromEntries(new URLSearchParams(driver?.request.split('?')[1] ?? '')),
    headers: {},
    ...always,
  };
}
