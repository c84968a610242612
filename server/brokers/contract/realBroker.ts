// Holds a real broker for the tests of the runner, which imports nothing of the server's: `tsx realBroker.ts <rmq|kafka>`.
//
//   test ── fork ──▶ this ── starts, kills -9, starts again ──▶ rabbitmq-server, Kafka
//        ◀─ { port } ─
//        ── kill | start ──▶  ◀─ done ─        the channel's end ends the broker
import type { BrokerHandle } from '../brokerHandle.ts';
import { startRabbitBroker } from '../rabbitBroker.ts';
import { plainEnv } from './brokersUnderTest.ts';
import { startRealKafka } from './realKafka.ts';

const start = (): Promise<BrokerHandle> =>
  process.argv[2] === 'kafka'
    ? startRealKafka()
    : startRabbitBroker({ env: plainEnv, mode: 'real', builtInEntry: 'of no use' });

const broker = await start();
process.on('message', (word) => {
  const act = word === 'kill' ? broker.kill() : broker.restart();
  act.then(
    () => process.send?.('done'),
    (error: unknown) => process.send?.({ failed: String(error) }),
  );
});
process.once('disconnect', () => void broker.close().finally(() => process.exit()));
process.send?.({ port: broker.port });
