import type { Edit } from '#shared/flow/edits.ts';
import type { Pattern } from '#shared/flow/pattern.ts';
import type { Json } from '#shared/json.ts';
import type { SendResult } from '#shared/ipc.ts';
import type { Answer, SessionView } from '#shared/protocol.ts';
import { isHopEvent, type HopEvent, type HopEventType, type TraceEvent } from '#shared/trace.ts';

/** One playground through the REST door, in a user's words. Ends with `await using`. */
export class Playground implements AsyncDisposable {
  readonly #server: string;
  readonly id: string;

  constructor(server: string, id: string) {
    this.#server = server;
    this.id = id;
  }

  static async open(server: string, what: { flow?: unknown; example?: string }): Promise<Playground> {
    const answer = await ask<{ id: string }>('POST', `${server}/api/sessions`, what);
    if (!answer.ok) throw new Error(answer.problem.message);
    return new Playground(server, answer.id);
  }

  async read(): Promise<SessionView> {
    const view = await this.#ask<SessionView>('GET', '');
    if (!view.ok) throw new Error(view.problem.message);
    return view;
  }

  async send(wire: string, pattern: Pattern, data: Json = {}): Promise<SendResult> {
    const sent = await this.#ask<SendResult>('POST', '/send', { wire, pattern, data });
    if (!sent.ok) throw new Error(sent.problem.message);
    return sent;
  }

  async emit(wire: string, pattern: Pattern, data: Json = {}): Promise<SendResult> {
    const sent = await this.#ask<SendResult>('POST', '/send', { wire, pattern, data, kind: 'event' });
    if (!sent.ok) throw new Error(sent.problem.message);
    return sent;
  }

  async edit(edits: Edit[]): Promise<void> {
    const { revision } = await this.read();
    const answer = await this.#ask('POST', '/edits', { revision, edits });
    if (!answer.ok) throw new Error(answer.problem.message);
  }

  async breakWith(id: string, fault: Record<string, unknown>): Promise<void> {
    const answer = await this.#ask('PUT', `/faults/${id}`, fault);
    if (!answer.ok) throw new Error(answer.problem.message);
  }

  async mend(id: string): Promise<void> {
    await this.#ask('DELETE', `/faults/${id}`);
  }

  async service(id: string, action: 'kill' | 'stop' | 'start'): Promise<void> {
    const answer = await this.#ask('POST', `/services/${id}/${action}`);
    if (!answer.ok) throw new Error(answer.problem.message);
  }

  async broker(id: string, action: 'kill' | 'stop' | 'start' | 'restart'): Promise<void> {
    const answer = await this.#ask('POST', `/brokers/${id}/${action}`);
    if (!answer.ok) throw new Error(answer.problem.message);
  }

  http(service: string, path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.#server}/s/${this.id}/http/${service}${path}`, init);
  }

  /** Events until `enough` holds; fails with what there was when it does not within `withinMs`. */
  async eventsUntil(enough: (events: TraceEvent[]) => boolean, withinMs = 20_000): Promise<TraceEvent[]> {
    const end = Date.now() + withinMs;
    for (;;) {
      const answer = await this.#ask<{ events: TraceEvent[] }>('GET', '/events?after=0&limit=10000');
      const events = answer.ok ? answer.events : [];
      if (enough(events)) return events;
      if (Date.now() > end) throw new Error(`These events are not enough:\n${events.map(line).join('\n')}`);
      await pause();
    }
  }

  /** The hop events of one trace, once `types` have all happened in it. */
  async trace(traceId: string, ...types: HopEventType[]): Promise<HopEvent[]> {
    const events = await this.eventsUntil((all) => {
      const seen = new Set(all.filter(isHopEvent).flatMap((event) => (event.traceId === traceId ? [event.type] : [])));
      return types.every((type) => seen.has(type));
    });
    return events.filter(isHopEvent).filter((event) => event.traceId === traceId);
  }

  async viewUntil(enough: (view: SessionView) => boolean, withinMs = 20_000): Promise<SessionView> {
    const end = Date.now() + withinMs;
    for (;;) {
      const view = await this.read();
      if (enough(view)) return view;
      if (Date.now() > end) throw new Error(`The session never came to that: ${JSON.stringify(view, null, 1)}`);
      await pause();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#ask('DELETE', '');
  }

  #ask<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    return ask<T>(method, `${this.#server}/api/sessions/${this.id}${path}`, body);
  }
}

/** One REST request, its answer parsed. */
export async function ask<T>(method: string, url: string, body?: unknown): Promise<Answer<T>> {
  const init: RequestInit = { method };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { 'content-type': 'application/json' };
  }
  const response = await fetch(url, init);
  return (await response.json()) as Answer<T>;
}

/** Between two questions: a turn of the loop, not a guess at how long something takes. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

const line = (event: TraceEvent): string => `${event.seq} ${event.type} ${JSON.stringify(event)}`.slice(0, 200);
