import { expect, it } from 'vitest';
import { policiesSchema, policyKinds, type Policies } from '#shared/policies/policies.ts';
import { policyLooks } from './index.ts';
import type { PolicyNews } from './look.ts';
import { policyBadges } from './policyBadges.ts';

const quiet: PolicyNews = { breaker: undefined, retry: undefined, slots: undefined, tokens: undefined, deadLetters: 0 };
/** Each switched on as one click switches it on. */
const all = Object.fromEntries(policyKinds.map((kind) => [kind, policyLooks[kind].create()])) as Policies;

it('has a look for every kind, in the order of the format, whose defaults the format takes', () => {
  expect(Object.keys(policyLooks)).toEqual(policyKinds);
  expect(policiesSchema.parse(all)).toEqual(all);
});

it('says what is set while nothing happens', () => {
  const badges = policyBadges(all, quiet);
  expect(badges.map(({ text }) => text)).toEqual([
    'FALLBACK',
    'DLQ',
    'RETRY 3',
    'BREAKER 3',
    'MAX 5',
    '10/s',
    'HEDGE 200 ms',
    '1 s',
    'KEY',
  ]);
  expect(new Set(badges.map(({ tone }) => tone))).toEqual(new Set(['plain']));
});

it('says what happens while it happens', () => {
  const news: PolicyNews = {
    breaker: { state: 'open', failures: 3, limit: 3, halfOpensInMs: 4000 },
    retry: { attempt: 2, attempts: 3, inMs: 800 },
    slots: { used: 5, waiting: 2 },
    tokens: 0,
    deadLetters: 4,
  };
  expect(policyBadges(all, news).filter(({ tone }) => tone !== 'plain')).toEqual([
    { kind: 'deadLetter', text: 'DLQ 4', tone: 'warn' },
    { kind: 'retry', text: 'RETRY 2/3', tone: 'warn' },
    { kind: 'breaker', text: 'OPEN 4 s', tone: 'bad' },
    { kind: 'bulkhead', text: '5/5 +2', tone: 'warn' },
    { kind: 'rate', text: '10/s 0/10', tone: 'warn' },
  ]);
  expect(policyLooks.retry.live?.({ attempts: 3, initialMs: 1, maxMs: 1 }, news)).toBe('Attempt 2 of 3 in 800 ms.');
  expect(policyLooks.breaker.live?.({ failures: 3, halfOpenAfterMs: 5000 }, news)).toBe(
    'Open: calls fail at once. Half-open in 4 s.',
  );
});

it('counts failures on a breaker that is still closed, and calls it half-open in its own colour', () => {
  const breaker = { state: 'closed', failures: 2, limit: 3, halfOpensInMs: undefined } as const;
  const { breaker: policy } = all;
  expect(policyBadges({ breaker: policy }, { ...quiet, breaker })).toMatchObject([
    { text: 'BREAKER 2/3', tone: 'busy' },
  ]);
  const halfOpen = { ...breaker, state: 'halfOpen' } as const;
  expect(policyBadges({ breaker: policy }, { ...quiet, breaker: halfOpen })).toMatchObject([
    { text: 'HALF-OPEN', tone: 'warn' },
  ]);
});
