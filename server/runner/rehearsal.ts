import { flowSchema } from '#shared/flow/flow.ts';
import { createRuntime, unheard } from './runtime.ts';
import { createTracer } from './trace/tracer.ts';

/**
 * A runner that waits for its session has time: it starts two services, lets one call the other, and ends them. What the
 * first service of a process takes longer than all others (three quarters of the time in which ten come up), nobody waits for.
 */
export async function rehearse(): Promise<void> {
  const tracer = createTracer({ onBatch: () => undefined });
  const runtime = createRuntime({ tracer, ...unheard });
  const plan = { session: 'rehearsal', revision: 0, brokers: {}, faults: [], allowedHosts: [], flow: scene };
  try {
    await runtime.apply(plan);
    await runtime.drive('guest');
  } finally {
    await runtime.close();
    tracer.close();
  }
}

const place = { x: 0, y: 0 };

const scene = flowSchema.parse({
  version: 1,
  name: 'Rehearsal',
  services: {
    door: {
      name: 'door',
      position: place,
      listeners: { web: { transport: 'http' } },
      handlers: {
        come: {
          on: { http: 'GET /' },
          steps: [
            { do: 'send', wire: 'way', pattern: 'come', data: '{ a: 1 }', as: 'answer' },
            { do: 'reply', value: 'answer' },
          ],
        },
      },
    },
    room: {
      name: 'room',
      position: place,
      listeners: { tcp: { transport: 'tcp' } },
      handlers: { come: { on: { message: 'come' }, steps: [{ do: 'reply', value: 'data.a' }] } },
    },
  },
  wires: { way: { name: 'WAY', from: 'door', to: 'room' } },
  drivers: { guest: { name: 'guest', position: place, to: 'door', request: 'GET /' } },
});
