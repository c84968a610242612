import { expect, it } from 'vitest';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';
import type { Step } from '#shared/steps/step.ts';
import { stepsIn, stepsText } from './stepClip.ts';

const steps: Step[] = [
  { do: 'when', condition: 'data.ok', then: [{ do: 'send', wire: 'ab', pattern: { cmd: 'sum' }, as: 'sum' }] },
];
const flow: Flow = {
  ...emptyFlow(),
  wires: {
    ab: { name: 'MATH', from: 'a', to: 'b' },
    cb: { name: 'SUMS', from: 'c', to: 'b' },
    dz: { name: 'MATH', from: 'd', to: 'z' },
  },
};
const asking = (wire: string): object => ({
  ok: true,
  steps: [{ do: 'when', condition: 'data.ok', then: [{ do: 'send', wire, pattern: { cmd: 'sum' }, as: 'sum' }] }],
});

it('steps come back as they were in their own service', () => {
  expect(stepsIn(stepsText(flow, steps), flow, 'a')).toEqual(asking('ab'));
});

it('in another service they ask its wire to the same box, else the one of the same name, else the old one', () => {
  const text = stepsText(flow, steps);
  expect([stepsIn(text, flow, 'c'), stepsIn(text, flow, 'd'), stepsIn(text, flow, 'e')]).toEqual([
    asking('cb'),
    asking('dz'),
    asking('ab'),
  ]);
});

it('a bare list and a single step do as well', () => {
  const [step] = steps;
  expect([stepsIn(JSON.stringify(steps), flow, 'a'), stepsIn(JSON.stringify(step), flow, 'a')]).toEqual([
    asking('ab'),
    asking('ab'),
  ]);
});

it.each([
  ['words', 'There are no steps on the clipboard'],
  ['{"version":1,"name":"x"}', 'That is no list of steps: steps:'],
  ['[{"do":"fly"}]', 'That is no list of steps: steps.0.do'],
  ['{"steps":[{"do":"log","value":"1","__proto__":1}]}', '__proto__'],
  [`[${'['.repeat(100)}${']'.repeat(100)}]`, 'nested deeper'],
])('%s is refused with a reason', (text, why) => {
  expect(stepsIn(text, flow, 'a')).toEqual({ ok: false, why: expect.stringContaining(why) });
});
