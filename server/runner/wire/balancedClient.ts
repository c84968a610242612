import { defer, throwError, type Observable } from 'rxjs';
import type { ProcessFault } from '#shared/faults/fault.ts';
import type { Pattern } from '#shared/flow/pattern.ts';
import { seededRandom } from '#shared/random.ts';
import { instanceId, type Instance, type Wanted } from '../registry/instance.ts';
import { RegistryView } from '../registry/registryView.ts';
import { RoundRobin } from '../registry/roundRobin.ts';
import type { Address } from '../service/listenerLink.ts';
import type { OpenCall } from '../trace/clientTap.ts';
import type { Tracer } from '../trace/tracer.ts';
import type { CallBook } from './inFlight.ts';
import { WireClient, type WireClientParts } from './wireClient.ts';
import { worstState, type WireState } from './wireState.ts';

/**
 * What a wire has in one replica of its service when the called service is on a registry: one ClientProxy per instance, each
 * behind a link proxy of its own, and calls go to them in turn.
 *
 *                 registry ── list ──▶ ╮
 *   call, emit, each attempt ─▶ round robin ─▶ WireClient ══▶ replica 0
 *                                       ├────▶ WireClient ══▶ replica 1
 *                                       ╰────▶ WireClient ══▶ replica 2
 *
 * Who is on the list gets calls, dead or alive: NestJS's client knows no better, and that is what a registry is about.
 */

export interface BalancedParts extends WireClientParts {
  wanted: Wanted;
  registry: () => Address | undefined;
  seed: string;
}

/** Nobody is on the list. */
export class NoInstanceError extends Error {
  override readonly name = 'NoInstanceError';
}

interface Member {
  /** Undefined until its link listens. */
  client: WireClient | undefined;
  ready: Promise<void>;
  /** Off the list it gets no more calls, and is closed when those under way are over. */
  isListed: boolean;
}

export class BalancedClient {
  readonly #parts: BalancedParts;
  readonly #view: RegistryView;
  readonly #turn: RoundRobin;
  /** By replica of the called service. */
  readonly #members = new Map<number, Member>();
  /** Which of them a call under way went to. */
  readonly #went = new Map<OpenCall, number>();
  /** Where the last attempt of a call went: the next one goes elsewhere. */
  readonly #tried = new WeakMap<OpenCall, number>();
  #isClosed = false;

  /** What is on the connections of all of them together. */
  readonly inFlight: CallBook = {
    // A call belongs to an instance only when it is dispatched.
    begin: () => undefined,
    end: (call) => this.#ended(call),
  };

  static async start(parts: BalancedParts): Promise<BalancedClient> {
    const client = new BalancedClient(parts);
    await client.refresh();
    return client;
  }

  private constructor(parts: BalancedParts) {
    this.#parts = parts;
    // Replicas of the caller begin with different ones.
    this.#turn = new RoundRobin((parts.place.replica ?? 0) - 1);
    this.#view = new RegistryView({
      wanted: parts.wanted,
      address: parts.registry,
      onChange: (instances) => this.#match(instances),
    });
  }

  get state(): WireState {
    return worstState(this.#clients.map((client) => client.state));
  }

  /** One attempt: nothing happens before it is subscribed to. */
  dispatch(call: OpenCall, pattern: Pattern, data: unknown): Observable<unknown> {
    return defer(() => {
      const whole = call.of ?? call;
      const replica = this.#turn.next(this.#listed(), this.#tried.get(whole));
      const client = replica === undefined ? undefined : this.#members.get(replica)?.client;
      if (replica === undefined || client === undefined) return throwError(() => this.#nobody());
      this.#tried.set(whole, replica);
      this.#went.set(call, replica);
      call.went = `It was the turn of replica ${replica + 1}.`;
      client.inFlight.begin(call);
      return client.dispatch(call, pattern, data);
    });
  }

  /** After replicas have come or gone, and after faults have changed. Resolves when it knows who is on the list now. */
  async refresh(): Promise<void> {
    // Faults first, and at once: the next message may be on its way.
    const refreshing = this.#clients.map((client) => client.refresh());
    await this.#view.sync();
    await Promise.all([...refreshing, ...[...this.#members.values()].map(({ ready }) => ready)]);
  }

  cut(): void {
    for (const client of this.#clients) client.cut();
  }

  blame(fault: ProcessFault, peer?: number): void {
    for (const [replica, { client }] of this.#members) {
      if (peer === undefined || peer === replica) client?.blame(fault, peer);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#view.close();
    await Promise.all([...this.#members.keys()].map((replica) => this.#remove(replica)));
  }

  get #clients(): WireClient[] {
    return [...this.#members.values()].flatMap(({ client }) => client ?? []);
  }

  *#listed(): Iterable<number> {
    for (const [replica, { client, isListed }] of this.#members) if (isListed && client !== undefined) yield replica;
  }

  #match(instances: readonly Instance[]): void {
    // A stranger may have registered under a name of its own: only replicas that are drawn can be reached.
    const listed = new Set(instances.flatMap((one) => (one.id === instanceId(one) ? [one.replica] : [])));
    for (const replica of listed) {
      const member = this.#members.get(replica);
      if (member === undefined) this.#add(replica);
      else member.isListed = true;
    }
    for (const [replica, member] of this.#members) {
      if (listed.has(replica)) continue;
      member.isListed = false;
      this.#removeIfIdle(replica);
    }
    this.#parts.onState();
  }

  #add(replica: number): void {
    if (this.#isClosed) return;
    const member: Member = { client: undefined, ready: Promise.resolve(), isListed: true };
    this.#members.set(replica, member);
    member.ready = this.#startMember(replica, member);
  }

  async #startMember(replica: number, member: Member): Promise<void> {
    const { peers, place, seed, tracer } = this.#parts;
    const client = await WireClient.start({
      ...this.#parts,
      peers: () => peers().filter((peer) => peer.replica === replica),
      // Of the others: an instance that is down refuses.
      isAwaited: () => false,
      tracer: this.#toldOf(replica, tracer),
      random: seededRandom(`${seed}:${place.wire}:${place.replica}:${replica}`),
    });
    if (this.#members.get(replica) === member) member.client = client;
    else await client.close();
  }

  /** A wire is as well as the worst of its connections; which of them has changed is in the note. */
  #toldOf(replica: number, tracer: Tracer): Tracer {
    return {
      ...tracer,
      change: (change) =>
        tracer.change(
          change.type === 'wireChanged'
            ? { ...change, state: this.state, note: `To replica ${replica + 1}: ${change.note ?? ''}` }
            : change,
        ),
    };
  }

  #ended(call: OpenCall): void {
    const replica = this.#went.get(call);
    if (replica === undefined) return;
    this.#went.delete(call);
    const member = this.#members.get(replica);
    member?.client?.inFlight.end(call);
    if (member?.isListed === false) this.#removeIfIdle(replica);
  }

  #removeIfIdle(replica: number): void {
    if ((this.#members.get(replica)?.client?.inFlight.size ?? 0) === 0) void this.#remove(replica);
  }

  async #remove(replica: number): Promise<void> {
    const member = this.#members.get(replica);
    this.#members.delete(replica);
    // One that is only coming closes by itself.
    if (member?.client === undefined) await member?.ready;
    else await member.client.close();
  }

  #nobody(): Error {
    if (this.#isClosed) return new Error('Connection closed');
    return new NoInstanceError(`No instance of "${this.#parts.wanted.service}" is registered.`);
  }
}
