/**
 * npm run dev: one command, three things that watch. Ctrl-C ends them all.
 *
 *   browser ──▶ Vite on PORT (3000): the page, reloaded as it changes
 *                 └─ /api, /socket.io, … ──▶ the server on PORT + 1, restarted by tsx as it changes
 *                                              └─ forks dist/runner, which is built again as it changes
 */
import { once } from 'node:events';
import { watch } from 'node:fs';
import { createServer } from 'vite';
import { buildBrokers, buildRunner } from './lib/bundles.ts';
import { onEnd, passOn } from './lib/lifetime.ts';
import { at } from './lib/paths.ts';
import { start } from './lib/run.ts';

const port = Number(process.env['PORT'] ?? 3000);
const backendPort = port + 1;
process.env['PATCHBAY_BACKEND'] = `http://127.0.0.1:${backendPort}`;

await Promise.all([buildRunner(), buildBrokers()]);

// A new runner restarts the server too: the warm runner that it keeps is an old one.
const built = ['runner', 'broker-redis', 'broker-nats', 'broker-rmq', 'broker-mqtt', 'broker-kafka'].map((name) =>
  at('dist', name, 'main.js'),
);
const watched = built.flatMap((file) => ['--include', file]);
const server = start('tsx', ['watch', '--clear-screen=false', ...watched, 'server/main.ts'], {
  env: { PORT: String(backendPort) },
});

const page = await createServer({ configFile: at('vite.config.ts'), server: { port, strictPort: true } });
await page.listen();
page.printUrls();

let rebuild: NodeJS.Timeout | undefined;
const bundled = ['shared', 'server/runner', 'server/brokers'].map((folder) =>
  watch(at(folder), { recursive: true }, () => {
    // Editors save a file in several steps.
    clearTimeout(rebuild);
    rebuild = setTimeout(() => {
      Promise.all([buildRunner(), buildBrokers()]).catch(() => {
        // esbuild has printed what is wrong and where; the next save tries again.
      });
    }, 100);
  }),
);

let ending = false;
async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  clearTimeout(rebuild);
  for (const watcher of bundled) watcher.close();
  if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
  await page.close();
  process.exit();
}
server.once('exit', () => void end());
onEnd((signal) => {
  if (!ending) passOn(signal, server);
  void end();
});
