import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Redis } from 'ioredis';
import type { BrokerHandle } from './brokerHandle.ts';
import type { BuiltEntry } from './contract/brokersUnderTest.ts';
import { buildEntry, howToGetRealRedis, plainEnv, realRedis } from './contract/brokersUnderTest.ts';
import { startRedisBroker } from './redisBroker.ts';

let entry: BuiltEntry;

beforeAll(async () => {
  entry = await buildEntry();
});

afterAll(() => entry[Symbol.asyncDispose]());

function start(
  env: NodeJS.ProcessEnv,
  more: { mode?: 'built-in' | 'real'; port?: number } = {},
): Promise<BrokerHandle> {
  return startRedisBroker({ env, builtInEntry: entry.path, ...more });
}

function stateOnce(broker: BrokerHandle, wanted: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const stop = broker.onChange((state, why) => {
      if (state !== wanted) return;
      stop();
      resolve(why);
    });
  });
}

/** Accepts connections and never says a word. */
async function startSilent(): Promise<{ port: number; server: Server }> {
  const server = createServer((socket) => socket.on('error', () => socket.destroy()).resume());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, server };
}

describe('the configured Redis', () => {
  it('is used, watched and never killed', async () => {
    const own = await start(plainEnv, { mode: 'built-in' });
    const configured = await start({ REDIS_URL: `redis://default:secret@127.0.0.1:${own.port}` });
    const { source, host, port, username, password, label, shared, state } = configured;
    expect({ source, host, port, username, password, label, shared, state }).toEqual({
      source: 'configured',
      host: '127.0.0.1',
      port: own.port,
      username: 'default',
      password: 'secret',
      label: `configured redis://127.0.0.1:${own.port}`,
      shared: true,
      state: 'up',
    });
    await expect(configured.kill()).rejects.toMatchObject({ problem: { code: 'readOnly' } });
    await expect(configured.restart()).rejects.toMatchObject({ problem: { code: 'readOnly' } });
    const down = stateOnce(configured, 'down');
    await own.kill();
    expect(await down).toBe(`redis://127.0.0.1:${own.port} closed the connection`);
    const up = stateOnce(configured, 'up');
    await own.restart();
    expect(await up).toBeUndefined();
    await configured.close();
    await own.close();
  });

  it('when nothing is there, is never replaced by another: one line says what to type', async () => {
    const { port, server } = await startSilent();
    await new Promise((resolve) => server.close(resolve));
    await expect(start({ ...plainEnv, REDIS_URL: `redis://u:secret@127.0.0.1:${port}` })).rejects.toMatchObject({
      problem: {
        code: 'brokerFailed',
        message:
          `REDIS_URL is set to redis://127.0.0.1:${port}, but no Redis answers PING there within 2 s ` +
          `(connect ECONNREFUSED 127.0.0.1:${port}). Start that Redis, or type: unset REDIS_URL`,
      },
    });
  });

  it('when it accepts but does not answer, is given up', async () => {
    const { port, server } = await startSilent();
    await expect(start({ REDIS_URL: `127.0.0.1:${port}` })).rejects.toMatchObject({
      problem: { code: 'brokerFailed', message: expect.stringContaining('within 2 s (no answer)') },
    });
    await new Promise((resolve) => server.close(resolve));
  });

  it.skipIf(realRedis === undefined)(`asks for the password that it needs${howToGetRealRedis}`, async () => {
    const own = await start(plainEnv, { mode: 'real' });
    const admin = new Redis({ port: own.port });
    await admin.config('SET', 'requirepass', 'right');
    admin.disconnect();
    const message: unknown = expect.stringMatching(/Put the right user and password into REDIS_URL/);
    for (const user of ['', ':wrong@']) {
      await expect(start({ REDIS_URL: `redis://${user}127.0.0.1:${own.port}` })).rejects.toMatchObject({
        problem: { code: 'brokerFailed', message },
      });
    }
    const configured = await start({ REDIS_URL: `redis://:right@127.0.0.1:${own.port}` });
    expect(configured.state).toBe('up');
    await configured.close();
    await own.close();
  });
});

describe('a broker of our own', () => {
  it('is the built-in one when a real one was found but does not start, and says so', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'patchbay-broken-'));
    const script = '#!/bin/sh\necho "no room on device" >&2\nexit 3\n';
    await writeFile(join(folder, 'redis-server'), script, { mode: 0o755 });
    const broker = await start({ PATH: [folder, process.env['PATH']].join(delimiter) });
    expect({ source: broker.source, label: broker.label, tried: broker.tried }).toEqual({
      source: 'built-in',
      label: 'built-in, speaks Redis',
      tried: ['REDIS_URL is not set', 'redis-server did not start: ended with exit code 3 (no room on device)'],
    });
    await broker.close();
    await rm(folder, { recursive: true });
  });

  it.each(['built-in', 'real'] as const)('%s: a port that is taken gives a Problem, not a wait', async (mode) => {
    const { port, server } = await startSilent();
    const env = mode === 'real' ? plainEnv : {};
    await expect(start(env, { mode, port })).rejects.toMatchObject({ problem: { code: 'brokerFailed' } });
    await new Promise((resolve) => server.close(resolve));
  });

  it('takes the port that it is given', async () => {
    const first = await start(plainEnv);
    const { port } = first;
    await first.close();
    const second = await start(plainEnv, { port });
    expect({ port: second.port, url: second.url, state: second.state }).toEqual({
      port,
      url: `redis://127.0.0.1:${port}`,
      state: 'up',
    });
    await second.close();
  });

  it('cannot be restarted once it is closed', async () => {
    const broker = await start(plainEnv, { mode: 'built-in' });
    await broker.close();
    await broker.close();
    await expect(broker.restart()).rejects.toMatchObject({ problem: { code: 'notRunning' } });
    expect(broker.state).toBe('down');
  });

  it('PATCHBAY_BROKERS must be a word that we know', async () => {
    await expect(start({ PATCHBAY_BROKERS: 'fake' })).rejects.toMatchObject({
      problem: { code: 'badInput', message: 'PATCHBAY_BROKERS is "fake". Set it to one of: auto, built-in, real.' },
    });
  });
});
