import 'reflect-metadata';
import type { INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Controller, Module } from '@nestjs/common';
import { ClientRedis, ClientTCP, EventPattern, MessagePattern, Payload, Transport } from '@nestjs/microservices';

class MathController {
  sum(data: { a: number }): number {
    return data.a;
  }
  noted(): void {
    // As our handler without steps.
  }
}
const methodOf = (name: 'sum' | 'noted'): PropertyDescriptor =>
  Object.getOwnPropertyDescriptor(MathController.prototype, name) ?? {};
MessagePattern({ cmd: 'sum' })(MathController.prototype, 'sum', methodOf('sum'));
Payload()(MathController.prototype, 'sum', 0);
EventPattern('noted')(MathController.prototype, 'noted', methodOf('noted'));
Controller()(MathController);

export class MathModule {
  readonly name = 'math';
}
Module({ controllers: [MathController] })(MathModule);

export interface BareNest {
  /** Where the service listens. */
  port: number;
  client: ClientTCP;
  /** One more client of it, by another way. */
  connect: (port: number) => Promise<ClientTCP>;
  close: () => Promise<void>;
}

/** A NestJS service over TCP that gives back what it is asked. */
export async function startBareService(): Promise<INestMicroservice> {
  const app = await NestFactory.createMicroservice(MathModule, {
    transport: Transport.TCP,
    options: { host: '127.0.0.1', port: 0 },
    logger: false,
    abortOnError: false,
  });
  await app.listen();
  return app;
}

/** Such a service and a client of it: nothing of ours in between. */
export async function startBare(): Promise<BareNest> {
  const app = await startBareService();
  const { port } = app.unwrap<{ address: () => { port: number } }>().address();
  const clients: ClientTCP[] = [];
  const connect = async (to: number): Promise<ClientTCP> => {
    const client = new ClientTCP({ host: '127.0.0.1', port: to });
    clients.push(client);
    await client.connect();
    return client;
  };
  return {
    port,
    client: await connect(port),
    connect,
    close: async () => {
      for (const client of clients) client.close();
      await app.close();
    },
  };
}

/** The same over Redis. */
export async function startBareRedis(port: number): Promise<{ client: ClientRedis; close: () => Promise<void> }> {
  const options = { host: '127.0.0.1', port };
  const app = await NestFactory.createMicroservice(MathModule, {
    transport: Transport.REDIS,
    options,
    logger: false,
    abortOnError: false,
  });
  await app.listen();
  const client = new ClientRedis(options);
  await client.connect();
  return {
    client,
    close: async () => {
      await client.close();
      await app.close();
    },
  };
}
