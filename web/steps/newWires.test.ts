import { describe, expect, it } from 'vitest';
import { orderSaga } from '#shared/examples/orderSaga.ts';
import { applyEdits } from '#shared/flow/edits.ts';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';
import { knownPatterns, wantedPatterns } from './knownPatterns.ts';
import { answeredAt, answeredBy, newWires } from './newWires.ts';

const position = { x: 0, y: 0 };

/** `a` (http) has a wire to `b` (tcp); `c` listens on redis, and nobody leads there yet. */
const flow: Flow = {
  ...emptyFlow(),
  services: {
    a: {
      name: 'gateway',
      position,
      replicas: 1,
      listeners: { web: { transport: 'http' } },
      handlers: {
        go: {
          on: { http: 'GET /go' },
          steps: [
            { do: 'send', wire: 'ab', pattern: { cmd: 'wanted' } },
            { do: 'send', wire: 'ab', pattern: { cmd: 'sum' } },
          ],
        },
      },
    },
    b: {
      name: 'math',
      position,
      replicas: 1,
      listeners: { tcp: { transport: 'tcp' } },
      handlers: { sum: { on: { message: { cmd: 'sum' } }, steps: [] } },
    },
    c: {
      name: 'mails',
      position,
      replicas: 1,
      listeners: { events: { transport: 'redis', broker: 'r' } },
      handlers: { made: { on: { event: 'made' }, steps: [] } },
    },
  },
  brokers: { r: { name: 'redis', transport: 'redis', position } },
  wires: { ab: { name: 'MATH', from: 'a', to: 'b' } },
};

describe('wires that could be drawn', () => {
  it('lead to every box that is not connected yet, through its broker where it listens there', () => {
    expect(newWires(flow, 'a').map(({ box, label, to }) => [box, label, to])).toEqual([
      ['c', 'mails over redis', 'r'],
      ['r', 'redis', 'r'],
    ]);
    expect(newWires(flow, 'b').map(({ box }) => box)).toEqual(['c', 'r']);
  });

  it('are there once their edits are made', () => {
    const [wire] = newWires(flow, 'a');
    const applied = applyEdits(flow, wire?.edits ?? []);
    expect(applied.ok && applied.value.wires[wire?.wire ?? '']).toMatchObject({ from: 'a', to: 'r' });
  });

  it('say what is answered at their end', () => {
    expect([answeredAt(flow, 'r', 'event'), answeredBy(flow, 'c', 'event'), answeredBy(flow, 'b', 'request')]).toEqual([
      ['made'],
      ['made'],
      [{ cmd: 'sum' }],
    ]);
  });
});

describe('patterns', () => {
  it('are known when somebody answers or asks them', () => {
    expect([knownPatterns(flow, 'request'), knownPatterns(flow, 'event')]).toEqual([
      ["{ cmd: 'sum' }", "{ cmd: 'wanted' }"],
      ['made'],
    ]);
  });

  it('are wanted of a service when they are sent to it and it does not answer them', () => {
    expect([wantedPatterns(flow, 'b', 'request'), wantedPatterns(flow, 'c', 'event')]).toEqual([
      ["{ cmd: 'wanted' }"],
      [],
    ]);
    expect(wantedPatterns(orderSaga, 'orders', 'request')).toEqual([]);
  });
});
