import { execFile, spawn } from 'node:child_process';
import { once, type EventEmitter } from 'node:events';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { at } from '../scripts/lib/paths.ts';
import { freePort } from '../server/brokers/freePort.ts';

/** 5 needs Node 22. */
const nodeRed = 'node-red@4';

/** Installs Node-RED beside the other things that benches make, once. @returns its script */
export async function installedNodeRed(): Promise<string> {
  const dir = at('node_modules/.cache/bench/node-red');
  const script = join(dir, 'node_modules/node-red/red.js');
  const isThere = await access(script).then(
    () => true,
    () => false,
  );
  if (!isThere) await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', '--prefix', dir, nodeRed]);
  return script;
}

/** Node-RED with these nodes, running. */
export async function startNodeRed(nodes: readonly object[]): Promise<AsyncDisposable & { url: string }> {
  const script = await installedNodeRed();
  const dir = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
  await writeFile(join(dir, 'flows.json'), JSON.stringify(nodes));
  const port = await freePort();
  const child = spawn(process.execPath, [script, '--userDir', dir, '--port', String(port), 'flows.json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  child.stdout.setEncoding('utf8');
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`Node-RED did not start: ${said}`)));
    child.stdout.on('data', (text: string) => {
      said += text;
      if (said.includes('Started flows')) resolve();
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await ended;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

interface WebSocketLike extends EventEmitter {
  send(text: string): void;
  terminate(): void;
}

/** Its editor's channel, to which debug nodes tell what they get: somebody looks on, as with a page of ours. */
export async function watchDebug(url: string): Promise<Disposable> {
  // Of its own packages: we need none for this.
  const WebSocket = createRequire(await installedNodeRed())('ws') as new (url: string) => WebSocketLike;
  const editor = new WebSocket(`${url.replace('http', 'ws')}/comms`);
  await once(editor, 'open');
  editor.send('{"subscribe":"debug"}');
  return { [Symbol.dispose]: () => editor.terminate() };
}
