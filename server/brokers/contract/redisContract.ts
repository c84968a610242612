// What every Redis that a session can get must do alike. A difference is a bug of the built-in one, or a line in lacks.ts.
import { afterAll, beforeAll, describe } from 'vitest';
import type { BrokerHandle } from '../brokerHandle.ts';
import { commandContract } from './commandContract.ts';
import { killContract } from './killContract.ts';
import { pauseContract } from './pauseContract.ts';
import { pubsubContract } from './pubsubContract.ts';

export function redisContract(start: () => Promise<BrokerHandle>): void {
  let running: BrokerHandle | undefined;
  const broker = (): BrokerHandle => {
    if (running === undefined) throw new Error('The broker was not started.');
    return running;
  };

  beforeAll(async () => {
    running = await start();
  });

  afterAll(() => running?.close());

  describe('pub/sub', () => pubsubContract(broker));
  describe('commands', () => commandContract(broker));
  describe('kill and restart', () => killContract(broker));
  describe.skipIf(process.platform === 'win32')('pause', () => pauseContract(broker));
}
