import { afterAll, beforeAll, expect, test } from 'vitest';
import { pingPong } from '#shared/examples/pingPong.ts';
import type { CommandResults } from '#shared/protocol.ts';
import { parseRecording, type Recording } from '#shared/recording/recording.ts';
import { stimuliOf } from '#shared/recording/stimuli.ts';
import { startTestServer, type TestServer } from '../../testing/testServer.ts';
import type { TestSession } from '../../testing/testSession.ts';

/** What a session remembers, as a recording. */

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ relayLimits: { maxEvents: 400 } });
});
afterAll(async () => server.close());

const read = async (session: TestSession, of: 'taken' | 'past'): Promise<Recording> =>
  (await session.rest.ok<CommandResults['readRecording']>('GET', session.path(`/recording?of=${of}`))).recording;
const mute = { kind: 'never_reply', target: { handler: 'pong.ping' } };

test('a recording holds what was sent, what was changed and what was broken, and nothing of before', async () => {
  const session = await server.openSession({ flow: pingPong });
  using page = await session.join();
  await session.send('pong', { cmd: 'ping' }, { text: 'before' });
  await session.edit([{ edit: 'renameFlow', name: 'Renamed before' }]);
  await session.rest.ok('POST', session.path('/recording/start'));
  expect(page.view?.recording).toEqual({ startedAtUs: expect.any(Number) });
  const sent = await session.send('pong', { cmd: 'ping' }, { text: 'x'.repeat(20_000) });
  await session.edit([{ edit: 'renameFlow', name: 'Renamed' }]);
  await session.putFault('mute', mute);
  await session.mend('mute');
  await session.service('pong', 'kill');
  await session.rest.ok('POST', session.path('/recording/stop'));
  await session.edit([{ edit: 'renameFlow', name: 'Renamed after' }]);

  const recording = await read(session, 'taken');
  expect(parseRecording(structuredClone(recording))).toEqual({ ok: true, value: recording });
  expect(recording).toMatchObject({ patchbayRecording: 1, isFromStart: false, missed: 0, faults: [] });
  expect(recording.flow.name).toBe('Renamed before');
  expect(recording.acts.map(({ atUs: _atUs, ...act }) => act)).toEqual([
    { act: 'edit', edits: [{ edit: 'renameFlow', name: 'Renamed' }] },
    { act: 'putFault', fault: { id: 'mute', leg: 'both', rate: 1, ...mute } },
    { act: 'mendFault', fault: 'mute' },
    { act: 'actOnService', service: 'pong', action: 'kill' },
  ]);
  expect(stimuliOf(recording)).toEqual([
    {
      number: 1,
      atUs: expect.any(Number),
      lastUs: expect.any(Number),
      traceId: sent.traceId,
      from: 'person',
      wire: 'pong',
      kind: 'request',
      pattern: { cmd: 'ping' },
      data: { text: 'x'.repeat(20_000) },
    },
  ]);
  expect(page.view?.recording).toMatchObject({ ended: 'told', endedAtUs: recording.endedAtUs });
  // The link of a session is its secret.
  expect(JSON.stringify(recording)).not.toContain(session.id);
});

test('what has just happened can be kept without anybody having pressed record', async () => {
  const session = await server.openSession({ flow: pingPong, seed: 'dice' });
  await session.putFault('mute', { ...mute, count: 1 });
  const driven = await session.drive('you');
  const recording = await read(session, 'past');
  expect(recording).toMatchObject({ seed: 'dice', isFromStart: true, faults: [] });
  expect(recording.acts.map(({ act }) => act)).toContain('putFault');
  expect(stimuliOf(recording).map(({ traceId }) => traceId)).toEqual([driven.traceId]);
  expect(await session.rest.get(session.path('/recording'))).toMatchObject({ status: 404 });
});

test('what is forgotten of the past becomes how it stood when the recording begins', async () => {
  const session = await server.openSession({ flow: pingPong });
  await session.edit([{ edit: 'renameFlow', name: 'Long ago' }]);
  for (let count = 0; count < 60; count += 1) await session.drive('you');
  const recording = await read(session, 'past');
  expect(recording).toMatchObject({ isFromStart: false, acts: [] });
  expect(recording.flow.name).toBe('Long ago');
  expect(recording.events.length).toBeGreaterThan(100);
  expect(recording.events.every(({ atUs }) => atUs >= recording.startedAtUs)).toBe(true);
});
