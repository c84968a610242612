import { beforeEach, expect, test } from 'vitest';
import type { HeldMessage } from '#shared/held.ts';
import { takeHeld, useHeld, type Held } from './heldStore.ts';
import { isHeldAt } from './heldPlace.ts';
import { callerText, heldNews, sinceText } from './heldWords.ts';

const told = (id: string, more: Partial<HeldMessage> = {}): HeldMessage => ({
  id,
  fault: 'stop',
  traceId: 't',
  hopId: 'h',
  pattern: 'sum',
  kind: 'request',
  leg: 'request',
  service: 'shop',
  wire: 'math',
  heldMs: 0,
  caller: 'waits',
  preview: '{}',
  ...more,
});

const held = (more: Partial<HeldMessage>): Held => {
  takeHeld([told('a', more)]);
  const [one] = useHeld.getState().held;
  if (one === undefined) throw new Error('one is held');
  return one;
};

beforeEach(() => useHeld.setState({ held: [] }));

test('says how long a message is held and what its caller does meanwhile', () => {
  const one = held({ heldMs: 2000, leftMs: 3000 });
  const { since, givesUpAt = 0 } = one;
  expect([since + 4900, since + 65_000].map((now) => sinceText(one, now))).toEqual(['4 s', '1:05 min']);
  expect([givesUpAt - 12_300, givesUpAt - 2340, givesUpAt + 5].map((now) => callerText(one, now))).toEqual([
    'caller gives up in 13 s',
    'caller gives up in 2.4 s',
    'caller gives up in 0.0 s',
  ]);
  expect(callerText(held({ caller: 'gaveUp' }), 0)).toBe('caller gave up');
  expect(callerText(held({ caller: 'nobody' }), 0)).toBe('nobody waits for an event');
});

test('the same message told again keeps its clock, and is the same object while nothing about it changes', () => {
  const first = held({ heldMs: 100, leftMs: 5000 });
  takeHeld([told('a', { heldMs: 180, leftMs: 4930 })]);
  expect(useHeld.getState().held[0]).toBe(first);
  takeHeld([told('a', { heldMs: 300, caller: 'gaveUp' })]);
  expect(useHeld.getState().held[0]).toEqual({ ...first, caller: 'gaveUp', givesUpAt: undefined });
});

test('news is what came and went, and how many are left', () => {
  expect(heldNews([], ['a'])).toBe('1 message stopped at a breakpoint. 1 message held.');
  expect(heldNews(['a', 'b'], ['b'])).toBe('1 message went on. 1 message held.');
  expect(heldNews(['a', 'b'], [])).toBe('No message is held any more.');
  expect(heldNews(['a', 'b'], ['b', 'a'])).toBeUndefined();
});

test('a message is held at one place of the canvas', () => {
  const places = [
    { wire: 'math' },
    { service: 'shop', handler: undefined },
    { service: 'math', handler: 'sum' },
    { service: 'math', handler: undefined },
  ];
  const at = (one: Held): boolean[] => places.map((place) => isHeldAt(one, place));
  expect(at(held({}))).toEqual([true, false, false, false]);
  const listener = held({ service: 'math', listener: 'tcp', handler: 'sum' });
  const { wire: _wire, ...atHandler } = listener;
  expect(at(atHandler)).toEqual([false, false, true, false]);
  const { handler: _handler, ...unanswered } = atHandler;
  expect(at(unanswered)).toEqual([false, false, false, true]);
});
