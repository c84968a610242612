import fc from 'fast-check';
import { expect, test } from 'vitest';
import { examples } from '#shared/examples/index.ts';
import { connectionsOf } from './connections.ts';
import { layoutLines } from './layoutLines.ts';
import { lineLength, makeLine, overlaps, pointAt, type Rect } from './line.ts';
import { placeLabels } from './placeLabels.ts';

const point = fc.record({ x: fc.integer({ min: -2000, max: 2000 }), y: fc.integer({ min: -2000, max: 2000 }) });

test('a dot begins at the start, ends at the end, and moves evenly by length', () => {
  fc.assert(
    fc.property(point, point, (start, end) => {
      const line = makeLine(start, end);
      expect(pointAt(line, 0)).toEqual(start);
      expect(pointAt(line, 1).x).toBeCloseTo(end.x, 6);
      expect(pointAt(line, 1).y).toBeCloseTo(end.y, 6);
      const [a, b] = [pointAt(line, 0.4), pointAt(line, 0.5)];
      expect(Math.hypot(b.x - a.x, b.y - a.y)).toBeLessThanOrEqual(lineLength(line) * 0.105);
    }),
  );
});

test('every line of every example leaves its box on the right and ends at the left of another', () => {
  for (const { flow } of examples) {
    const placed = { ...flow.services, ...flow.brokers, ...flow.drivers, ...flow.registries };
    const boxes = new Map<string, Rect>(
      Object.entries(placed).map(([id, { position }]) => [id, { ...position, width: 230, height: 120 }]),
    );
    const connections = connectionsOf(flow);
    const lines = layoutLines(connections, boxes);
    expect([...lines.keys()]).toEqual(connections.map(({ id }) => id));
    for (const { id, from, to } of connections) {
      expect(lines.get(id)?.start.x).toBe((boxes.get(from)?.x ?? 0) + 230);
      expect(lines.get(id)?.end.x).toBe(boxes.get(to)?.x);
    }
  }
});

test('no label covers a box or another label, however the boxes stand', () => {
  const rect = fc.record({ x: fc.nat(900), y: fc.nat(600), width: fc.constant(200), height: fc.constant(110) });
  fc.assert(
    fc.property(fc.array(rect, { minLength: 2, maxLength: 5 }), (boxes) => {
      const [first, second] = boxes;
      if (first === undefined || second === undefined) return;
      const line = makeLine({ x: first.x + 200, y: first.y + 55 }, { x: second.x, y: second.y + 55 });
      const labels = ['a', 'b'].map((id) => ({ id, line, width: 90, height: 20 }));
      const { placed } = placeLabels(labels, new Map(boxes.map((box, index) => [`box${index}`, box])));
      const places = [...placed.values()].map(({ place: { x, y } }) => ({
        x: x - 45,
        y: y - 10,
        width: 90,
        height: 20,
      }));
      for (const place of places) expect(boxes.some((box) => overlaps(box, place))).toBe(false);
      expect(places[0] !== undefined && places[1] !== undefined && overlaps(places[0], places[1])).toBe(false);
    }),
  );
});

test('while a box moves, lines and labels that it does not concern stay the same objects', () => {
  const box = (x: number, y: number): Rect => ({ x, y, width: 100, height: 60 });
  const connections = [
    { id: 'wire:v', kind: 'wire' as const, from: 'a', to: 'b', dashed: false },
    { id: 'wire:w', kind: 'wire' as const, from: 'c', to: 'd', dashed: false },
  ];
  const boxes = new Map(Object.entries({ a: box(0, 0), b: box(400, 0), c: box(0, 400), d: box(400, 400) }));
  const labelsOn = (lines: ReturnType<typeof layoutLines>) =>
    [...lines].map(([id, line]) => ({ id, line, width: 80, height: 20 }));
  const lines = layoutLines(connections, boxes);
  const labels = placeLabels(labelsOn(lines), boxes);
  const moved = new Map(boxes).set('b', box(500, 60));
  const after = layoutLines(connections, moved, lines);
  const labelsAfter = placeLabels(labelsOn(after), moved, labels);
  expect(after.get('wire:w')).toBe(lines.get('wire:w'));
  expect(labelsAfter.placed.get('wire:w')).toBe(labels.placed.get('wire:w'));
  expect(after.get('wire:v')).not.toEqual(lines.get('wire:v'));
  // A box that is dragged onto a label pushes it away.
  const onto = new Map(moved).set('a', box(220, 390));
  const pushed = placeLabels(labelsOn(after), onto, labelsAfter).placed.get('wire:w');
  expect(pushed?.place).not.toEqual(labels.placed.get('wire:w')?.place);
});

test('a label for which there is no free place waits for one, and takes it when a box goes or another label does', () => {
  const line = makeLine({ x: 100, y: 100 }, { x: 300, y: 100 });
  const label = { id: 'l', line, width: 80, height: 20 };
  const wall: Rect = { x: -200, y: -400, width: 900, height: 1000 };
  const other: Rect = { x: 2000, y: 0, width: 100, height: 60 };
  const walled = new Map([
    ['wall', wall],
    ['other', other],
  ]);
  const crowded = placeLabels([label], walled);
  expect(crowded.placed.get('l')?.isCrowded).toBe(true);
  // What happens elsewhere does not concern it.
  const elsewhere = placeLabels([label], new Map(walled).set('other', { ...other, x: 2500 }), crowded);
  expect(elsewhere.placed.get('l')).toBe(crowded.placed.get('l'));
  const free = placeLabels([label], new Map([['other', other]]), elsewhere);
  expect(free.placed.get('l')).toEqual({ label, place: { x: 200, y: 100 }, isCrowded: false });
  // The same with a label in the way.
  const large = { ...label, id: 'large', width: 900, height: 1000 };
  const beside = placeLabels([large, label], new Map());
  expect(beside.placed.get('l')?.isCrowded).toBe(true);
  const alone = placeLabels([label], new Map(), beside);
  expect(alone.placed.get('l')?.isCrowded).toBe(false);
});
