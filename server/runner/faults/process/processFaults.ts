import type { ProcessFault } from '#shared/faults/fault.ts';
import type { ResolvedTarget } from '#shared/faults/resolveTarget.ts';
import type { ActiveFault, ActiveFaults } from '../activeFaults.ts';
import { systemClock, type Clock } from '../link/clock.ts';

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
  clock?: Clock;
}

/** One that has begun to act. */
interface Acting {
  isDown: boolean;
  /** Calls off the next turn of its rhythm. */
  cancel: () => void;
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
    for (const [fault, { cancel }] of this.#acting) {
      if (on.has(fault)) continue;
      cancel();
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

  /** Those on whose account nothing of a service answers: each of its replicas is down, or stands still. */
  holding(service: string, replicas: number): ProcessFault[] {
    const held = Array.from({ length: replicas }, (_none, replica) => {
      const { down, pause } = this.wish(service, replica);
      return down ?? pause;
    });
    return held.every((fault) => fault !== undefined) ? [...new Set(held.filter((fault) => fault !== undefined))] : [];
  }

  /** Those on a broker; it is the server that carries them out. */
  onBroker(broker: string): ProcessFault[] {
    const on = this.#active.onProcess().filter(({ target }) => target.on === 'broker' && target.broker === broker);
    return on.map(({ fault }) => fault);
  }

  close(): void {
    for (const { cancel } of this.#acting.values()) cancel();
    this.#acting.clear();
  }

  #begin(active: ActiveFault<ProcessFault>): void {
    const { fault } = active;
    this.#acting.set(fault, { isDown: fault.kind !== 'pause', cancel: () => undefined });
    if (fault.kind === 'flap') this.#turnDown(active);
    else this.#hit(active);
  }

  #turnDown(active: ActiveFault<ProcessFault>): void {
    const { fault, random } = active;
    const acting = this.#acting.get(fault);
    if (fault.kind !== 'flap' || acting === undefined) return;
    acting.isDown = random() < fault.rate && this.#hit(active, fault.downMs);
    const { onTurn, clock = systemClock } = this.#options;
    const later = (ms: number, turn: () => void): void => {
      acting.cancel = clock.after(ms, () => {
        turn();
        onTurn();
      });
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
