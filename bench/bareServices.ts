import { NestFactory } from '@nestjs/core';
import { Transport } from '@nestjs/microservices';
import { MathModule } from './bareNest.ts';

/** A process of its own, as a runner is: it has started two bare NestJS services, waits, then starts as many as it is told, one by one. */

async function startOne(): Promise<{ close: () => Promise<void> }> {
  const app = await NestFactory.createMicroservice(MathModule, {
    transport: Transport.TCP,
    options: { host: '127.0.0.1', port: 0 },
    logger: false,
  });
  await app.listen();
  return app;
}

const rehearsed = [await startOne(), await startOne()];
for (const app of rehearsed) await app.close();

process.on('message', (services: number) => {
  void start(services).then((ms) => process.send?.(ms));
});
process.send?.('ready');

async function start(services: number): Promise<number> {
  const startMs = performance.now();
  for (let count = 0; count < services; count += 1) await startOne();
  return performance.now() - startMs;
}
