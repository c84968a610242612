import type { Edit } from '#shared/flow/edits.ts';
import type { Flow } from '#shared/flow/flow.ts';
import type { Pattern } from '#shared/flow/pattern.ts';
import type { DriveResult, SendResult } from '#shared/ipc.ts';
import type { Json } from '#shared/json.ts';
import type { CommandResults, EventsAnswer, SessionView } from '#shared/protocol.ts';
import type { RunningServer } from '../startServer.ts';
import type { RestCaller } from './restCaller.ts';
import { joinSession, type TestPage } from './testPage.ts';

type Action = 'kill' | 'stop' | 'start' | 'restart';

/** One session, driven over REST. Whatever is refused fails the test; use `rest` to look at a refusal. */
export class TestSession {
  readonly id: string;
  readonly rest: RestCaller;
  readonly #running: RunningServer;

  constructor(id: string, running: RunningServer, rest: RestCaller) {
    this.id = id;
    this.rest = rest;
    this.#running = running;
  }

  /** `/api/sessions/<id>` and what comes behind it. */
  path(rest = ''): string {
    return `/api/sessions/${this.id}${rest}`;
  }

  get runnerPid(): number | undefined {
    return this.#running.sessions.find(this.id)?.runnerPid;
  }

  read(): Promise<SessionView> {
    return this.rest.ok('GET', this.path());
  }

  /** Made on the newest revision unless another one is given. */
  async edit(edits: Edit[], revision?: number): Promise<CommandResults['edit']> {
    const on = revision ?? (await this.read()).revision;
    return this.rest.ok('POST', this.path('/edits'), { revision: on, edits });
  }

  replaceFlow(flow: Flow): Promise<CommandResults['replaceFlow']> {
    return this.rest.ok('PUT', this.path('/flow'), flow);
  }

  send(wire: string, pattern: Pattern, data?: Json): Promise<SendResult> {
    return this.rest.ok('POST', this.path('/send'), { wire, pattern, data, kind: 'request' });
  }

  emit(wire: string, pattern: Pattern, data?: Json): Promise<SendResult> {
    return this.rest.ok('POST', this.path('/send'), { wire, pattern, data, kind: 'event' });
  }

  /** One request of a driver. */
  drive(driver: string): Promise<DriveResult> {
    return this.rest.ok('POST', this.path(`/drivers/${driver}/send`));
  }

  events(after = 0, limit = 10_000): Promise<EventsAnswer> {
    return this.rest.ok('GET', this.path(`/events?after=${after}&limit=${limit}`));
  }

  trace(traceId: string): Promise<EventsAnswer> {
    return this.rest.ok('GET', this.path(`/traces/${traceId}`));
  }

  putFault(id: string, fault: object): Promise<CommandResults['putFault']> {
    return this.rest.ok('PUT', this.path(`/faults/${id}`), fault);
  }

  mend(id: string): Promise<object> {
    return this.rest.ok('DELETE', this.path(`/faults/${id}`));
  }

  mendAll(): Promise<CommandResults['removeFaults']> {
    return this.rest.ok('DELETE', this.path('/faults'));
  }

  service(service: string, action: Action, replica?: number): Promise<object> {
    const query = replica === undefined ? '' : `?replica=${replica}`;
    return this.rest.ok('POST', this.path(`/services/${service}/${action}${query}`));
  }

  broker(broker: string, action: Action): Promise<object> {
    return this.rest.ok('POST', this.path(`/brokers/${broker}/${action}`));
  }

  /** The service's own HTTP route, through the server. */
  http(service: string, path: string, init?: RequestInit): Promise<Response> {
    return this.rest.raw(`/s/${this.id}/http/${service}${path}`, init);
  }

  /** Opens the session as a page does. */
  join(options: { after?: number; paced?: boolean } = {}): Promise<TestPage> {
    return joinSession(this.#running.url, { session: this.id, ...options });
  }

  close(): Promise<object> {
    return this.rest.ok('DELETE', this.path());
  }
}
