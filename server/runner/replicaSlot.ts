import type { ProcessFault } from '#shared/faults/fault.ts';
import type { Service } from '#shared/flow/flow.ts';
import type { BrokerAddress } from '#shared/ipc.ts';
import { problem, type Problem } from '#shared/problem.ts';
import { seededRandom } from '#shared/random.ts';
import type { ServiceState } from '#shared/status.ts';
import { openPorts, withPorts } from './keptPorts.ts';
import type { LiveServiceParts } from './liveServiceParts.ts';
import { startReplica } from './service/replica.ts';
import type { Replica } from './service/replicaOptions.ts';
import { stateNotes } from './serviceStates.ts';

export type ServiceAction = 'kill' | 'stop' | 'start' | 'restart';

/** One replica's place, also while nothing runs in it. What is asked of it happens in the order in which it was asked. */
export class ReplicaSlot {
  readonly #parts: LiveServiceParts;
  readonly #index: number;
  #replica: Replica | undefined;
  /** Stays down until somebody starts it. */
  #isDownByHand = false;
  /** Stays down until this is mended. */
  #heldBy: ProcessFault | undefined;
  #pausedBy: ProcessFault | undefined;
  #state: ServiceState = 'down';
  /** What the next change of state is due to. */
  #because: { note: string; faults?: string[] } | undefined;
  /** Public ports it had before it was built anew, by listener: strangers may have written them down. */
  #ports: Readonly<Record<string, number>>;
  #isClosed = false;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: LiveServiceParts, index: number) {
    this.#parts = parts;
    this.#index = index;
    this.#ports = parts.ports?.[index] ?? {};
  }

  get replica(): Replica | undefined {
    return this.#replica;
  }

  get state(): ServiceState {
    return this.#replica?.state ?? (this.#isHeldDown ? 'down' : 'starting');
  }

  /** Up, unless it is down on purpose or there is a replica already. */
  fill(service: Service, brokers: Record<string, BrokerAddress>): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#replica === undefined && !this.#isHeldDown) await this.#start(service, brokers);
    });
  }

  /** Takes its replica out; the next one will be another. */
  empty(): Promise<void> {
    return this.#inTurn(async () => {
      this.#because = { note: 'It is built anew after an edit.' };
      const replica = this.#replica;
      this.#replica = undefined;
      this.#ports = { ...this.#ports, ...openPorts(replica) };
      await replica?.close();
    });
  }

  /** Why it cannot be started by hand. */
  refusal(action: ServiceAction): Problem | undefined {
    if (this.#heldBy === undefined || action === 'kill' || action === 'stop') return undefined;
    const { kind, id } = this.#heldBy;
    return problem('notRunning', `The ${kind} fault "${id}" holds it down. Mend that fault.`);
  }

  act(action: ServiceAction, now: () => { service: Service; brokers: Record<string, BrokerAddress> }): Promise<void> {
    this.#isDownByHand = action === 'kill' || action === 'stop';
    // At once, whatever else is under way.
    const killing = action === 'kill' ? this.#end('kill') : undefined;
    return this.#inTurn(async () => {
      this.#because = { note: actionNotes[action] };
      await killing;
      // What was asked for before may have started it meanwhile.
      if (action === 'kill') await this.#end('kill');
      if (action === 'stop' || action === 'restart') await this.#end('stop');
      if (action === 'start' || action === 'restart') await this.#up(now());
      this.#noteState();
    });
  }

  /** Ends, holds still or starts it, as process faults want it now. */
  obey(now: () => { service: Service; brokers: Record<string, BrokerAddress> }): Promise<void> {
    return this.#inTurn(async () => {
      const { down, pause } = this.#parts.process(this.#index);
      const before = this.#heldBy;
      this.#heldBy = down;
      if (down !== undefined && before === undefined) await this.#endBy(down);
      else if (down === undefined && before !== undefined && !this.#isDownByHand) {
        this.#because = { note: `The ${before.kind} fault let go of it.`, faults: [before.id] };
        await this.#up(now());
      }
      this.#setPaused(pause);
    });
  }

  /** Link faults and handlers of now. */
  refresh(service: Service): void {
    this.#replica?.setLinkFaults(this.#parts.faults(service, this.#index));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#replica?.close();
  }

  get #isHeldDown(): boolean {
    return this.#isDownByHand || this.#heldBy !== undefined;
  }

  async #endBy(fault: ProcessFault): Promise<void> {
    if (this.#replica === undefined || this.#replica.state === 'down') return;
    this.#because = { note: `The ${fault.kind} fault acted on it.`, faults: [fault.id] };
    this.#parts.onEnding(fault, this.#index);
    await this.#end(fault.kind === 'stop' ? 'stop' : 'kill');
    this.#noteState();
  }

  /** Its clients after it: else what its handlers wait for would fail in their hands. */
  async #end(how: 'stop' | 'kill'): Promise<void> {
    if (this.#replica === undefined || this.#replica.state === 'down') return;
    const ending = this.#replica[how]();
    // What is killed waits for nothing any more.
    if (how === 'stop') await ending;
    this.#parts.onEnded(this.#index);
    await ending;
  }

  #setPaused(pause: ProcessFault | undefined): void {
    const before = this.#pausedBy;
    this.#pausedBy = pause;
    this.#replica?.setPaused(pause !== undefined);
    const fault = pause ?? before;
    if ((pause === undefined) === (before === undefined) || fault === undefined) return;
    const note = pause === undefined ? 'It goes on.' : 'It stands still: nothing is read, nothing is answered.';
    this.#tell({ note, faults: [fault.id] });
  }

  async #up({ service, brokers }: { service: Service; brokers: Record<string, BrokerAddress> }): Promise<void> {
    if (this.#replica === undefined) await this.#start(service, brokers);
    else await this.#replica.start();
    this.#noteState();
  }

  async #start(service: Service, brokers: Record<string, BrokerAddress>): Promise<void> {
    const { id, handlers, seed, tracer, faults, messages, registry, onInjected } = this.#parts;
    const index = this.#index;
    this.#state = 'starting';
    const start = (wanted: Service): Promise<Replica> =>
      startReplica({
        id,
        service: wanted,
        replica: index,
        brokers,
        bodies: handlers.table,
        tracer,
        random: seededRandom(`${seed}:${id}:${index}`),
        bytes: this.#parts.bytes,
        onInjected,
        wireBrokers: () => this.#parts.wireBrokers(index),
        messages: (listener) => messages({ service: id, replica: index, listener }),
        registry,
        onChange: () => this.#noteState(),
      });
    let replica = await start(withPorts(service, this.#ports, index));
    if (Object.keys(this.#ports).length > 0 && replica.problems.some(({ code }) => code === 'listenFailed')) {
      // An old port has gone to another program meanwhile: then any will do, unless it is drawn.
      this.#ports = {};
      await replica.close();
      replica = await start(service);
    }
    // While it was starting, its service may have been taken away or made smaller, or its steps edited.
    if (this.#isClosed) {
      await replica.close();
      return;
    }
    this.#replica = replica;
    replica.setLinkFaults(faults(service, index));
    replica.setPaused(this.#pausedBy !== undefined);
    replica.swap(handlers.table);
    this.#noteState();
  }

  #noteState(): void {
    if (this.#isClosed) return;
    const { state } = this;
    if (state !== this.#state) {
      this.#state = state;
      const { note, faults } = this.#because ?? { note: undefined };
      const reason = this.#replica?.problems[0]?.message ?? stateNotes[state];
      this.#because = undefined;
      this.#tell({ note: [note, reason].filter(Boolean).join(' '), ...(faults === undefined ? {} : { faults }) });
    }
    this.#parts.onState();
  }

  #tell(change: { note: string; faults?: string[] }): void {
    const { id, tracer } = this.#parts;
    tracer.change({ type: 'serviceChanged', service: id, replica: this.#index, state: this.state, ...change });
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(() => (this.#isClosed ? undefined : work()));
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

const actionNotes: Record<ServiceAction, string> = {
  kill: 'It was killed.',
  stop: 'It was stopped.',
  start: 'It was started again.',
  restart: 'It was restarted.',
};
