import type { Flow } from '../flow/flow.ts';
import { withGatewayErrors } from './worked/gatewaySteps.ts';

/** The smallest system over Redis: a request that is answered, and an event that is heard. */
export const colorsAndCats: Flow = {
  version: 1,
  name: 'Colors and cats',
  services: {
    gateway: {
      name: 'api-gateway',
      position: { x: 0, y: 40 },
      replicas: 1,
      listeners: { web: { transport: 'http' } },
      handlers: {
        create: {
          on: { http: 'POST /cats' },
          steps: withGatewayErrors('colors', [
            { do: 'send', wire: 'cats', pattern: 'generate_color', data: '{ name: body.name }', as: 'color' },
            { do: 'emit', wire: 'cats', pattern: 'cat_created', data: '{ catId: id, name: body.name, color }' },
            { do: 'reply', value: '{ id, name: body.name, color }' },
          ]),
        },
      },
    },
    colors: {
      name: 'colors',
      position: { x: 640, y: -60 },
      replicas: 1,
      listeners: { redis: { transport: 'redis', broker: 'redis' } },
      handlers: {
        generate: {
          on: { message: 'generate_color' },
          steps: [{ do: 'reply', value: "['black', 'ginger', 'tabby', 'white'][Math.floor(random() * 4)]" }],
        },
      },
    },
    cats: {
      name: 'cats',
      position: { x: 640, y: 120 },
      replicas: 1,
      listeners: { redis: { transport: 'redis', broker: 'redis' } },
      handlers: {
        created: {
          on: { event: 'cat_created' },
          steps: [{ do: 'set', key: 'cat:${data.catId}', value: '{ name: data.name, color: data.color }' }],
        },
      },
    },
  },
  brokers: { redis: { name: 'redis', transport: 'redis', position: { x: 330, y: 60 } } },
  wires: { cats: { name: 'CATS', from: 'gateway', to: 'redis', policies: { timeout: { ms: 5000 } } } },
  drivers: {
    keeper: {
      name: 'cat keeper',
      position: { x: -270, y: 40 },
      to: 'gateway',
      request: 'POST /cats',
      data: "{ name: 'Tom' }",
      perSecond: 0,
    },
  },
  externals: {},
  notes: {},
};
