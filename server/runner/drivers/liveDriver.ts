import { Agent } from 'node:http';
import type { ProcessFault } from '#shared/faults/fault.ts';
import type { Driver } from '#shared/flow/flow.ts';
import type { DriveResult } from '#shared/ipc.ts';
import type { Json } from '#shared/json.ts';
import type { DriverStatus } from '#shared/status.ts';
import { tellInjected } from '../faults/tellInjected.ts';
import type { Expression } from '../sandbox/compiledExpression.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import type { HopContext } from '../trace/context.ts';
import { describeError, toJson } from '../trace/describeError.ts';
import type { HopLedger } from '../trace/hopLedger.ts';
import { traceHeaders } from '../trace/ids.ts';
import type { Tracer } from '../trace/tracer.ts';
import { httpRequest, type HttpAnswer } from './httpRequest.ts';
import { SteadyLoad } from './steadyLoad.ts';

/** How long a person or a driver waits for an answer. */
const patienceMs = 100_000;

export interface LiveDriverParts {
  id: string;
  driver: Driver;
  /** Public http ports of the replicas of a service that are up. */
  ports: (service: string) => readonly number[];
  /** Process faults on whose account nothing of a service answers now. */
  blamed: (service: string) => readonly ProcessFault[];
  /** Seeded. */
  random: () => number;
  tracer: Tracer;
  ledger: HopLedger;
  /** `status()` is another now. */
  onStatus: () => void;
}

/** The outside world: real HTTP requests to a service's public port, one when asked or so many per second. */
export class LiveDriver {
  readonly #parts: LiveDriverParts;
  /** Idle connections go before Nest's server closes them (after 5 s): else a request could meet the closing. */
  readonly #agent = new Agent({ keepAlive: true, timeout: 2000 });
  readonly #sandbox;
  #driver: Driver;
  #data: Expression | Error | undefined;
  #load: SteadyLoad | undefined;
  #isStoppedByHand = false;
  #turn = 0;
  #isClosed = false;

  constructor(parts: LiveDriverParts) {
    this.#parts = parts;
    this.#driver = parts.driver;
    this.#sandbox = createSandbox({ random: parts.random });
    this.retune(parts.driver);
  }

  /** Other work from now on. What was stopped by hand begins again only with another rate. */
  retune(driver: Driver): void {
    const isSameRate = driver.perSecond === this.#driver.perSecond;
    this.#driver = driver;
    this.#data = this.#compile(driver.data);
    if (this.#isStoppedByHand && isSameRate) return;
    this.#load?.stop();
    this.#load = undefined;
    this.start();
  }

  /** Sends by itself, from the beginning, if it has a rate and does not do so already. */
  start(): void {
    this.#isStoppedByHand = false;
    const driver = this.#driver;
    if (driver.perSecond === 0 || this.#load?.isRunning === true) return;
    this.#load = new SteadyLoad({ driver, send: () => this.drive(), onChange: this.#parts.onStatus });
  }

  /** No more by itself until it is started; what is under way goes on. */
  stop(): void {
    this.#isStoppedByHand = true;
    this.#load?.stop();
  }

  status(): DriverStatus {
    const load = this.#load;
    const { perSecond } = this.#driver;
    return { perSecond, running: load?.isRunning === true, ...(load === undefined ? {} : load.counts) };
  }

  /** One request, with `given` or what the driver's expression gives. Resolves with the answer or the error, whatever happens. */
  async drive(given?: Json): Promise<DriveResult> {
    const { tracer, ledger, id } = this.#parts;
    const startedAt = performance.now();
    const hop = ledger.begin({ pattern: this.#driver.request, kind: 'http', place: { driver: id } });
    const end = (result: Omit<DriveResult, 'traceId' | 'durationMs'>): DriveResult => ({
      traceId: hop.traceId,
      durationMs: Math.round((performance.now() - startedAt) * 1000) / 1000,
      ...result,
    });
    try {
      const { status, text, isJson } = await this.#request(hop, given);
      const body = isJson ? parseJson(text) : text;
      ledger.refresh(hop);
      if (status >= 400) tracer.hop('failed', hop, { status, error: body });
      else {
        tracer.hop('answered', hop, { status, data: body });
        tracer.hop('completed', hop, { status });
      }
      return end({ status, body });
    } catch (error) {
      // It may have ended, or have been made to stand still, while this waited.
      this.#blame(hop);
      const known = describeError(error);
      ledger.refresh(hop);
      tracer.hop(this.#isClosed ? 'cancelled' : 'failed', hop, { error: known });
      return end({ error: known });
    }
  }

  close(): void {
    this.#load?.stop();
    this.#isClosed = true;
    this.#agent.destroy();
    this.#sandbox.dispose();
  }

  async #request(hop: HopContext, given: Json | undefined): Promise<HttpAnswer> {
    const { tracer, ports } = this.#parts;
    const index = this.#turn;
    this.#turn += 1;
    const { request } = this.#driver;
    const data = given ?? (await this.#evaluate(hop, index));
    tracer.hop('called', hop, data === undefined ? {} : { data: toJson(data) });
    this.#blame(hop);
    const open = ports(this.#driver.to);
    const port = open[index % open.length];
    if (port === undefined)
      throw Object.assign(new Error(`connect ECONNREFUSED: nobody listens`), { code: 'ECONNREFUSED' });
    const hasBody = data !== undefined && !/^(GET|HEAD) /.test(request);
    return httpRequest({
      agent: this.#agent,
      port,
      text: request,
      headers: traceHeaders(hop),
      body: hasBody ? JSON.stringify(data) : undefined,
      onSent: () => tracer.hop('sent', hop),
      patienceMs,
    });
  }

  #blame(hop: HopContext): void {
    for (const fault of this.#parts.blamed(this.#driver.to))
      if (hop.faults?.includes(fault.id) !== true) tellInjected(fault, hop, this.#parts);
  }

  async #evaluate(hop: HopContext, index: number): Promise<unknown> {
    if (this.#data instanceof Error) throw this.#data;
    return this.#data?.evaluate({ id: hop.hopId, index });
  }

  #compile(source: string | undefined): Expression | Error | undefined {
    if (source === undefined) return undefined;
    try {
      return this.#sandbox.compile(source);
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // It says JSON and is none: then it is a text.
    return text;
  }
}
