import type { Flow } from '../flow/flow.ts';

/** 0 at most once, 1 at least once, 2 exactly once. */
export type QoS = 0 | 1 | 2;

/**
 * What the most careful listener of an MQTT broker asks for. Wires to it publish with that: a message arrives with the weaker of
 * what it was published with and what was asked for.
 */
export function strongestQos({ services }: Pick<Flow, 'services'>, broker: string): QoS {
  let strongest: QoS = 0;
  for (const { listeners } of Object.values(services)) {
    for (const listener of Object.values(listeners)) {
      const qos = listener.transport === 'mqtt' && listener.broker === broker ? (listener.qos ?? 0) : 0;
      if (qos > strongest) strongest = qos;
    }
  }
  return strongest;
}
