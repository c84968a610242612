/**
 * npm start: builds when the build is stale, then runs the server until it ends or is told to.
 * The server is a process of its own, so that neither the build tools nor their memory stay with it.
 */
import { spawn } from 'node:child_process';
import { stop as stopEsbuild } from 'esbuild';
import { buildIfStale } from './lib/build.ts';
import { onEnd, passOn } from './lib/lifetime.ts';
import { at } from './lib/paths.ts';

if (await buildIfStale()) console.log('Built into dist/');
await stopEsbuild();

const server = spawn(process.execPath, [at('dist/server/main.js')], { stdio: 'inherit' });
onEnd((signal) => passOn(signal, server));
server.once('exit', (code, signal) => {
  if (signal === null) process.exit(code ?? 1);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
