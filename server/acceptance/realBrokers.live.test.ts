import { expect, test } from 'vitest';
import { everyTransport } from '#shared/examples/everyTransport.ts';
import { messageTransports } from '#shared/flow/switch/targets.ts';
import { plainEnv } from '../brokers/contract/brokersUnderTest.ts';
import { hasRealKafka, howToGetKafka, startRealKafka } from '../brokers/contract/realKafka.ts';
import { findBinary } from '../brokers/findBinary.ts';
import { startTestServer } from '../testing/testServer.ts';
import { Playground } from './playground.ts';

const programs = ['redis-server', 'nats-server', 'rabbitmq-server', 'mosquitto'];
const found = await Promise.all(programs.map((program) => findBinary([program], plainEnv)));
const missing = programs.filter((_program, index) => found[index] === undefined);
const howToGet =
  missing.length > 0
    ? ` (${missing.join(', ')} not found, so skipped; type: apt-get install ${missing.join(' ')})`
    : hasRealKafka
      ? ''
      : howToGetKafka;

test.skipIf(howToGet !== '')(
  `over real brokers alone, RabbitMQ and Apache Kafka among them, one request goes through every transport and back${howToGet}`,
  { timeout: 180_000 },
  async () => {
    const kafka = await startRealKafka();
    try {
      const brokerEnv = { ...plainEnv, PATCHBAY_BROKERS: 'real', KAFKA_BROKERS: `127.0.0.1:${kafka.port}` };
      await using server = await startTestServer({ brokerEnv });
      await using playground = await Playground.open(server, { flow: everyTransport });
      const { status, body, traceId } = await playground.session.drive('you');
      const labels = Object.values(messageTransports).map(({ label }) => label);
      expect({ status, body }).toEqual({ status: 200, body: ['HTTP', ...labels] });
      const events = await playground.eventsUntil(
        (all) => all.filter(({ type }) => type === 'replied').length > labels.length,
      );
      const received = events.flatMap((event) => ('traceId' in event && event.type === 'received' ? [event] : []));
      expect(received.map((event) => event.traceId)).toEqual(Array.from({ length: labels.length + 1 }, () => traceId));
      const { brokers } = await playground.session.read();
      const sources = Object.values(brokers).map(({ source }) => source);
      expect(new Set(sources)).toEqual(new Set(['private', 'configured']));
    } finally {
      await kafka.close();
    }
  },
);
