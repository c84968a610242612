import { throwError, type Observable } from 'rxjs';
import type { LinkFault, ProcessFault } from '#shared/faults/fault.ts';
import type { Wire } from '#shared/flow/flow.ts';
import type { Policies } from '#shared/policies/policies.ts';
import { problem, type Problem } from '#shared/problem.ts';
import type { WireStatus } from '#shared/status.ts';
import type { EventPlace } from '#shared/trace.ts';
import type { ByteBoard } from '../bytes/byteBoard.ts';
import type { PolicyContext } from '../policies/policy.ts';
import { WirePolicies } from '../policies/wirePolicies.ts';
import type { MessageFaults } from '../faults/message/messageLane.ts';
import type { ProcessOnWire } from '../faults/process/processOnWires.ts';
import { seededRandom } from '#shared/random.ts';
import type { OutgoingMessage } from '../steps/stepRun.ts';
import type { Address } from '../service/listenerLink.ts';
import type { BrokerWay } from '../health/brokerWay.ts';
import type { HopContext } from '../trace/context.ts';
import type { HopLedger } from '../trace/hopLedger.ts';
import type { Tracer } from '../trace/tracer.ts';
import { BalancedClient } from './balancedClient.ts';
import { coldCall } from './coldCall.ts';
import { InFlight } from './inFlight.ts';
import { tracedCall } from './tracedCall.ts';
import { WireClient, type Peer, type WireClientParts } from './wireClient.ts';
import type { ResolvedWire, WireTarget } from './wireEnd.ts';
import { worstState } from './wireState.ts';

export interface LiveWireParts {
  id: string;
  wire: Wire;
  resolved: ResolvedWire;
  /** How many replicas the calling service has. */
  replicas: number;
  /** Seeds the chances of link faults. */
  seed: string;
  peers: (service: string, listener: string) => readonly Peer[];
  /** Replicas of this service are about to come up. */
  isAwaited: (service: string) => boolean;
  registry: (registry: string) => Address | undefined;
  faults: (place: WirePlace) => readonly LinkFault[];
  onHit: (fault: LinkFault) => void;
  messageFaults: (place: Omit<WirePlace, 'peer'>) => MessageFaults;
  process: (place: Omit<WirePlace, 'peer'>) => ProcessOnWire;
  onState: () => void;
  tracer: Tracer;
  ledger: HopLedger;
  bytes: ByteBoard;
}

/** One connection of a wire: from this replica of the caller to that replica of the called service. */
export interface WirePlace {
  wire: string;
  replica: number;
  /** The calling service. */
  from: string;
  target: WireTarget;
  peer: number | undefined;
}

/** A wire that is drawn: one client per replica of its service, and the policies around each call. */
export class LiveWire {
  readonly id: string;
  readonly #parts: LiveWireParts;
  readonly #clients: (WireClient | BalancedClient)[] = [];
  /** One set per replica of the caller, as each of them would have its own. */
  readonly #policies: WirePolicies[] = [];
  #wanted: Policies = {};
  #hasPolicies = false;
  /** Of each replica of the caller: the same for all its messages. */
  readonly #places: EventPlace[] = [];
  readonly #open = { calls: 0 };
  /** For calls that cannot be sent at all. */
  readonly #stranded = new InFlight();

  static async start(parts: LiveWireParts): Promise<LiveWire> {
    const wire = new LiveWire(parts);
    wire.retune(parts.wire);
    await wire.resize(parts.replicas);
    return wire;
  }

  private constructor(parts: LiveWireParts) {
    this.id = parts.id;
    this.#parts = parts;
  }

  /** The calling service. */
  get from(): string {
    return this.#parts.wire.from;
  }

  /** Other policies for the calls from now on; the connections stay. */
  retune({ policies }: Wire): void {
    this.#wanted = policies ?? {};
    this.#hasPolicies = Object.keys(this.#wanted).length > 0;
    const renewed = new Set(this.#policies.flatMap((own) => own.retune(this.#wanted)));
    if (renewed.size === 0) return;
    const { tracer } = this.#parts;
    const note = `Policies that begin anew: ${[...renewed].join(', ')}.`;
    tracer.change({ type: 'wireChanged', state: this.status().state, ...this.#place(0), renewed: [...renewed], note });
  }

  /** As many clients as the calling service has replicas. */
  async resize(replicas: number): Promise<void> {
    // Before their policies, which would send again what fails with them.
    const closing = this.#clients.splice(replicas).map((client) => client.close());
    this.#resizePolicies(replicas);
    await Promise.all(closing);
    const { resolved } = this.#parts;
    if (!resolved.ok) return;
    while (this.#clients.length < replicas) {
      this.#clients.push(await this.#startClient(this.#clients.length, resolved.target));
    }
  }

  /** A new hop and what comes of it. The message leaves when `values$` is subscribed to, which may happen once. */
  call(message: OutgoingMessage): { hop: HopContext; values$: Observable<unknown> } {
    const { pattern, data, kind, replica, parent, idempotencyKey } = message;
    const { ledger, tracer, resolved, wire } = this.#parts;
    const client = this.#clients[replica];
    const place = (this.#places[replica] ??= this.#place(replica));
    const hop = ledger.begin({ pattern, kind, place }, parent);
    if (message.isCold === true) return { hop, values$: coldCall({ hop, data, ledger, tracer }) };
    const values$ = tracedCall({
      hop,
      parent,
      data,
      policies: this.#hasPolicies ? this.#policies[replica]?.stack : undefined,
      idempotencyKey,
      dispatch: (call) =>
        client?.dispatch(call, pattern, data) ??
        throwError(() => new Error(resolved.ok ? `Wire "${wire.name}" is closing.` : resolved.problem.message)),
      inFlight: client?.inFlight ?? this.#stranded,
      open: this.#open,
      ledger,
      tracer,
    });
    return { hop, values$ };
  }

  /** After replicas have come or gone, and after faults have changed. */
  async refresh(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.refresh()));
  }

  /** The calling process ended; all of it when no replica is given. */
  cut(replica?: number): void {
    const isMeant = (index: number): boolean => replica === undefined || index === replica;
    for (const [index, client] of this.#clients.entries()) if (isMeant(index)) client.cut();
    // What policies know, such as an open breaker, ends with the process as well.
    for (const [index, policies] of this.#policies.entries()) if (isMeant(index)) policies.forget();
  }

  /** A fault is about to end this replica of the service that it starts at, or of the one that it leads to. */
  blame(fault: ProcessFault, end: { caller: number } | { peer: number }): void {
    for (const [index, client] of this.#clients.entries()) {
      if ('peer' in end) client.blame(fault, end.peer);
      else if (index === end.caller) client.blame(fault);
    }
  }

  status(): WireStatus {
    const { resolved } = this.#parts;
    if (!resolved.ok) return { state: 'closed', problem: resolved.problem };
    const state = worstState(this.#clients.map((client) => client.state));
    const mistake = this.#policies[0]?.mistake;
    if (mistake === undefined) return { state };
    const at = `wires.${this.id}.policies.${mistake.kind}.${mistake.field}`;
    return { state, problem: problem('badExpression', `${mistake.message}. Correct the expression.`, at) };
  }

  /** Why nothing can be sent over it. */
  get unusable(): Problem | undefined {
    const { resolved } = this.#parts;
    return resolved.ok ? undefined : resolved.problem;
  }

  /** How this replica of the caller gets to the broker, when it leads to one. */
  brokerWay(replica: number): BrokerWay | undefined {
    const { resolved, wire } = this.#parts;
    if (!resolved.ok) {
      const { problem: reason } = resolved;
      return reason.code === 'brokerFailed' ? { broker: wire.to, reached: undefined, problem: reason } : undefined;
    }
    const { target } = resolved;
    const client = this.#clients[replica];
    if (!('broker' in target) || !(client instanceof WireClient)) return undefined;
    const address = { ...target.address, host: '127.0.0.1', port: client.port };
    return { broker: target.broker, reached: { transport: target.transport, address }, problem: undefined };
  }

  /** The service that it leads to. */
  get to(): string | undefined {
    const { resolved } = this.#parts;
    return resolved.ok && 'service' in resolved.target ? resolved.target.service : undefined;
  }

  async close(): Promise<void> {
    const closing = this.#clients.splice(0).map((client) => client.close());
    this.#resizePolicies(0);
    await Promise.all(closing);
  }

  #resizePolicies(replicas: number): void {
    for (const gone of this.#policies.splice(replicas)) gone.close();
    while (this.#policies.length < replicas) {
      const fresh = new WirePolicies(this.#policyContext(this.#policies.length));
      fresh.retune(this.#wanted);
      this.#policies.push(fresh);
    }
  }

  #policyContext(replica: number): Omit<PolicyContext, 'ended$'> {
    const random = seededRandom(`${this.#parts.seed}:${this.id}:${replica}:policies`);
    const { resolved } = this.#parts;
    const hasDeadline = resolved.ok && resolved.target.transport === 'grpc';
    return { random, nowMs: () => performance.now(), hasDeadline };
  }

  #startClient(replica: number, target: WireTarget): Promise<WireClient | BalancedClient> {
    const {
      id,
      wire,
      seed,
      peers,
      isAwaited,
      registry: find,
      faults,
      onHit,
      messageFaults,
      process,
      onState,
      tracer,
      ledger,
      bytes,
    } = this.#parts;
    const place = { wire: id, replica, from: wire.from, target };
    const client: WireClientParts = {
      target,
      place: this.#place(replica),
      peers: () => ('service' in target ? peers(target.service, target.listener) : []),
      isAwaited: () => 'service' in target && isAwaited(target.service),
      faults: (peer) => faults({ ...place, peer }),
      onHit,
      messageFaults: messageFaults(place),
      process: process(place),
      onState,
      tracer,
      ledger,
      bytes,
      random: seededRandom(`${seed}:${id}:${replica}`),
    };
    const registry = 'registry' in target ? target.registry : undefined;
    if (registry === undefined || !('service' in target)) return WireClient.start(client);
    const { service, listener } = target;
    return BalancedClient.start({ ...client, wanted: { service, listener }, registry: () => find(registry), seed });
  }

  #place(replica: number): EventPlace {
    const { id, wire, resolved } = this.#parts;
    const place = { service: wire.from, replica, wire: id };
    if (!resolved.ok || 'service' in resolved.target) return place;
    const { target } = resolved;
    return 'broker' in target ? { ...place, broker: target.broker } : { ...place, external: target.external };
  }
}
