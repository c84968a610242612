import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Edit } from '#shared/flow/edits.ts';
import { nodeId, type BoxId } from '../boxIds.ts';
import { overlaps, type Rect } from '../geometry/line.ts';
import type { Placed } from '../groups/rects.ts';
import { aligning, distributing } from './align.ts';

const service = (id: string): BoxId => ({ part: 'services', id });
const all = (rects: Record<string, Rect>): Map<string, Placed> =>
  new Map(
    Object.entries(rects).map(([id, rect]) => {
      const box: BoxId = id.startsWith('g') ? { part: 'groups', id } : service(id);
      return [nodeId(box), { box, rect }];
    }),
  );
const three = all({
  a: { x: 0, y: 0, width: 100, height: 50 },
  b: { x: 130, y: 40, width: 200, height: 90 },
  c: { x: 400, y: 300, width: 100, height: 60 },
});
const boxes = ['a', 'b', 'c'].map(service);
const places = (edits: readonly Edit[]) =>
  Object.fromEntries(edits.map((edit) => (edit.edit === 'move' ? [edit.id, edit.position] : ['?', edit])));

test.each([
  ['left', { b: { x: 0, y: 40 }, c: { x: 0, y: 300 } }],
  ['right', { a: { x: 400, y: 0 }, b: { x: 300, y: 40 } }],
  ['centre', { a: { x: 200, y: 0 }, b: { x: 150, y: 40 }, c: { x: 200, y: 300 } }],
  ['top', { b: { x: 130, y: 0 }, c: { x: 400, y: 0 } }],
  ['bottom', { a: { x: 0, y: 310 }, b: { x: 130, y: 270 } }],
  ['middle', { a: { x: 0, y: 155 }, b: { x: 130, y: 135 }, c: { x: 400, y: 150 } }],
] as const)('aligned %s, only what is not in line moves, and only across', (how, expected) => {
  expect(places(aligning(boxes, three, how))).toEqual(expected);
});

test('distributed boxes have the same gaps, whatever their sizes; the outermost stay', () => {
  expect(places(distributing(boxes, three, 'horizontal'))).toEqual({ b: { x: 150, y: 40 } });
  expect(places(distributing(boxes, three, 'vertical'))).toEqual({ b: { x: 130, y: 130 } });
});

test('one box is in line, and two have nothing to distribute', () => {
  expect(aligning([service('a'), service('a')], three, 'right')).toEqual([]);
  expect(distributing([service('a'), service('c')], three, 'horizontal')).toEqual([]);
  expect(aligning([service('gone'), service('a')], three, 'left')).toEqual([]);
});

test('a group is one thing: what stands in it moves along, even if it is selected too', () => {
  const placed = all({
    a: { x: 0, y: 0, width: 100, height: 50 },
    g: { x: 200, y: 100, width: 300, height: 300 },
    b: { x: 220, y: 120, width: 100, height: 50 },
  });
  const chosen: BoxId[] = [service('a'), { part: 'groups', id: 'g' }, service('b')];
  expect(places(aligning(chosen, placed, 'top'))).toEqual({ g: { x: 200, y: 0 }, b: { x: 220, y: 20 } });
});

test('boxes that stand in a row do not come to overlap by being distributed', () => {
  const size = fc.integer({ min: 50, max: 300 });
  fc.assert(
    fc.property(fc.array(fc.tuple(size, fc.nat(200)), { minLength: 3, maxLength: 8 }), (row) => {
      let x = 0;
      const rects = Object.fromEntries(
        row.map(([width, gap], index) => {
          const rect = { x, y: 0, width, height: 50 };
          x += width + gap;
          return [`s${index}`, rect];
        }),
      );
      const moved = places(distributing(Object.keys(rects).map(service), all(rects), 'horizontal'));
      const after = Object.entries(rects).map(([id, rect]) => ({ ...rect, ...moved[id] }));
      for (const [index, rect] of after.entries()) {
        // Rounding to whole pixels may cost one.
        const narrower = { ...rect, x: rect.x + 1, width: rect.width - 2 };
        expect(after.slice(index + 1).some((other) => overlaps(other, narrower))).toBe(false);
      }
    }),
  );
});
