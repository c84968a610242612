import type { Flow } from '../flow/flow.ts';

/** The smallest flow: one request over TCP and its reply. */
export const pingPong: Flow = {
  version: 1,
  name: 'Ping-pong',
  services: {
    gateway: {
      name: 'api-gateway',
      position: { x: 0, y: 0 },
      replicas: 1,
      listeners: { web: { transport: 'http' } },
      handlers: {
        ping: {
          on: { http: 'GET /ping' },
          steps: [
            {
              do: 'send',
              wire: 'pong',
              pattern: { cmd: 'ping' },
              data: "{ text: query.text || 'ping' }",
              as: 'answer',
            },
            { do: 'reply', value: 'answer' },
          ],
        },
      },
    },
    pong: {
      name: 'pong',
      position: { x: 420, y: 0 },
      replicas: 1,
      listeners: { tcp: { transport: 'tcp' } },
      handlers: {
        ping: {
          on: { message: { cmd: 'ping' } },
          steps: [{ do: 'reply', value: "{ text: 'pong', youSaid: data.text }" }],
        },
      },
    },
  },
  brokers: {},
  wires: { pong: { name: 'PONG', from: 'gateway', to: 'pong', policies: { timeout: { ms: 5000 } } } },
  drivers: {
    you: { name: 'you', position: { x: -300, y: 10 }, to: 'gateway', request: 'GET /ping?text=hello', perSecond: 0 },
  },
  externals: {},
  notes: {
    hint: {
      text: 'Press Send on **you**: one request goes to the gateway, one message over the PONG wire, and both answers come back.',
      position: { x: -300, y: -150 },
      size: { width: 320, height: 90 },
    },
  },
};
