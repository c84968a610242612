import type { Flow, Position, Service } from '../flow/flow.ts';
import { switchTransport } from '../flow/switch/switchTransport.ts';
import { messageTransports, type MessageTransport } from '../flow/switch/targets.ts';

/** One request that goes from service to service over every transport there is, and its answer all the way back. */

const inOrder = Object.keys(messageTransports) as MessageTransport[];
const label = (transport: MessageTransport): string => messageTransports[transport].label;

/** Two columns of services; the way goes down in turns, so that every wire is short. */
const column = 660;
const row = 210;
const placeOf = (index: number): Position => ({ x: (index % 2) * column, y: Math.floor(index / 2) * row });

/** Each asks the next one, and the last one says which way the message came. */
function service(transport: MessageTransport, index: number): Service {
  const next = inOrder[index + 1];
  return {
    name: `by-${transport}`,
    position: placeOf(index + 1),
    replicas: 1,
    listeners: { tcp: { transport: 'tcp' } },
    handlers: {
      pass: {
        on: { message: `pass_${transport}` },
        steps:
          next === undefined
            ? [{ do: 'reply', value: `[...data, '${label(transport)}']` }]
            : [ask(next, `[...data, '${label(transport)}']`), { do: 'reply', value: 'way' }],
      },
    },
  };
}

const ask = (transport: MessageTransport, data: string) => ({
  do: 'send' as const,
  wire: `to-${transport}`,
  pattern: `pass_${transport}`,
  data,
  as: 'way',
});

const [first] = inOrder;
const overTcp: Flow = {
  version: 1,
  name: 'Through every transport',
  services: {
    gateway: {
      name: 'gateway',
      position: placeOf(0),
      replicas: 1,
      listeners: { web: { transport: 'http' } },
      handlers: {
        go: {
          on: { http: 'GET /way' },
          steps: [...(first === undefined ? [] : [ask(first, "['HTTP']")]), { do: 'reply', value: 'way' }],
        },
      },
    },
    ...Object.fromEntries(inOrder.map((transport, index) => [`by-${transport}`, service(transport, index)])),
  },
  brokers: {},
  wires: Object.fromEntries(
    inOrder.map((transport, index) => [
      `to-${transport}`,
      {
        name: label(transport).toUpperCase(),
        from: index === 0 ? 'gateway' : `by-${inOrder[index - 1] ?? ''}`,
        to: `by-${transport}`,
        policies: { timeout: { ms: 5000 } },
      },
    ]),
  ),
  drivers: {
    you: { name: 'you', position: { x: -300, y: 0 }, to: 'gateway', request: 'GET /way', perSecond: 0 },
  },
  externals: {},
  notes: {},
};

/** Drawn over TCP, then each service is switched to its own transport, as a person would do it. */
export const everyTransport: Flow = inOrder.reduce(
  (flow, to, index) =>
    switchTransport(flow, { to, what: { service: `by-${to}` }, placeFor: () => between(index) }).flow,
  overTcp,
);

/** Half way from the caller to the service. */
function between(index: number): Position {
  const [from, to] = [placeOf(index), placeOf(index + 1)];
  return { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 + 10 };
}
