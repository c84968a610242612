import { catchError, EMPTY, filter, firstValueFrom, Observable, throwError, timeout, type Subscription } from 'rxjs';
import type { LinkFault, ProcessFault } from '#shared/faults/fault.ts';
import type { Pattern } from '#shared/flow/pattern.ts';
import type { ByteBoard } from '../bytes/byteBoard.ts';
import { startLinkProxy, type LinkProxy } from '../faults/link/linkProxy.ts';
import type { MessageFaults } from '../faults/message/messageLane.ts';
import { WireMessages } from '../faults/message/wireMessages.ts';
import { tellInjected, tellLostWhileHeld } from '../faults/tellInjected.ts';
import { ClientTap, type OpenCall } from '../trace/clientTap.ts';
import { clientMaker, type ClientWay, type TracedClient } from './clientMakers.ts';
import { ClientFaults, type ClientFaultsParts } from './clientFaults.ts';
import { isRefused, refuses } from './linkFaultActs.ts';
import type { InFlight } from './inFlight.ts';
import type { WireTarget } from './wireEnd.ts';
import { stateNotes, type WireState } from './wireState.ts';

/**
 * The ClientProxy of a wire in one replica of its service, behind a link proxy of its own:
 *
 *   handler ─▶ ClientTCP, ClientRedis, … ══▶ link proxy (faults) ══▶ a replica, a broker, an external
 *
 * A proxy per replica, not per wire: then a fault can hit one replica, it is known which calls are on its connections,
 * and the faults of the very listener that the connection leads to can be added.
 */

/** A replica of the called service that can be connected to. */
export interface Peer {
  replica: number;
  host: string;
  port: number;
  /** Its certificate, when it is reached by TLS. */
  cert?: string | undefined;
}

export interface WireClientParts extends ClientFaultsParts {
  target: WireTarget;
  /** Those that are up, when the wire leads to a service. */
  peers: () => readonly Peer[];
  /** Others are about to come: then the link keeps its port, which would be free for the taking while it refuses. */
  isAwaited: () => boolean;
  /** The link faults on a connection, which leads to this replica of the called service. */
  faults: (peer: number | undefined) => readonly LinkFault[];
  messageFaults: MessageFaults;
  onState: () => void;
  random: () => number;
  bytes: ByteBoard;
}

interface Started {
  proxy: LinkProxy;
  startProxy: () => Promise<LinkProxy>;
  makeClient: Awaited<ReturnType<typeof clientMaker>>;
}

const maxGoneMs = 1000;

export class WireClient {
  readonly #parts: WireClientParts;
  #proxy: LinkProxy;
  readonly #startProxy: () => Promise<LinkProxy>;
  #replacing: Promise<void> | undefined;
  readonly #tap: ClientTap;
  readonly #messages: WireMessages;
  readonly #client: TracedClient;
  readonly #status$: Observable<string>;
  readonly #watch: Subscription;
  #state: WireState = 'idle';
  #turn: number;
  #peer: Peer | undefined;
  readonly #acts: ClientFaults;
  #isClosed = false;

  /** Listens, but connects only with the first message, as Nest does. */
  static async start(parts: WireClientParts): Promise<WireClient> {
    const holder: { client?: WireClient } = {};
    const startProxy = (): Promise<LinkProxy> =>
      startLinkProxy({
        random: parts.random,
        name: `${parts.place.wire} ${parts.place.replica}`,
        isPipelined: parts.target.transport !== 'tcp',
        bytes: parts.bytes.link({ place: parts.place, transport: parts.target.transport }),
        onInjected: (fault) => holder.client?.onInjected(fault),
      });
    const [makeClient, proxy] = await Promise.all([clientMaker(parts.target), startProxy()]);
    holder.client = new WireClient(parts, { proxy, startProxy, makeClient });
    await holder.client.refresh();
    return holder.client;
  }

  private constructor(parts: WireClientParts, { proxy, startProxy, makeClient }: Started) {
    this.#parts = parts;
    this.#proxy = proxy;
    this.#startProxy = startProxy;
    const tap = new ClientTap(parts.tracer, (hop) => parts.ledger.travellingDepth(hop));
    this.#tap = tap;
    this.#messages = new WireMessages({
      ...parts.messageFaults,
      tap,
      name: `${parts.place.wire} ${parts.place.replica}`,
      report: (fault, hop) => tellInjected(fault, hop, parts),
      reportLost: (hop, leg) => tellLostWhileHeld(hop, leg, parts),
    });
    this.#turn = parts.place.replica ?? 0;
    this.#acts = new ClientFaults(parts);
    const certs = (): string[] => parts.peers().flatMap(({ cert }) => cert ?? []);
    const way: ClientWay = {
      port: () => this.#proxy.port,
      certs,
      onTlsError: (why: string) => this.#tellTlsError(why),
    };
    this.#client = makeClient(way, { tap, messages: this.#messages });
    // `status` replays and outlives reconnects; listeners by `on` would be added anew to every socket.
    this.#status$ = this.#client.status;
    this.#watch = this.#status$.subscribe((state) => this.#setState(state as WireState));
    proxy.setTarget(() => this.#pick());
  }

  /** What is on its connections. */
  get inFlight(): InFlight {
    return this.#acts.inFlight;
  }

  /** Of the link before it. */
  get port(): number {
    return this.#proxy.port;
  }

  get state(): WireState {
    return this.#state;
  }

  /** One attempt: nothing happens before it is subscribed to. */
  dispatch(call: OpenCall, pattern: Pattern, data: unknown): Observable<unknown> {
    // Nest's client of a broker would connect anew, and try for ever.
    if (this.#isClosed) return throwError(() => new Error('Connection closed'));
    const attempt$ = new Observable((subscriber) => {
      this.#acts.onDispatch(call, this.#peer?.replica);
      return this.#tap.run(call, () =>
        (call.hop.kind === 'event' ? this.#client.emit(pattern, data) : this.#client.send(pattern, data)).subscribe(
          subscriber,
        ),
      );
    });
    // Who is connected is not refused; a channel of gRPC may connect anew without a word.
    if (this.#state === 'connected' && this.#parts.target.transport !== 'grpc') return attempt$;
    return attempt$.pipe(
      catchError((error: unknown) => {
        // Where nobody listens no fault can report by itself: the refusal is its work.
        if (isRefused(error))
          this.#faults()
            .filter(refuses)
            .forEach((fault) => this.onInjected(fault));
        return throwError(() => error);
      }),
    );
  }

  /** After replicas have come or gone, and after faults have changed. Nobody there to connect to: connections are refused. */
  async refresh(): Promise<void> {
    const before = this.#proxy.connections();
    this.#messages.refresh();
    this.#putFaultsOn();
    this.#acts.refresh(this.#peer?.replica);
    const { target, peers, isAwaited } = this.#parts;
    const isRefusing = 'service' in target && peers().length === 0 && !isAwaited();
    try {
      await this.#proxy.setEnabled(!isRefusing);
    } catch {
      // While nobody was there its port went to somebody else; whoever asks next is told the new one.
      await this.#replaceProxy();
    }
    const isPeerGone = 'service' in target && !peers().some(({ port }) => port === this.#peer?.port);
    const isCut = before > 0 && this.#proxy.connections() === 0;
    // A channel of gRPC may be making another connection without a word, while the one before it ends.
    const isConnected = this.#state === 'connected' || (isCut && this.#parts.target.transport === 'grpc');
    if ((isPeerGone || isCut) && isConnected) await this.#disconnected();
  }

  /** As the end of the calling process ends it: calls fail, the next one connects again. */
  cut(): void {
    this.#messages.lose();
    this.#client.cut();
  }

  /** A fault ends one of the ends of what is open: all of it, or what leads to this replica of the called service. */
  blame(fault: ProcessFault, peer?: number): void {
    if (peer !== undefined && peer !== this.#peer?.replica) return;
    this.#acts.onEnding(fault);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#watch.unsubscribe();
    this.cut();
    await this.#proxy.close();
    this.#setState('closed');
  }

  onInjected(fault: LinkFault): void {
    this.#acts.onInjected(fault, this.#state);
  }

  #faults(): readonly LinkFault[] {
    return this.#parts.faults(this.#peer?.replica);
  }

  /**
   * Until the client has seen that its connection is gone: a call before that would fail with the old connection, though
   * whom it asks may be up again. A fault on the link may hold that news back, so this does not wait for ever.
   */
  async #disconnected(): Promise<void> {
    const before = this.#state;
    const gone$ = this.#status$.pipe(
      filter((state) => state !== before),
      timeout({ each: maxGoneMs, with: () => EMPTY }),
    );
    await firstValueFrom(gone$, { defaultValue: undefined });
    // After corrupted bytes a session of HTTP/2 may neither read nor write any more, and not notice its own end.
    const isDeaf = this.#parts.target.transport === 'grpc' && this.#proxy.connections() === 0;
    if (isDeaf && this.#state === before) this.#client.cut();
  }

  /** Where a new connection leads: the replicas of a service take turns. */
  #pick(): { host: string; port: number } | undefined {
    const { target, peers } = this.#parts;
    if ('address' in target) return target.address;
    if ('external' in target) return target;
    const alive = peers();
    const peer = alive[this.#turn % alive.length];
    this.#turn += 1;
    if (peer === undefined) return undefined;
    const isAnother = peer.replica !== this.#peer?.replica;
    this.#peer = peer;
    if (isAnother) this.#putFaultsOn();
    this.#acts.refresh(this.#peer?.replica);
    return peer;
  }

  #replaceProxy(): Promise<void> {
    const replace = async (): Promise<void> => {
      await this.#proxy.close();
      this.#proxy = await this.#startProxy();
      this.#proxy.setTarget(() => this.#pick());
      this.#putFaultsOn();
    };
    this.#replacing ??= replace().finally(() => (this.#replacing = undefined));
    return this.#replacing;
  }

  #putFaultsOn(): void {
    const faults = this.#faults();
    this.#acts.keep(faults);
    this.#proxy.setFaults(faults);
    this.#proxy.setPaused(this.#parts.process.isPaused(this.#peer?.replica));
  }

  /** Nest hands it to its logger, and the caller is told no more than "Connection closed". */
  #tellTlsError(why: string): void {
    const note = `The TLS handshake failed: ${why}.`;
    this.#parts.tracer.change({ type: 'wireChanged', state: this.#state, ...this.#parts.place, note });
  }

  #setState(state: WireState): void {
    if (state === this.#state) return;
    if (state !== 'connected') {
      this.#acts.keep([]);
      // A client of a broker waits for it, and so does what it holds; elsewhere what is under way is over.
      if (!('broker' in this.#parts.target)) this.#messages.lose();
    }
    this.#state = state;
    this.#parts.tracer.change({ type: 'wireChanged', state, ...this.#parts.place, note: stateNotes[state] });
    this.#parts.onState();
  }
}
