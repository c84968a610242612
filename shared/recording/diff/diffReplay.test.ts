import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Flow } from '../../flow/flow.ts';
import type { HopEvent } from '../../trace.ts';
import type { Recording } from '../recording.ts';
import type { Replay } from '../replay/replaySession.ts';
import { diffReplay } from './diffReplay.ts';

const file = join(import.meta.dirname, '../../../web/trace/recorded/fine.json');
const { flow, events } = JSON.parse(readFileSync(file, 'utf8')) as { flow: Flow; events: HopEvent[] };
const [first] = events;
if (first === undefined) throw new Error('Nothing is recorded');
const { traceId } = first;

const recordingOf = (some: HopEvent[]): Recording => ({
  patchbayRecording: 1,
  madeBy: 'patchbay 0.1.0',
  startedAtUs: first.atUs,
  endedAtUs: first.atUs,
  seed: 'dice',
  isFromStart: true,
  flow,
  faults: [],
  acts: [],
  events: some,
  missed: 0,
  payloads: [],
});
const replayOf = (stimulus: Replay['stimuli'][number]): Replay => ({
  seed: 'dice',
  flow,
  events,
  missed: 0,
  stimuli: [stimulus],
  notes: [],
});
const summary = (recording: Recording, replay: Replay): string => diffReplay(recording, replay).summary;

test('the summary says what went differently, what nobody saw the end of, and what was not sent', () => {
  const whole = recordingOf(events);
  expect(summary(whole, replayOf({ number: 1, traceId }))).toBe('The message went as then.');
  const begun = recordingOf(events.filter(({ type }) => type === 'called' || type === 'sent'));
  expect(diffReplay(begun, replayOf({ number: 1, traceId }))).toMatchObject({
    summary: '1 had not ended when the recording did.',
    stimuli: [
      { verdict: 'open', words: expect.stringMatching(/^under way when the recording ended, answered 20\d now$/) },
    ],
  });
  expect(summary(whole, replayOf({ number: 1, notSent: 'its driver is not there' }))).toBe('1 was not sent again.');
  expect(summary(recordingOf([]), replayOf({ number: 1 }))).toMatch(/^Nothing came in/);
});
