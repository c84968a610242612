import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BuiltEntry } from './contract/brokersUnderTest.ts';
import { buildEntry, howToGetRealRedis, realRedis } from './contract/brokersUnderTest.ts';
import { RawRedis } from './contract/rawRedis.ts';
import { eventually } from './contract/eventually.ts';

let entry: BuiltEntry;
let folder: string;

beforeAll(async () => {
  entry = await buildEntry();
  folder = await mkdtemp(join(tmpdir(), 'patchbay-left-'));
});

afterAll(async () => {
  await entry[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

async function answers(port: number): Promise<boolean> {
  try {
    (await RawRedis.connect(port)).close();
    return true;
  } catch {
    return false;
  }
}

async function brokerFolders(): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.startsWith('patchbay-redis-'));
}

const cases = [
  { mode: 'built-in', title: 'the built-in broker', missing: false },
  { mode: 'real', title: `a private redis-server${howToGetRealRedis}`, missing: realRedis === undefined },
];

for (const { mode, title, missing } of cases) {
  describe.skipIf(missing)(title, () => {
    it.each([
      { how: 'running', paused: [] },
      { how: 'standing still', paused: ['paused'] },
    ])('is gone, its folder too, $how, after the process that started it was killed without warning', async (held) => {
      const args = [mode, entry.path, ...held.paused];
      const holder = fork(join(import.meta.dirname, 'contract/holdBroker.ts'), args, {
        execArgv: ['--import', 'tsx'],
        env: { ...process.env, TMPDIR: folder },
      });
      const [port]: unknown[] = await once(holder, 'message');
      // One that stands still takes connections all the same: the system does.
      expect(await answers(Number(port))).toBe(true);
      holder.kill('SIGKILL');
      await eventually(() => answers(Number(port))).toBe(false);
      await eventually(brokerFolders).toEqual([]);
    });
  });
}
