import { expect, test } from 'vitest';
import { applyEdits } from '#shared/flow/edits.ts';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';
import { firstUses, isUsed } from './firstUse.ts';

const position = { x: 0, y: 0 };
const flow: Flow = {
  ...emptyFlow(),
  services: {
    gateway: {
      name: 'gateway',
      position,
      replicas: 1,
      listeners: { web: { transport: 'http' } },
      handlers: {
        hello: { on: { http: 'GET /hello' }, steps: [{ do: 'reply', value: "{ hello: 'world' }" }] },
        audit: {
          on: { http: 'POST /audit' },
          steps: [
            { do: 'log', value: 'body' },
            { do: 'reply', value: 'body.id' },
          ],
        },
      },
    },
    math: {
      name: 'math',
      position,
      replicas: 1,
      listeners: { tcp: { transport: 'tcp' } },
      handlers: { sum: { on: { message: { cmd: 'sum' } }, steps: [{ do: 'reply', value: '6' }] } },
    },
    mails: {
      name: 'mails',
      position,
      replicas: 1,
      listeners: { mqtt: { transport: 'mqtt', broker: 'mqtt' } },
      handlers: {
        any: { on: { event: 'sensors/+/reading' }, steps: [] },
        sent: { on: { event: 'sent' }, steps: [] },
      },
    },
  },
  brokers: { mqtt: { name: 'mqtt', transport: 'mqtt', position } },
  wires: {
    math: { name: 'MATH', from: 'gateway', to: 'math' },
    events: { name: 'EVENTS', from: 'gateway', to: 'mqtt' },
  },
};

const after = (wire: string, index: number): unknown => {
  const result = applyEdits(flow, firstUses(flow, wire)[index]?.edits ?? []);
  return result.ok
    ? Object.values(result.value.services['gateway']?.handlers ?? {}).map(({ steps }) => steps)
    : result.problem;
};

test('a wire that was just drawn is offered in every handler of its service', () => {
  expect(firstUses(flow, 'math').map(({ words }) => words)).toEqual([
    "Ask { cmd: 'sum' } in GET /hello",
    "Ask { cmd: 'sum' } in POST /audit",
  ]);
});

test('a handler that only replies passes on the answer', () => {
  expect(after('math', 0)).toEqual([
    [
      { do: 'send', wire: 'math', pattern: { cmd: 'sum' }, data: 'query', as: 'answer' },
      { do: 'reply', value: 'answer' },
    ],
    [
      { do: 'log', value: 'body' },
      { do: 'reply', value: 'body.id' },
    ],
  ]);
});

test('a handler that does more keeps it, and asks before it replies', () => {
  expect(after('math', 1)).toEqual([
    [{ do: 'reply', value: "{ hello: 'world' }" }],
    [
      { do: 'log', value: 'body' },
      { do: 'send', wire: 'math', pattern: { cmd: 'sum' }, data: 'body', as: 'answer' },
      { do: 'reply', value: 'body.id' },
    ],
  ]);
});

test('over a broker an event is emitted that somebody hears, and no pattern with wildcards', () => {
  expect(firstUses(flow, 'events').map(({ words }) => words)).toEqual([
    'Emit sent in GET /hello',
    'Emit sent in POST /audit',
  ]);
  expect(after('events', 0)).toEqual([
    [
      { do: 'emit', wire: 'events', pattern: 'sent', data: 'query' },
      { do: 'reply', value: "{ hello: 'world' }" },
    ],
    [
      { do: 'log', value: 'body' },
      { do: 'reply', value: 'body.id' },
    ],
  ]);
});

test('a wire that a step asks over is in use', () => {
  expect(isUsed(flow, 'math')).toBe(false);
  const result = applyEdits(flow, firstUses(flow, 'math')[0]?.edits ?? []);
  expect(result.ok && isUsed(result.value, 'math')).toBe(true);
});
