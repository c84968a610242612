import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Controller, Module } from '@nestjs/common';
import { ClientTCP, MessagePattern, Payload, Transport } from '@nestjs/microservices';

class MathController {
  sum(data: { a: number }): number {
    return data.a;
  }
}
const method = Object.getOwnPropertyDescriptor(MathController.prototype, 'sum') ?? {};
MessagePattern({ cmd: 'sum' })(MathController.prototype, 'sum', method);
Payload()(MathController.prototype, 'sum', 0);
Controller()(MathController);

class MathModule {
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

/** A NestJS service over TCP that gives back what it is asked, and a client of it: nothing of ours in between. */
export async function startBare(): Promise<BareNest> {
  const app = await NestFactory.createMicroservice(MathModule, {
    transport: Transport.TCP,
    options: { host: '127.0.0.1', port: 0 },
    logger: false,
    abortOnError: false,
  });
  await app.listen();
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
