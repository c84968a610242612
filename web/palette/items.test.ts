import { expect, test } from 'vitest';
import { checkFlow } from '#shared/flow/checkFlow.ts';
import { applyEdits } from '#shared/flow/edits.ts';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';
import { freePlace } from './freePlace.ts';
import { paletteItems } from './items.ts';

const at = { x: 100, y: 100 };

function withItem(flow: Flow, id: string): Flow {
  const item = paletteItems.find((candidate) => candidate.id === id);
  const applied = applyEdits(flow, item?.create(flow, at).edits ?? []);
  if (!applied.ok) throw new Error(applied.problem.message);
  return applied.value;
}

const services = paletteItems.filter(({ group }) => group === 'Services').map(({ id }) => id);

test.each(services)('a new %s runs at once: nothing is wrong with it', (id) => {
  const flow = withItem(emptyFlow(), id);
  expect(checkFlow(flow)).toEqual([]);
  expect(Object.values(flow.services).every(({ handlers }) => Object.keys(handlers).length > 0)).toBe(true);
});

test.each(paletteItems.map(({ id }) => id))('a second %s has a name of its own', (id) => {
  const flow = withItem(withItem(emptyFlow(), id), id);
  const named = [flow.services, flow.brokers, flow.drivers, flow.externals].flatMap((items) => Object.values(items));
  const names = named.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(checkFlow(flow).filter(({ code }) => code === 'nameClash')).toEqual([]);
});

test('a driver asks the gateway that is there, with a route that it has', () => {
  const flow = withItem(withItem(emptyFlow(), 'http-service'), 'driver');
  expect(checkFlow(flow)).toEqual([]);
});

test('what is placed by key covers nothing that is there', () => {
  let flow = emptyFlow();
  const places: { x: number; y: number }[] = [];
  for (let count = 0; count < 20; count += 1) {
    const place = freePlace(flow, at);
    for (const other of places) {
      expect(Math.abs(other.x - place.x) >= 250 || Math.abs(other.y - place.y) >= 120).toBe(true);
    }
    places.push(place);
    const value = { name: `s${count}`, position: place, replicas: 1, listeners: {}, handlers: {} };
    flow = { ...flow, services: { ...flow.services, [`s${count}`]: value } };
  }
});

test.each(['redis', 'nats', 'kafka', 'mqtt'])(
  'the broker that a %s service brings along covers nothing',
  (transport) => {
    const before = withItem(emptyFlow(), 'http-service');
    const place = freePlace(before, at);
    const item = paletteItems.find(({ id }) => id === `${transport}-service`);
    const applied = applyEdits(before, item?.create(before, place).edits ?? []);
    if (!applied.ok) throw new Error(applied.problem.message);
    const { services, brokers } = applied.value;
    const boxes = [...Object.values(services), ...Object.values(brokers)].map(({ position }) => position);
    expect(boxes).toHaveLength(3);
    for (const [index, { x, y }] of boxes.entries()) {
      for (const other of boxes.slice(index + 1)) {
        expect(Math.abs(other.x - x) >= 250 || Math.abs(other.y - y) >= 120).toBe(true);
      }
    }
  },
);
