import { expect, test } from 'vitest';
import { emptyFlow, flowSchema, type Flow } from '../flow/flow.ts';
import { switchTransport } from '../flow/switch/switchTransport.ts';
import { generateProject } from './generateProject.ts';

const position = { x: 0, y: 0 };
const flow = (wire: object = {}): Flow =>
  flowSchema.parse({
    ...emptyFlow('Secrets'),
    services: {
      gateway: { name: 'gateway', position, listeners: { web: { transport: 'http' } } },
      orders: {
        name: 'orders',
        position,
        listeners: { tcp: { transport: 'tcp', tls: true } },
        handlers: { sum: { on: { message: 'sum' }, steps: [] } },
      },
    },
    wires: { orders: { name: 'ORDERS', from: 'gateway', to: 'orders', ...wire } },
  });

const client = 'apps/gateway/src/clients/orders.client.ts';

test('a listener with TLS is exported with its key and certificate, and its clients trust that', () => {
  const files = generateProject(flow());
  expect(files['apps/orders/src/main.ts']).toContain("key: readFileSync(process.env.TLS_KEY ?? 'certs/key.pem'),");
  expect(files[client]).toContain("tlsOptions: { ca: [readFileSync(process.env.TLS_CERT ?? 'certs/cert.pem')] },");
  expect(files[client]).toContain("import { readFileSync } from 'node:fs';");
  expect(files['README.md']).toContain('subjectAltName=DNS:localhost,IP:127.0.0.1,DNS:gateway,DNS:orders');
});

test('what a wire gets wrong is wrong in the project, too', () => {
  expect(generateProject(flow({ tls: 'untrusted' }))[client]).toContain('tlsOptions: {},');
  expect(generateProject(flow({ tls: 'none' }))[client]).not.toContain('tlsOptions');
});

test('another transport has no place for TLS, and says so', () => {
  const { losses } = switchTransport(flow(), { to: 'redis', what: 'flow', placeFor: (place) => place });
  expect(losses.join(' ')).toContain('TLS');
});
