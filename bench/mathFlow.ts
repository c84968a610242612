import type { Policies } from '../shared/policies/policies.ts';

const position = { x: 0, y: 0 };
const handlers = {
  sum: { on: { message: { cmd: 'sum' } }, steps: [{ do: 'reply', value: 'data.a' }] },
  noted: { on: { event: 'noted' }, steps: [] },
};

/** The drawing of what `bareNest.ts` writes: a service that gives back what it is asked, and somebody who may ask it. */
export const mathFlow = (over: 'tcp' | 'redis', policies: Policies = {}): unknown => ({
  version: 1,
  name: 'Bench',
  services: {
    gateway: { name: 'gateway', position, listeners: {}, handlers: {} },
    math: {
      name: 'math',
      position,
      listeners: over === 'tcp' ? { tcp: { transport: 'tcp' } } : { redis: { transport: 'redis', broker: 'redis' } },
      handlers,
    },
  },
  ...(over === 'tcp' ? {} : { brokers: { redis: { name: 'redis', position, transport: 'redis' } } }),
  wires: { math: { name: 'MATH', from: 'gateway', to: over === 'tcp' ? 'math' : 'redis', policies } },
});
