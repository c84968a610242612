import type { Flow } from '../flow/flow.ts';

/** Three replicas behind a registry: a dead one keeps its share of the calls until its heartbeat has timed out. */
export const loadBalancing: Flow = {
  version: 1,
  name: 'Three replicas behind a registry',
  services: {
    gateway: {
      name: 'gateway',
      position: { x: 0, y: 60 },
      replicas: 1,
      listeners: { web: { transport: 'http' } },
      handlers: {
        price: {
          on: { http: 'GET /prices/:id' },
          steps: [
            { do: 'send', wire: 'prices', pattern: { cmd: 'get_price' }, data: '{ id: params.id }', as: 'price' },
            { do: 'reply', value: 'price' },
          ],
        },
      },
    },
    prices: {
      name: 'prices',
      position: { x: 420, y: 60 },
      replicas: 3,
      listeners: { tcp: { transport: 'tcp', registry: 'discovery' } },
      handlers: {
        getPrice: {
          on: { message: { cmd: 'get_price' } },
          steps: [{ do: 'reply', value: '{ id: data.id, price: 42, replica: meta.replica + 1 }' }],
        },
      },
    },
  },
  brokers: {},
  wires: { prices: { name: 'PRICES', from: 'gateway', to: 'prices', policies: { timeout: { ms: 2000 } } } },
  drivers: {
    shopper: {
      name: 'shopper',
      position: { x: -320, y: 60 },
      to: 'gateway',
      request: 'GET /prices/1',
      perSecond: 3,
    },
  },
  externals: {},
  notes: {
    hint: {
      text: 'Select **prices** and kill one of its replicas: a third of the calls fails until **discovery** has heard nothing of it for 6 seconds. A **retry** on the wire asks the next one instead.',
      position: { x: 200, y: -100 },
      size: { width: 400, height: 90 },
    },
  },
  registries: {
    discovery: { name: 'discovery', position: { x: 800, y: 80 }, heartbeatMs: 1000, timeoutMs: 6000 },
  },
};
