import type { Flow } from '../flow/flow.ts';

/** One event, every replica of every subscriber: what Redis pub/sub does, and no other transport of Nest by default. */
export const fanOut: Flow = {
  version: 1,
  name: 'Fan-out over Redis',
  services: {
    cats: {
      name: 'cats',
      position: { x: 0, y: 60 },
      replicas: 1,
      listeners: { web: { transport: 'http' } },
      handlers: {
        create: {
          on: { http: 'POST /cats' },
          steps: [
            { do: 'emit', wire: 'events', pattern: 'cat_created', data: '{ catId: id, name: body.name }' },
            { do: 'reply', value: '{ id, name: body.name }' },
          ],
        },
      },
    },
    notifications: {
      name: 'notifications',
      position: { x: 820, y: -80 },
      replicas: 2,
      listeners: { events: { transport: 'redis', broker: 'redis' } },
      handlers: { created: { on: { event: 'cat_created' }, steps: [{ do: 'log', value: 'data.name' }] } },
    },
    audit: {
      name: 'audit',
      position: { x: 820, y: 160 },
      replicas: 1,
      listeners: { events: { transport: 'redis', broker: 'redis' } },
      handlers: {
        created: {
          on: { event: 'cat_created' },
          steps: [{ do: 'set', key: 'cat:${data.catId}', value: 'data.name' }],
        },
      },
    },
  },
  brokers: { redis: { name: 'redis', transport: 'redis', position: { x: 440, y: 60 } } },
  wires: { events: { name: 'EVENTS', from: 'cats', to: 'redis' } },
  drivers: {
    keeper: {
      name: 'cat keeper',
      position: { x: -320, y: 60 },
      to: 'cats',
      request: 'POST /cats',
      data: "{ name: 'Tom' }",
      perSecond: 0,
    },
  },
  externals: {},
  notes: {
    hint: {
      text: '**notifications** has two replicas. Redis gives the event to both, and to **audit**: one emit, three deliveries.',
      position: { x: 0, y: -90 },
      size: { width: 320, height: 90 },
    },
  },
};
