import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { pingPong } from '#shared/examples/pingPong.ts';
import { projectRoot } from './paths.ts';

/** The program itself, as `npm start` runs it. */

/** Is killed with its scope, should the test fail before it has ended it. */
interface Program extends AsyncDisposable {
  child: ChildProcess;
  /** The first line that it says. */
  line: string;
  ended: Promise<unknown[]>;
}

async function run(env: Record<string, string>): Promise<Program> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(projectRoot, 'server/main.ts')], {
    cwd: projectRoot,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  const lines = [child.stdout, child.stderr].map((stream) => once(createInterface({ input: stream }), 'line'));
  const [line] = (await Promise.race(lines)) as [string];
  const dispose = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  return { child, line, ended, [Symbol.asyncDispose]: dispose };
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** What is asked of /proc here has other names on other systems. */
const onLinux = process.platform === 'linux';

test.runIf(onLinux)('says where it is ready, and on SIGTERM ends with 0, its children and its port gone', async () => {
  await using program = await run({ PORT: '0' });
  const { child, line, ended } = program;
  const url = /^Patchbay is ready at (http:\/\/127\.0\.0\.1:\d+)$/.exec(line)?.[1] ?? '';
  const response = await fetch(`${url}/api/sessions`, { method: 'POST', body: JSON.stringify({ flow: pingPong }) });
  expect(response.status).toBe(200);
  const children = childrenOf(child.pid ?? 0);
  expect(children.length).toBeGreaterThan(0);
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(children.filter(isAlive)).toEqual([]);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});

test.runIf(onLinux)('when it is killed its children see that and end', async () => {
  await using program = await run({ PORT: '0' });
  const { child, line, ended } = program;
  const url = line.slice(line.indexOf('http'));
  await fetch(`${url}/api/sessions`, { method: 'POST', body: JSON.stringify({ example: 'fan-out' }) });
  const children = childrenOf(child.pid ?? 0);
  child.kill('SIGKILL');
  await ended;
  await expect.poll(() => children.filter(isAlive), { timeout: 20_000 }).toEqual([]);
});

test('says what keeps it from starting, and what to type', async () => {
  await using first = await run({ PORT: '0' });
  const port = /:(\d+)$/.exec(first.line)?.[1] ?? '';
  await using second = await run({ PORT: port });
  expect([second.line, await second.ended]).toEqual([
    `Patchbay cannot start. Port ${port} is taken. Type: PORT=${Number(port) + 1} npm start`,
    [1, null],
  ]);
  await using third = await run({ PORT: 'three' });
  expect([third.line, await third.ended]).toEqual([
    expect.stringMatching(/^Patchbay cannot start\. PORT cannot be used/),
    [1, null],
  ]);
});

/** All processes below one. */
function childrenOf(pid: number): number[] {
  const all = readdirSync('/proc').flatMap((name) =>
    /^\d+$/.test(name) ? [{ pid: Number(name), parent: parentOf(name) }] : [],
  );
  const below = (parent: number): number[] =>
    all.flatMap((one) => (one.parent === parent ? [one.pid, ...below(one.pid)] : []));
  return below(pid).filter((one) => !isTool(one));
}

/** tsx keeps a compiler beside it; a built server has none. */
const isTool = (pid: number): boolean => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('esbuild');

function parentOf(pid: string): number | undefined {
  try {
    return Number(/^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    // It ended while we looked.
    return undefined;
  }
}
