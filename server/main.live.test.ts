import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pingPong } from '#shared/examples/pingPong.ts';
import { apartFlow } from './testing/apartFlow.ts';
import { runProgram } from './testing/program.ts';

/** The program itself, as `npm start` runs it. */

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
  await using program = await runProgram({ PORT: '0' });
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
  await using program = await runProgram({ PORT: '0' });
  const { child, line, ended } = program;
  const url = line.slice(line.indexOf('http'));
  const open = (body: object): Promise<Response> =>
    fetch(`${url}/api/sessions`, { method: 'POST', body: JSON.stringify(body) });
  const without = childrenOf(child.pid ?? 0).length;
  await Promise.all([open({ example: 'fan-out' }), open({ flow: apartFlow })]);
  const children = childrenOf(child.pid ?? 0);
  // Two runners, one of them warm before; a broker; the process that one service has of its own.
  expect(children.length).toBeGreaterThanOrEqual(without + 3);
  child.kill('SIGKILL');
  await ended;
  await expect.poll(() => children.filter(isAlive), { timeout: 20_000 }).toEqual([]);
});

test('says what keeps it from starting, and what to type', async () => {
  await using first = await runProgram({ PORT: '0' });
  const port = /:(\d+)$/.exec(first.line)?.[1] ?? '';
  await using second = await runProgram({ PORT: port });
  expect([second.line, await second.ended]).toEqual([
    `Patchbay cannot start. Port ${port} is taken. Type: PORT=${Number(port) + 1} npm start`,
    [1, null],
  ]);
  await using door = await runProgram({ PORT: '0', CONTROL_PORT: port });
  expect([door.line, await door.ended]).toEqual([
    `Patchbay cannot start. Port ${port} is taken. Type: CONTROL_PORT=${Number(port) + 1} npm start`,
    [1, null],
  ]);
  await using third = await runProgram({ PORT: 'three' });
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
