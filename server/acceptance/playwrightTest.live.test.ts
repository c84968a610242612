import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pingPong } from '#shared/examples/pingPong.ts';
import type { CommandResults } from '#shared/protocol.ts';
import { playwrightTest } from '#shared/recording/playwright/playwrightTest.ts';
import { projectRoot } from '../paths.ts';
import { startTestServer, type TestServer } from '../testing/testServer.ts';

/** What a recording is exported as, run by Playwright itself against a real Patchbay. */

let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await startTestServer();
  folder = await mkdtemp(join(tmpdir(), 'patchbay-playwright-'));
  await symlink(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await writeFile(join(folder, 'playwright.config.ts'), "export default { testDir: '.', reporter: 'line' };\n");
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

async function runTest(name: string, text: string): Promise<{ code: unknown; output: string }> {
  const at = join(folder, name);
  await mkdir(at);
  await writeFile(join(at, 'recorded.spec.ts'), text);
  const cli = join(projectRoot, 'node_modules/@playwright/test/cli.js');
  const env = { ...process.env, PATCHBAY_URL: server.url };
  const child = spawn(process.execPath, [cli, 'test', `${name}/`], { cwd: folder, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const [code] = (await once(child, 'close')) as [unknown];
  return { code, output };
}

test('a recording that is exported as a Playwright test passes, and fails when an answer is another', async () => {
  const session = await server.openSession({ flow: pingPong });
  await session.drive('you');
  await session.putFault('out', { kind: 'throw_rpc', message: "out of 'ink'", target: { handler: 'pong.ping' } });
  await Promise.all([session.send('pong', { cmd: 'ping' }, { text: 'a' }), session.drive('you')]);
  await session.mend('out');
  await session.edit([{ edit: 'set', part: 'wires', id: 'pong', field: 'name', value: 'PING' }]);
  await session.emit('pong', 'nobody_hears', { id: 1 });
  await session.send('pong', { cmd: 'ping' }, { text: '`${1}` \\ "b"\n\u2028' });
  const path = session.path('/recording?of=past');
  const { recording } = await session.rest.ok<CommandResults['readRecording']>('GET', path);
  await session.close();

  const text = playwrightTest(recording);
  expect(await runTest('same', text)).toMatchObject({ code: 0, output: expect.stringContaining('1 passed') });
  const other = text.replace("youSaid: 'hello'", "youSaid: 'goodbye'");
  expect(other).not.toBe(text);
  const failed = await runTest('other', other);
  expect(failed).toMatchObject({ code: 1, output: expect.stringContaining('goodbye') });
  expect(server.running.sessions.all).toEqual([]);
});
