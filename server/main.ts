import 'reflect-metadata';
import { readEnvironment } from './environment.ts';
import { startProblem } from './startProblem.ts';
import type { RunningServer } from './startServer.ts';

async function start(): Promise<RunningServer> {
  let settings: ReturnType<typeof readEnvironment> = {};
  try {
    settings = readEnvironment(process.env);
    // Nest's classes are decorated as they load. A bundle in several files keeps no other order among them than this one.
    const { startServer } = await import('./startServer.ts');
    return await startServer(settings);
  } catch (error) {
    console.error(`Patchbay cannot start. ${startProblem(error, settings)}`);
    process.exit(1);
  }
}

const server = await start();
console.log(`Patchbay is ready at ${server.url}`);
if (server.controlPort !== undefined) console.log(`Message patterns are answered on 127.0.0.1:${server.controlPort}`);

let ending = false;
async function end(code: number): Promise<void> {
  // Asked twice means at once. The runners and brokers see that we are gone and end by themselves.
  if (ending) process.exit(1);
  ending = true;
  await server.close();
  process.exit(code);
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void end(0));

/** The last rim. One forgotten promise of one session is no reason to end those of all others. */
process.on('unhandledRejection', (reason) => console.error('A promise was forgotten:', reason));
process.on('uncaughtException', (error) => {
  console.error('Patchbay has to stop:', error);
  void end(1);
});
