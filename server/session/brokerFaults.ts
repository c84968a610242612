import { isProcessFault, type Fault, type ProcessFault } from '#shared/faults/fault.ts';
import { problem, type Problem } from '#shared/problem.ts';
import type { BrokerHandle } from '../brokers/brokerHandle.ts';

export interface BrokerFaultsOptions {
  broker: string;
  /** Somebody has put it down by hand: it does not come back because a fault is mended. */
  isDownByHand: () => boolean;
  /** What it did, or could not do, is the work of this fault. */
  onChange: (note: string, fault: string) => void;
}

/** What the process faults on one broker do with it. They come and go one after the other. */
export class BrokerFaults {
  readonly #options: BrokerFaultsOptions;
  #killedBy: ProcessFault | undefined;
  #pausedBy: ProcessFault | undefined;
  /** It starts again, as this was mended. */
  #mending: ProcessFault | undefined;
  #wanted: readonly ProcessFault[] = [];
  #turn: Promise<void> = Promise.resolve();

  constructor(options: BrokerFaultsOptions) {
    this.#options = options;
  }

  /** It is down because of a fault. */
  get isHeldDown(): boolean {
    return this.#killedBy !== undefined;
  }

  /** It stands still because of a fault. */
  get isPaused(): boolean {
    return this.#pausedBy !== undefined;
  }

  /** On whose account its state changes now. */
  get blamed(): string[] | undefined {
    const fault = this.#killedBy ?? this.#mending;
    return fault === undefined ? undefined : [fault.id];
  }

  /** Why it cannot be started by hand. */
  get refusal(): Problem | undefined {
    if (this.#killedBy === undefined) return undefined;
    const { kind, id } = this.#killedBy;
    return problem('notRunning', `The ${kind} fault "${id}" holds it down. Mend that fault.`);
  }

  /** Resolves when what these faults want of it is done. What goes wrong is told. */
  obey(faults: readonly Fault[], handle: () => Promise<BrokerHandle | undefined>): Promise<void> {
    const { broker } = this.#options;
    this.#wanted = faults.filter(
      (fault): fault is ProcessFault =>
        isProcessFault(fault) && 'broker' in fault.target && fault.target.broker === broker,
    );
    this.#turn = this.#turn.then(async () => this.#obey(await handle()));
    return this.#turn;
  }

  /** Another process serves now, which does not stand still. */
  forgetPause(): void {
    this.#pausedBy = undefined;
  }

  async #obey(handle: BrokerHandle | undefined): Promise<void> {
    if (handle === undefined) return;
    const kill = this.#wanted.find(({ kind }) => kind === 'kill');
    const pause = kill === undefined ? this.#wanted.find(({ kind }) => kind === 'pause') : undefined;
    try {
      if (pause === undefined) await this.#pause(handle, undefined);
      await this.#kill(handle, kill);
      await this.#pause(handle, pause);
    } catch (error) {
      this.#options.onChange(error instanceof Error ? error.message : String(error), kill?.id ?? pause?.id ?? '');
    }
  }

  async #kill(handle: BrokerHandle, kill: ProcessFault | undefined): Promise<void> {
    const before = this.#killedBy;
    this.#killedBy = kill;
    if (kill !== undefined && before === undefined) await handle.kill();
    if (kill !== undefined || before === undefined || this.#options.isDownByHand()) return;
    this.#mending = before;
    await handle.restart().finally(() => (this.#mending = undefined));
  }

  async #pause(handle: BrokerHandle, pause: ProcessFault | undefined): Promise<void> {
    const before = this.#pausedBy;
    const isMeant = pause === undefined ? before !== undefined : before === undefined && handle.state === 'up';
    if (!isMeant) return;
    this.#pausedBy = pause;
    await (pause === undefined ? handle.resume() : handle.pause());
    const note = pause === undefined ? 'It goes on.' : 'It stands still: nothing is read, nothing is answered.';
    this.#options.onChange(note, (pause ?? before)?.id ?? '');
  }
}
