import type { Flow } from '../flow/flow.ts';
import { withGatewayErrors } from './worked/gatewaySteps.ts';

/** The first service of every NestJS guide: `{ cmd: 'sum' }` over TCP. */
export const math: Flow = {
  version: 1,
  name: 'Math over TCP',
  services: {
    gateway: {
      name: 'api-gateway',
      position: { x: 0, y: 0 },
      replicas: 1,
      listeners: { web: { transport: 'http' } },
      handlers: {
        sum: {
          on: { http: 'POST /sum' },
          steps: withGatewayErrors('math', [
            { do: 'send', wire: 'math', pattern: { cmd: 'sum' }, data: 'body', as: 'sum' },
            { do: 'reply', value: '{ sum }' },
          ]),
        },
      },
    },
    math: {
      name: 'math',
      position: { x: 420, y: 0 },
      replicas: 1,
      listeners: { tcp: { transport: 'tcp' } },
      handlers: {
        sum: {
          on: { message: { cmd: 'sum' } },
          steps: [{ do: 'reply', value: 'data.reduce((sum, number) => sum + number, 0)' }],
        },
      },
    },
  },
  brokers: {},
  wires: { math: { name: 'MATH', from: 'gateway', to: 'math', policies: { timeout: { ms: 5000 } } } },
  drivers: {
    pupil: {
      name: 'pupil',
      position: { x: -300, y: 0 },
      to: 'gateway',
      request: 'POST /sum',
      data: '[1, 2, 3]',
      perSecond: 0,
    },
  },
  externals: {},
  notes: {},
};
