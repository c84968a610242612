// What every RabbitMQ that a session can get must do alike, asked by amqplib itself.
import { afterAll, beforeAll } from 'vitest';
import type { BrokerHandle } from '../brokerHandle.ts';
import { amqpErrorContract } from './amqpErrorContract.ts';
import { amqpKillContract } from './amqpKillContract.ts';
import { amqpQueueContract } from './amqpQueueContract.ts';
import { amqpRoutingContract } from './amqpRoutingContract.ts';

export function amqpContract(start: () => Promise<BrokerHandle>, { kills }: { kills: number }): void {
  let running: BrokerHandle | undefined;
  const broker = (): BrokerHandle => {
    if (running === undefined) throw new Error('The broker was not started.');
    return running;
  };

  beforeAll(async () => {
    running = await start();
  }, 120_000);

  afterAll(() => running?.close());

  amqpRoutingContract(broker);
  amqpQueueContract(broker);
  amqpErrorContract(broker);
  amqpKillContract(broker, kills);
}
