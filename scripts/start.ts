/**
 * npm start: builds when the build is stale, then runs the server until it ends or is told to.
 * The server is a process of its own, so that neither the build tools nor their memory stay with it.
 */
import { spawn } from 'node:child_process';
import { stop as stopEsbuild } from 'esbuild';
import { buildIfStale } from './lib/build.ts';
import { at } from './lib/paths.ts';

if (await buildIfStale()) console.log('Built into dist/');
await stopEsbuild();

const server = spawn(process.execPath, [at('dist/server/main.js')], { stdio: 'inherit' });
process.on('SIGTERM', () => server.kill('SIGTERM'));
process.on('SIGHUP', () => server.kill('SIGHUP'));
process.on('SIGINT', () => {
  // A terminal gives Ctrl-C to the server as well. Twice would mean "at once".
  if (!process.stdin.isTTY) server.kill('SIGINT');
});
server.once('exit', (code, signal) => {
  if (signal === null) process.exit(code ?? 1);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
