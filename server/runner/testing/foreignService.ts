import 'reflect-metadata';
import { Controller } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClientTCP, MessagePattern, Payload, ServerTCP } from '@nestjs/microservices';
import type { Server } from 'node:net';
import { firstValueFrom } from 'rxjs';
import type { Pattern } from '#shared/flow/pattern.ts';

class Foreign {
  echo(data: unknown): unknown {
    return { echoed: data };
  }
}
Payload()(Foreign.prototype, 'echo', 0);
const echo = Object.getOwnPropertyDescriptor(Foreign.prototype, 'echo');
if (echo !== undefined) MessagePattern('echo')(Foreign.prototype, 'echo', echo);
Controller()(Foreign);

/** Nest wants a class to hang the controllers on. */
// oxlint-disable-next-line typescript/no-extraneous-class
class ForeignModule {}

export interface ForeignService extends AsyncDisposable {
  port: number;
  /** One `send` with a plain ClientTCP. */
  ask: (port: number, pattern: Pattern, data: unknown) => Promise<unknown>;
}

/** A developer's own Nest application, which knows nothing of us. */
export async function startForeignService(): Promise<ForeignService> {
  const strategy = new ServerTCP({ host: '127.0.0.1', port: 0 });
  const root = { module: ForeignModule, controllers: [Foreign] };
  const app = await NestFactory.createMicroservice(root, { strategy, logger: false, abortOnError: false });
  await app.listen();
  const address = strategy.unwrap<Server>().address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    ask: async (port, pattern, data) => {
      const client = new ClientTCP({ host: '127.0.0.1', port });
      try {
        return await firstValueFrom<unknown>(client.send(pattern, data));
      } finally {
        client.close();
      }
    },
    [Symbol.asyncDispose]: () => app.close(),
  };
}
