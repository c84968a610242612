import { expect, it } from 'vitest';
import { faultSchema, isMessageFault, type MessageFault } from '#shared/faults/fault.ts';
import { HopLedger } from '../../trace/hopLedger.ts';
import { createTracer } from '../../trace/tracer.ts';
import { HeldBoard } from '../hold/heldBoard.ts';
import { Mending } from '../mending.ts';
import { MessageLane } from './messageLane.ts';

const fault = (settings: Record<string, unknown>): MessageFault => {
  const parsed = faultSchema.parse({ id: 'f', target: { wire: 'math' }, ...settings });
  if (!isMessageFault(parsed)) throw new Error('no message fault');
  return parsed;
};

function setUp(acting: MessageFault) {
  const tracer = createTracer({ onBatch: () => undefined });
  const ledger = new HopLedger();
  const nothing = (): void => undefined;
  const board = new HeldBoard({ tracer, ledger, isOn: () => true, onLetGo: nothing, onChange: nothing });
  const active = {
    fault: acting,
    target: { on: 'wire', wire: 'math' } as const,
    route: undefined,
    random: () => 0,
    match: undefined,
    value: undefined,
    mending: new Mending(),
  };
  const lane = new MessageLane({
    leg: 'request',
    name: 'math 0',
    faults: () => [active],
    hit: () => true,
    board,
    report: nothing,
    reportLost: nothing,
  });
  const passed: number[] = [];
  const lost: number[] = [];
  const pass = (n: number): void => {
    const hop = ledger.begin({ pattern: 'sum', kind: 'request', place: {} });
    lane.pass({ hop, scope: { data: n }, go: () => passed.push(n), lose: () => lost.push(n) });
  };
  return { lane, pass, passed, lost };
}

const numbers = Array.from({ length: 40 }, (_, n) => n);

it('hits the same share of messages when each comes over a connection of its own', () => {
  const half = fault({ kind: 'drop', rate: 0.5, leg: 'request' });
  const [one, many] = [setUp(half), setUp(half)];
  for (const n of numbers) {
    one.pass(n);
    many.pass(n);
    many.lane.lose();
  }
  expect(many.passed).toEqual(one.passed);
  expect(many.passed.length).toBeGreaterThan(0);
  expect(many.passed.length).toBeLessThan(numbers.length);
});

it('loses what it holds with the connection, and holds what comes over the next one', () => {
  const { lane, pass, passed, lost } = setUp(fault({ kind: 'delay_message', delayMs: 600_000, leg: 'request' }));
  pass(1);
  lane.lose();
  pass(2);
  expect([passed, lost]).toEqual([[], [1]]);
  lane.lose();
  expect([passed, lost]).toEqual([[], [1, 2]]);
});
