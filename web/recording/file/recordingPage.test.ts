import { expect, test } from 'vitest';
import { emptyFlow } from '#shared/flow/flow.ts';
import type { Recording } from '#shared/recording/recording.ts';
import { asScriptText, recordingPage } from './recordingPage.ts';

const template =
  '<title>Patchbay recording</title><body><script type="application/json" id="patchbay-recording">null</script></body>';
const recording: Recording = {
  patchbayRecording: 1,
  madeBy: 'patchbay 0.1.0',
  startedAtUs: 1,
  endedAtUs: 2,
  seed: 'dice',
  isFromStart: true,
  flow: { ...emptyFlow(), name: '</title><script>alert("$& $1")</script>' },
  faults: [],
  acts: [],
  events: [],
  missed: 0,
  payloads: [{ seq: 1, data: '</script><!-- \u2028 \u2029 $& $` <img src=x onerror=alert(1)>' }],
};

test('whatever texts are in a recording, its page holds them as data and as nothing else', () => {
  const page = recordingPage(template, recording);
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page.match(/<\/script>/g)).toHaveLength(1);
  expect(page).not.toContain('<img');
  expect(page).not.toMatch(/[\u2028\u2029]/);
  expect(page).toContain('<title>&lt;/title&gt;&lt;script&gt;');
  const [, data = ''] = /id="patchbay-recording">(.*)<\/script>/s.exec(page) ?? [];
  expect(JSON.parse(data)).toEqual(recording);
  expect(asScriptText('a & b')).toBe('"a & b"');
});

test('a page that has no place for a recording is refused', () => {
  expect(() => recordingPage('<p>something else</p>', recording)).toThrow('build Patchbay anew');
});
