import { afterEach, describe, expect, test } from 'vitest';
import { everyTransport } from '#shared/examples/everyTransport.ts';
import { messageTransports } from '#shared/flow/switch/targets.ts';
import { startTestServer, type TestServer } from '../testing/testServer.ts';
import { Playground } from './playground.ts';

/** One request through every transport: one answer, one trace, and each hop below the one that sent it. */

const labels = Object.values(messageTransports).map(({ label }) => label);

let server: TestServer | undefined;
afterEach(() => server?.close());

describe.each([
  { brokers: 'the brokers of this machine, else built-in ones', mode: 'auto' },
  { brokers: 'built-in brokers', mode: 'built-in' },
])('over $brokers', ({ mode }) => {
  test('the way goes through all of them, and back', async () => {
    server = await startTestServer({ brokerEnv: { ...process.env, PATCHBAY_BROKERS: mode } });
    await using playground = await Playground.open(server, { flow: everyTransport });
    const { status, body, traceId } = await playground.session.drive('you');
    expect({ status, body }).toEqual({ status: 200, body: ['HTTP', ...labels] });

    const events = await playground.eventsUntil(
      (all) => all.filter(({ type }) => type === 'replied').length > labels.length,
    );
    const received = events.flatMap((event) => ('traceId' in event && event.type === 'received' ? [event] : []));
    expect(received.map((event) => [event.service, event.traceId])).toEqual(
      ['gateway', ...Object.keys(messageTransports).map((transport) => `by-${transport}`)].map((service) => [
        service,
        traceId,
      ]),
    );
    // What was received is the hop during whose handling the next one was sent.
    expect(received.slice(1).map(({ parentId }) => parentId)).toEqual(received.slice(0, -1).map(({ hopId }) => hopId));
  });
});
