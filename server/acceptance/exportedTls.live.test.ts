import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { generateProject } from '#shared/code/generateProject.ts';
import { emptyFlow, flowSchema } from '#shared/flow/flow.ts';
import { ExportedProject } from '../testing/exportedProject.ts';
import { waitUntil } from '../testing/waitUntil.ts';
import { freePort } from '../brokers/freePort.ts';

const position = { x: 0, y: 0 };

const asks = (wire: string) => ({
  on: { http: `GET /${wire}` },
  steps: [
    { do: 'send', wire, pattern: 'price', data: '1', as: 'answer' },
    { do: 'reply', value: 'answer' },
  ],
});
const price = (value: string) => ({ price: { on: { message: 'price' }, steps: [{ do: 'reply', value }] } });
const policies = { timeout: { ms: 5000 } };

/** A gateway that asks one service with TLS, replicas of another by a registry, and one whose certificate it does not trust. */
const shop = flowSchema.parse({
  ...emptyFlow('Shop'),
  services: {
    gateway: {
      name: 'gateway',
      position,
      listeners: { http: { transport: 'http' } },
      handlers: { plain: asks('plain'), shared: asks('shared'), wrong: asks('wrong') },
    },
    prices: {
      name: 'prices',
      position,
      listeners: { tcp: { transport: 'tcp', tls: true } },
      handlers: price('"plain"'),
    },
    stock: {
      name: 'stock',
      position,
      replicas: 2,
      listeners: { tcp: { transport: 'tcp', tls: true, registry: 'names' } },
      handlers: price('meta.replica'),
    },
  },
  wires: {
    plain: { name: 'PLAIN', from: 'gateway', to: 'prices', policies },
    shared: { name: 'SHARED', from: 'gateway', to: 'stock', policies },
    wrong: { name: 'WRONG', from: 'gateway', to: 'prices', tls: 'untrusted', policies: { timeout: { ms: 500 } } },
  },
  registries: { names: { name: 'names', position, heartbeatMs: 200, timeoutMs: 2000 } },
});

const hasOpenssl = spawnSync('openssl', ['version']).error === undefined;

test.skipIf(!hasOpenssl)(
  'a project with TLS, exported, compiles strictly, answers those who trust it, and its replicas take turns',
  async () => {
    const files = generateProject(shop);
    await using project = new ExportedProject(files);
    // As its README says.
    const [, make = ''] = /Make them with `(.+?)`\.$/m.exec(files['README.md'] ?? '') ?? [];
    await promisify(execFile)('sh', ['-c', make], { cwd: project.path });
    expect(await project.compile()).toBe('');

    const [registry, web, prices] = [await freePort(), await freePort(), await freePort()];
    const found = { NAMES_TCP_PORT: String(registry), PRICES_TCP_PORT: String(prices) };
    const start = async (app: string, own: Record<string, string> = {}): Promise<void> => {
      const http = { [`${app.toUpperCase()}_HTTP_PORT`]: String(await freePort()) };
      await project.start(app, { ...http, ...found, ...own });
    };
    await start('names');
    await start('prices');
    for (const replica of ['0', '1'])
      await start('stock', { STOCK_TCP_PORT: String(await freePort()), REPLICA: replica });
    await start('gateway', { GATEWAY_HTTP_PORT: String(web) });

    const ask = async (path: string): Promise<string> => (await fetch(`http://127.0.0.1:${web}/${path}`)).text();
    expect(await ask('plain')).toBe('plain');
    await waitUntil('both replicas answer in turn', async () => {
      const answers = new Set([await ask('shared'), await ask('shared')]);
      return answers.has('0') && answers.has('1');
    });
    expect(await (await fetch(`http://127.0.0.1:${web}/wrong`)).json()).toEqual({
      statusCode: 502,
      message: 'Connection closed',
    });
  },
  240_000,
);
