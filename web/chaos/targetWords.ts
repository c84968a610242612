import type { FaultKind, FaultTarget } from '#shared/faults/fault.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { canAct } from '../faults/offered.ts';

const origin = { x: 0, y: 0 };
/** A flow that has one of each, the service as much on its own as can be. */
const sample: Flow = {
  version: 1,
  name: 'Sample',
  services: {
    s: {
      name: 's',
      position: origin,
      replicas: 1,
      process: 'own',
      listeners: { l: { transport: 'tcp' } },
      handlers: { h: { on: { message: 'm' }, steps: [] } },
    },
  },
  brokers: { b: { name: 'b', transport: 'redis', position: origin } },
  wires: { w: { name: 'W', from: 's', to: 'b' } },
  drivers: {},
  externals: {},
  notes: {},
};
const targets: [string, FaultTarget][] = [
  ['wire', { wire: 'w' }],
  ['listener', { listener: 'l', service: 's' }],
  ['handler', { handler: 'h', service: 's' }],
  ['service', { service: 's' }],
  ['broker', { broker: 'b' }],
];

/** The things that a kind of fault can be put on, in words, from what the kind itself accepts. */
export const targetWords = (kind: FaultKind): string[] =>
  targets.flatMap(([word, target]) => (canAct(sample, kind, target) ? [word] : []));
