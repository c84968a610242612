import { expect, it } from 'vitest';
import type { HopContext } from './context.ts';
import { HopLedger } from './hopLedger.ts';

const begin = (ledger: HopLedger, parent?: HopContext): HopContext =>
  ledger.begin({ pattern: 'x', kind: 'request', place: {} }, parent);

it('links a hop to the message that caused it', () => {
  const ledger = new HopLedger();
  const first = begin(ledger);
  const second = begin(ledger, first);
  expect(second).toEqual({
    traceId: first.traceId,
    hopId: second.hopId,
    parentId: first.hopId,
    pattern: 'x',
    kind: 'request',
    place: {},
  });
});

it('refuses the 65th message in a row, and no sooner', () => {
  const ledger = new HopLedger();
  let hop = begin(ledger);
  for (let depth = 2; depth <= 64; depth += 1) hop = begin(ledger, hop);
  expect(ledger.refusal(hop)).toBeUndefined();
  expect(ledger.refusal(begin(ledger, hop))?.message).toContain('number 65 in a row');
});

it('takes the attempts of a call for the same message: as deep as it, and only the later ones count as more', () => {
  const ledger = new HopLedger();
  const attemptOf = (call: HopContext, attempt: number): HopContext =>
    ledger.begin({ pattern: 'x', kind: 'request', place: {}, attempt }, call);
  let hop = begin(ledger);
  for (let depth = 2; depth <= 64; depth += 1) hop = begin(ledger, attemptOf(hop, 1));
  expect(ledger.refusal(attemptOf(hop, 2))).toBeUndefined();
  expect(ledger.refusal(begin(ledger, attemptOf(hop, 1)))?.message).toContain('number 65 in a row');
  const many = new HopLedger();
  const first = begin(many);
  for (let count = 1; count <= 10_000; count += 1) many.begin({ ...first, attempt: count }, first);
  expect(many.refusal(first)).toBeUndefined();
  expect(many.refusal(many.begin({ ...first, attempt: 10_001 }, first))?.message).toContain('more than 10000 others');
});

it('refuses a trace that breeds without end', () => {
  const ledger = new HopLedger();
  const first = begin(ledger);
  for (let count = 0; count < 9999; count += 1) begin(ledger, first);
  expect(ledger.refusal(first)).toBeUndefined();
  expect(ledger.refusal(begin(ledger, first))?.message).toContain('more than 10000 others');
});

it('tells the caller which faults acted on the other side of the same hop', () => {
  const ledger = new HopLedger();
  const caller = begin(ledger);
  const callee = { ...caller };
  ledger.addFault(callee, 'slow');
  ledger.refresh(caller);
  expect([caller.faults, callee.faults]).toEqual([['slow'], ['slow']]);
});

it('carries faults down to what a message causes, and up when that fails', () => {
  const ledger = new HopLedger();
  const parent = begin(ledger);
  ledger.addFault(parent, 'first');
  const child = begin(ledger, parent);
  expect(child.faults).toEqual(['first']);
  const seen = parent.faults;
  ledger.addFault(child, 'second');
  ledger.passUp(child, parent);
  expect(parent.faults).toEqual(['first', 'second']);
  // An event that was made before must not learn of it afterwards.
  expect(seen).toEqual(['first']);
});
