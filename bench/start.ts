import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at } from '../scripts/lib/paths.ts';
import { freePort } from '../server/brokers/freePort.ts';
import type { Figure } from './figure.ts';
import { installedNodeRed } from './nodeRed.ts';

/** From the process to the line with which it says that it can be used. */
async function startMs(script: string, saysReady: string, give: (dir: string, port: number) => Given): Promise<number> {
  const dir = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
  const { args = [], env = {} } = give(dir, await freePort());
  const begunMs = performance.now();
  const started = spawn(process.execPath, [script, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(started, 'exit');
  let said = '';
  for await (const chunk of started.stdout) {
    said += String(chunk);
    if (said.includes(saysReady)) break;
  }
  const tookMs = performance.now() - begunMs;
  started.kill('SIGTERM');
  await ended;
  await rm(dir, { recursive: true, force: true });
  if (!said.includes(saysReady)) throw new Error(`${script} did not start: ${said}`);
  return tookMs;
}

interface Given {
  args?: string[];
  env?: Record<string, string>;
}

export const start: Figure = {
  name: 'start',
  says: 'The built server started and ready / Node-RED 4 started and its flows, too, per second',
  target: 2,
  prepare: async () => {
    const red = await installedNodeRed();
    const asOurs = (dir: string, port: number): Given => ({
      env: { PORT: String(port), HOST: '127.0.0.1', DATA_DIR: dir },
    });
    const asRed = (dir: string, port: number): Given => ({ args: ['--userDir', dir, '--port', String(port)] });
    return {
      ours: async () => 1000 / (await startMs(at('dist/server/main.js'), 'ready', asOurs)),
      reference: async () => 1000 / (await startMs(red, 'Started flows', asRed)),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
  },
};
