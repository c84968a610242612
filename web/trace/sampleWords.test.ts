import { expect, test } from 'vitest';
import { sampleWords } from './sampleWords.ts';

const whole = { oneIn: 1, oneInRemarkable: 1 };

test('when all is shown nothing is said', () => {
  expect(sampleWords(whole, 1)).toBeUndefined();
});

test('it is said how much is shown, by whatever leaves out more, and why', () => {
  const words = sampleWords(whole, 8);
  expect(words?.text).toBe('Showing 1 in 8 traces, and all with errors; counters are exact');
  expect(words?.why).toContain('the lists below have all of them');
  const behind = sampleWords({ oneIn: 16, oneInRemarkable: 1 }, 8);
  expect(behind?.text).toBe('Showing 1 in 16 traces, and all with errors; counters are exact');
  expect(behind?.why).toContain('no room for every event');
});

test('when even errors are too many it says so', () => {
  expect(sampleWords({ oneIn: 512, oneInRemarkable: 2 }, 1)?.text).toBe(
    'Showing 1 in 512 traces, and 1 in 2 with errors; counters are exact',
  );
});
