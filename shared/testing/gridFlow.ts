import { emptyFlow, type Flow } from '../flow/flow.ts';

/** So many services in a square, each with two handlers, and so many wires between neighbours and across: a large drawing. */
export function gridFlow(services: number, wires: number): Flow {
  const flow = emptyFlow('Large');
  const columns = Math.ceil(Math.sqrt(services));
  for (let index = 0; index < services; index += 1) {
    flow.services[`s${index}`] = {
      name: `service-${index}`,
      position: { x: (index % columns) * 330, y: Math.floor(index / columns) * 200 },
      replicas: 1,
      listeners: { tcp: { transport: 'tcp' } },
      handlers: {
        ask: { on: { message: { cmd: `ask${index}` } }, steps: [{ do: 'reply', value: `${index}` }] },
        hear: { on: { event: `heard${index}` }, steps: [{ do: 'log', value: '1' }] },
      },
    };
  }
  for (let index = 0; index < wires; index += 1) {
    const from = index % services;
    const to = (from + 1 + Math.floor(index / services) * 7) % services;
    flow.wires[`w${index}`] = {
      name: `W${index}`,
      from: `s${from}`,
      to: `s${to}`,
      policies: { timeout: { ms: 5000 } },
    };
  }
  return flow;
}
