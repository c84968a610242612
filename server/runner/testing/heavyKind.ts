import { startRealBroker } from './realBroker.ts';
import type { BrokerKind, TestBroker } from './testBroker.ts';

/** PATCHBAY_REAL_KILLS=10 takes its time. With fewer than 3 one connection that leaks with each would not be told from one that comes and goes. */
const kills = Number(process.env['PATCHBAY_REAL_KILLS'] ?? 3);

export interface HeavyKind {
  name: string;
  transport: 'rmq' | 'kafka';
  /** Why it is missing and what to type, or undefined when it is there. */
  missing: string | undefined;
}

/** Takes seconds to start, so all tests of a file share one, and each has names of its own there. */
export function heavyKind({ name, transport, missing }: HeavyKind): BrokerKind {
  let running: ReturnType<typeof startRealBroker> | undefined;
  let tests = 0;
  const lend = async (): Promise<TestBroker> => {
    const broker = await (running ??= startRealBroker(transport));
    const prefix = `test${(tests += 1)}.`;
    let isDown = false;
    const start = async (): Promise<void> => {
      if (isDown) await broker.start();
      isDown = false;
    };
    return {
      port: broker.port,
      address: { ...broker.address, prefix },
      named: (text) => prefix + text,
      kill: async () => {
        isDown = true;
        await broker.kill();
      },
      start,
      [Symbol.asyncDispose]: start,
    };
  };
  return {
    name: missing === undefined ? name : `${name} (${missing})`,
    isMissing: missing !== undefined,
    isHeavy: true,
    kills,
    start: lend,
    end: async () => {
      const ending = await running;
      running = undefined;
      await ending?.[Symbol.asyncDispose]();
    },
  };
}
