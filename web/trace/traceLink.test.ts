import { expect, test } from 'vitest';
import { readTraceHash, traceHash } from './traceLink.ts';

const trace = 'a1'.repeat(16);
const hop = 'b2'.repeat(8);

test('a trace and a message have a link that leads back to them', () => {
  for (const link of [
    { trace, view: 'timeline' as const },
    { trace, hop, view: 'sequence' as const },
  ]) {
    expect(readTraceHash(traceHash(link))).toEqual(link);
  }
  expect(traceHash({ trace, hop, view: 'messages' })).toBe(`#trace=${trace}&hop=${hop}&view=messages`);
  expect(readTraceHash(`#trace=${trace}`)).toEqual({ trace, view: 'timeline' });
});

test('what is no link to a trace is passed over', () => {
  for (const hash of ['', '#', '#flow=abc', '#trace=<b>', `#trace=${trace}&hop=1`, `#trace=${trace}&view=nothing`])
    expect(readTraceHash(hash)).toBe(undefined);
});
