import type { ProcessFault } from '#shared/faults/fault.ts';
import type { ResolvedTarget } from '#shared/faults/resolveTarget.ts';
import type { ActiveFault, ActiveFaults } from '../activeFaults.ts';

/** What process faults want of one replica. One that is down cannot be paused. */
export interface ProcessWish {
  down: ProcessFault | undefined;
  pause: ProcessFault | undefined;
}

export interface ProcessFaultsOptions {
  /** A rhythm has turned, and other things are wanted. */
  onTurn: () => void;
  /** It acts in another process of the session, and is counted there. */
  isElsewhere: (target: ResolvedTarget) => boolean;
}

/** One that has begun to act. */
interface Acting {
  isDown: boolean;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Which processes are to be down, or to stand still, now. Most faults hold theirs as long as they are on; `flap` has a rhythm:
 *
 *   on ─▶ down ── downMs ─▶ up ── upMs ─▶ down ─▶ …
 */
export class ProcessFaults {
  readonly #active: ActiveFaults;
  readonly #options: ProcessFaultsOptions;
  readonly #acting = new Map<ProcessFault, Acting>();

  constructor(active: ActiveFaults, options: ProcessFaultsOptions) {
    this.#active = active;
    this.#options = options;
  }

  /** After other faults are on. Returns whether any of them is, or was, one of these. */
  refresh(): boolean {
    const wasOn = this.#acting.size > 0;
    const now = this.#active.onProcess();
    const on = new Set(now.map(({ fault }) => fault));
    for (const [fault, { timer }] of this.#acting) {
      if (on.has(fault)) continue;
      clearTimeout(timer);
      this.#acting.delete(fault);
    }
    for (const active of now) if (!this.#acting.has(active.fault)) this.#begin(active);
    return wasOn || now.length > 0;
  }

  /** Whether there is any. */
  get isOn(): boolean {
    return this.#active.onProcess().length > 0;
  }

  wish(service: string, replica: number): ProcessWish {
    const faults = this.#active
      .onProcess()
      .filter(({ target: on }) => {
        if (on.on !== 'service' || on.service !== service) return false;
        return on.replica === undefined || on.replica === replica;
      })
      .map(({ fault }) => fault);
    const down = faults.find((fault) => this.#acting.get(fault)?.isDown === true);
    return { down, pause: down === undefined ? faults.find(({ kind }) => kind === 'pause') : undefined };
  }

  /** Those on a broker; it is the server that carries them out. */
  onBroker(broker: string): ProcessFault[] {
    const on = this.#active.onProcess().filter(({ target }) => target.on === 'broker' && target.broker === broker);
    return on.map(({ fault }) => fault);
  }

  close(): void {
    for (const { timer } of this.#acting.values()) clearTimeout(timer);
    this.#acting.clear();
  }

  #begin(active: ActiveFault<ProcessFault>): void {
    const { fault } = active;
    this.#acting.set(fault, { isDown: fault.kind !== 'pause', timer: undefined });
    if (fault.kind === 'flap') this.#turnDown(active);
    else this.#hit(active);
  }

  #turnDown(active: ActiveFault<ProcessFault>): void {
    const { fault, random } = active;
    const acting = this.#acting.get(fault);
    if (fault.kind !== 'flap' || acting === undefined) return;
    acting.isDown = random() < fault.rate && this.#hit(active, fault.downMs);
    const later = (ms: number, turn: () => void): void => {
      acting.timer = setTimeout(() => {
        turn();
        this.#options.onTurn();
      }, ms);
    };
    const turnUp = (): void => {
      acting.isDown = false;
      later(fault.upMs, () => this.#turnDown(active));
    };
    // A turn that chance has passed over takes as long as any other.
    later(fault.downMs, turnUp);
  }

  #hit({ fault, target }: ActiveFault<ProcessFault>, lastsMs?: number): boolean {
    if (this.#options.isElsewhere(target)) return true;
    return this.#active.hit(fault, lastsMs);
  }
}
