import { startBareService } from './bareNest.ts';

/** A process of its own, as a runner is: it has started two bare NestJS services, waits, then starts as many as it is told, one by one. */

const rehearsed = [await startBareService(), await startBareService()];
for (const app of rehearsed) await app.close();

process.on('message', (services: number) => {
  void start(services).then((ms) => process.send?.(ms));
});
process.send?.('ready');

async function start(services: number): Promise<number> {
  const startMs = performance.now();
  for (let count = 0; count < services; count += 1) await startBareService();
  return performance.now() - startMs;
}
