import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { saying, startLaunched, type BrokerKind } from './testBroker.ts';

/** A built-in broker that keeps its messages over a kill, in a folder that goes with it. */
export const keepingKind = (transport: 'rmq' | 'kafka'): BrokerKind => ({
  name: 'the built-in broker',
  isMissing: false,
  isHeavy: false,
  kills: 10,
  start: async () => {
    const folder = await mkdtemp(join(tmpdir(), `patchbay-test-${transport}-`));
    const program = fileURLToPath(new URL(`../../../dist/broker-${transport}/main.js`, import.meta.url));
    return startLaunched(
      async (port) => {
        const child = fork(program, [`${port}`, folder], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
        await saying(child, (listen) => child.once('message', listen));
        return child;
      },
      () => rm(folder, { recursive: true, force: true }),
    );
  },
  end: () => Promise.resolve(),
});
