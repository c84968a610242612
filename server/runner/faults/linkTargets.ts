import type { ResolvedTarget } from '#shared/faults/resolveTarget.ts';
import type { Service } from '#shared/flow/flow.ts';
import type { WirePlace } from '../wire/liveWire.ts';

/**
 * Which link faults act where. A listener is broken for everybody who comes in by it: on its public port, where the
 * replica itself puts the faults on, and on the wires, which lead past that port.
 */

/** Whether a fault acts on this connection of a wire. */
export function actsOnWire(on: ResolvedTarget, { wire, replica, target, peer }: WirePlace): boolean {
  switch (on.on) {
    case 'wire':
      return on.wire === wire && isReplica(on.replica, replica);
    case 'broker':
      return 'broker' in target && target.broker === on.broker;
    case 'service':
    case 'listener':
      if (!('service' in target) || target.service !== on.service) return false;
      if (on.on === 'listener' && on.listener !== target.listener) return false;
      return isReplica(on.replica, peer);
    case 'handler':
      return false;
  }
}

export interface ListenerPlace {
  service: string;
  replica: number;
  listener: string;
  settings: Service['listeners'][string];
}

/** Whether a fault acts on this listener of a replica. */
export function actsOnListener(on: ResolvedTarget, { service, replica, listener, settings }: ListenerPlace): boolean {
  switch (on.on) {
    case 'broker':
      return 'broker' in settings && settings.broker === on.broker;
    case 'service':
    case 'listener':
      if (on.service !== service || (on.on === 'listener' && on.listener !== listener)) return false;
      return isReplica(on.replica, replica);
    case 'wire':
    case 'handler':
      return false;
  }
}

const isReplica = (wanted: number | undefined, replica: number | undefined): boolean =>
  wanted === undefined || wanted === replica;
