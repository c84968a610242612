import { expect, test } from 'vitest';
import type { HopEvent, HopEventType } from '#shared/trace.ts';
import { Choreographer, legMs } from './choreographer.ts';

let seq = 0;
function event(type: HopEventType, hopId: string, more: Partial<HopEvent> = {}): HopEvent {
  seq += 1;
  return { seq, atUs: seq * 100, type, traceId: 't', hopId, pattern: 'p', kind: 'request', ...more };
}
const direct = () => new Choreographer(() => undefined);
const shapes = (stage: Choreographer) => stage.moving().map(({ line, shape, from }) => [line, shape, from]);

test('a request travels there, its reply travels back, one after the other', () => {
  const stage = direct();
  stage.take([
    event('sent', 'a', { wire: 'w' }),
    event('received', 'a', { service: 's' }),
    event('replied', 'a', { service: 's' }),
  ]);
  expect(shapes(stage)).toEqual([['wire:w', 'request', 0]]);
  stage.advance(legMs + 1);
  expect(shapes(stage)).toEqual([['wire:w', 'reply', 1]]);
  stage.advance(legMs);
  expect(stage.isIdle).toBe(true);
});

test('what a handler sends is shown when its own message has arrived', () => {
  const stage = direct();
  stage.take([event('sent', 'a', { wire: 'w' }), event('sent', 'b', { wire: 'v', parentId: 'a' })]);
  expect(shapes(stage)).toEqual([['wire:w', 'request', 0]]);
  stage.advance(legMs + 1);
  expect(shapes(stage)).toEqual([['wire:v', 'request', 0]]);
});

test('an event over a broker reaches all subscribers at the same time', () => {
  const stage = new Choreographer(() => 'redis');
  const kind = { kind: 'event' as const };
  stage.take([
    event('sent', 'a', { wire: 'w', ...kind }),
    event('received', 'a', { service: 'x', listener: 'l', ...kind }),
    event('received', 'a', { service: 'y', listener: 'l', ...kind }),
  ]);
  stage.advance(legMs + 1);
  expect(shapes(stage)).toEqual([
    ['hears:redis:x', 'event', 0],
    ['hears:redis:y', 'event', 0],
  ]);
});

test('a call that timed out leaves a ghost, and its error goes back to the caller', () => {
  const stage = direct();
  stage.take([event('sent', 'a', { wire: 'w' }), event('timedOut', 'a'), event('failed', 'a')]);
  stage.advance(legMs + 1);
  expect(shapes(stage).map(([, shape]) => shape)).toEqual(['ghost', 'error']);
});

test('what somebody outside sends straight to a service comes from outside, and the reply goes back there', () => {
  const stage = direct();
  stage.take([event('received', 'a', { service: 's' }), event('replied', 'a', { service: 's' })]);
  expect(shapes(stage)).toEqual([['outside:s', 'request', 0]]);
  stage.advance(legMs + 1);
  expect(shapes(stage)).toEqual([['outside:s', 'reply', 1]]);
  stage.advance(legMs);
  expect(stage.isIdle).toBe(true);
});

test('what arrives of a message whose way is no longer shown has not come from outside', () => {
  const stage = direct();
  stage.take([event('sent', 'a', { wire: 'w' })]);
  stage.clear();
  stage.traffic.pass([event('sent', 'b', { wire: 'w' })]);
  stage.take([event('received', 'a', { service: 's' }), event('received', 'b', { service: 's' })]);
  expect(shapes(stage)).toEqual([]);
});

test('many messages a second from outside are a stream, those over a wire are none from outside', () => {
  const stage = direct();
  const many = Array.from({ length: 60 }, (_, index) => {
    const traceId = index.toString(16).padStart(32, '0');
    return [
      event('received', `o${index}`, { service: 'shop', traceId: `f${traceId.slice(1)}` }),
      event('sent', `m${index}`, { wire: 'w', traceId }),
      event('received', `m${index}`, { service: 's', traceId }),
    ];
  }).flat();
  stage.take(many);
  expect(stage.traffic.streams.streams(many.at(-1)?.atUs ?? 0)).toEqual([
    { line: 'outside:shop', perSecond: 60 },
    { line: 'wire:w', perSecond: 60 },
  ]);
});

test('what somebody outside sends to a broker comes from the broker', () => {
  const stage = new Choreographer(() => 'redis');
  stage.take([event('received', 'a', { service: 's', listener: 'l', kind: 'event' })]);
  expect(shapes(stage)).toEqual([['hears:redis:s', 'event', 0]]);
});

test('of many messages a second on one wire some whole traces are dots, and every error', () => {
  const stage = direct();
  const many = Array.from({ length: 60 }, (_, index) =>
    event('sent', `m${index}`, { wire: 'w', traceId: index.toString(16).padStart(32, '0') }),
  );
  stage.take(many);
  const before = stage.moving().length;
  expect(before).toBeLessThanOrEqual(46);
  stage.take([event('replied', 'm59', { service: 's', error: 'no', traceId: (59).toString(16).padStart(32, '0') })]);
  expect(stage.moving().length).toBe(before + 1);
  stage.advance(legMs + 1);
  expect(shapes(stage)).toContainEqual(['wire:w', 'error', 1]);
  expect(stage.traffic.streams.streams(many.at(-1)?.atUs ?? 0)).toEqual([{ line: 'wire:w', perSecond: 60 }]);
});

test('of a call with attempts only these travel, and the caller goes on after the last', () => {
  const stage = direct();
  stage.take([
    event('called', 'call', { wire: 'w', attempts: 2 }),
    event('called', 'a1', { wire: 'w', parentId: 'call', attempt: 1 }),
    event('sent', 'a1', { wire: 'w', parentId: 'call', attempt: 1 }),
    event('replied', 'a1', { service: 's', error: 'no' }),
    event('failed', 'a1', { wire: 'w', parentId: 'call', error: 'no' }),
    event('failed', 'call', { wire: 'w', error: 'no' }),
  ]);
  expect(shapes(stage)).toEqual([['wire:w', 'request', 0]]);
  stage.advance(legMs + 1);
  expect(shapes(stage)).toEqual([['wire:w', 'error', 1]]);
  stage.advance(legMs);
  expect(stage.isIdle).toBe(true);
});

test('what a policy refused never sets out', () => {
  const stage = direct();
  stage.take([
    event('called', 'a', { wire: 'w' }),
    event('rejected', 'a', { wire: 'w', policy: 'breaker' }),
    event('failed', 'a', { wire: 'w', error: 'open' }),
  ]);
  expect(shapes(stage)).toEqual([['wire:w', 'error', 0.08]]);
});

test('what nobody subscribed to stays where it did not set out, and a caller that only gives up leaves nothing', () => {
  const stage = direct();
  stage.take([event('called', 'a', { wire: 'w' }), event('cancelled', 'a', { wire: 'w', note: 'Nobody subscribed.' })]);
  expect(shapes(stage)).toEqual([['wire:w', 'lost', 0.08]]);
  const other = direct();
  other.take([event('called', 'b', { wire: 'w' }), event('cancelled', 'b', { wire: 'w' })]);
  expect(shapes(other)).toEqual([]);
});

test('one by one, each message waits until the one before has arrived, and causes go first', () => {
  const stage = direct();
  stage.oneByOne = true;
  stage.take([
    event('sent', 'a', { wire: 'w' }),
    event('sent', 'x', { wire: 'other' }),
    event('sent', 'b', { wire: 'v', parentId: 'a' }),
  ]);
  stage.advance(1);
  expect(shapes(stage)).toEqual([['wire:w', 'request', 0]]);
  stage.take([event('replied', 'a', { service: 's' })]);
  const seen: string[] = [];
  for (let step = 0; step < 20 && !stage.isIdle; step += 1) {
    seen.push(
      stage
        .moving()
        .map(({ line, shape }) => `${shape} ${line}`)
        .join(' and '),
    );
    stage.advance(stage.nextStepMs());
    stage.advance(1);
  }
  expect(seen).toEqual(['request wire:w', 'request wire:other', 'request wire:v', 'reply wire:w']);
});

test('one by one a step is one message, all the way', () => {
  const stage = direct();
  stage.oneByOne = true;
  stage.take([event('sent', 'a', { wire: 'w' }), event('sent', 'b', { wire: 'v' })]);
  expect(stage.nextStepMs()).toBe(legMs + 1);
  stage.advance(legMs / 2);
  expect([stage.moving().length, stage.nextStepMs()]).toEqual([1, legMs / 2 + 1]);
  stage.advance(legMs);
  expect([stage.isIdle, stage.nextStepMs()]).toEqual([false, legMs + 1]);
  stage.oneByOne = false;
  stage.advance(10 * legMs);
  expect(stage.isIdle).toBe(true);
});
