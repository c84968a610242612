import type { Node, NodeChange } from '@xyflow/react';
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { followDrag, settleDrag, useHelperLines } from './dragUnderWay.ts';
import { helperLines } from './helperLines.ts';

const rect = (x: number, y: number) => ({ x, y, width: 100, height: 60 });

test('a box near the edge of another is pulled to it, and the line runs along both', () => {
  expect(helperLines(rect(204, 300), [rect(200, 0)], 1)).toEqual({
    position: { x: 200, y: 300 },
    lines: [200, 250, 300].map((at) => ({ axis: 'x', at, from: 0, to: 360 })),
  });
});

test('middles are met too, whatever the sizes', () => {
  const tall = { x: 400, y: 0, width: 100, height: 133 };
  expect(helperLines(rect(0, 33), [tall], 1)).toEqual({
    position: { x: 0, y: 36.5 },
    lines: [{ axis: 'y', at: 66.5, from: 0, to: 500 }],
  });
});

test('nothing near pulls nothing', () => {
  expect(helperLines(rect(0, 0), [rect(150, 100)], 1)).toEqual({ position: { x: 0, y: 0 }, lines: [] });
});

test('what is near is near on the screen: from far away more pulls, close up less', () => {
  expect(helperLines(rect(12, 500), [rect(0, 0)], 0.5).position.x).toBe(0);
  expect(helperLines(rect(4, 500), [rect(0, 0)], 2).position.x).toBe(4);
});

test('no box is ever pulled further than it takes to be in line, and every line is true', () => {
  const any = fc.record({
    x: fc.nat(500),
    y: fc.nat(500),
    width: fc.integer({ min: 1, max: 300 }),
    height: fc.integer({ min: 1, max: 300 }),
  });
  fc.assert(
    fc.property(any, fc.array(any, { maxLength: 20 }), (dragged, others) => {
      const { position, lines } = helperLines(dragged, others, 1);
      expect(Math.abs(position.x - dragged.x)).toBeLessThanOrEqual(6);
      expect(Math.abs(position.y - dragged.y)).toBeLessThanOrEqual(6);
      for (const { axis, at } of lines) {
        const [from, size] = axis === 'x' ? [position.x, dragged.width] : [position.y, dragged.height];
        expect([from, from + size / 2, from + size].some((mark) => Math.abs(mark - at) < 0.01)).toBe(true);
      }
    }),
  );
});

const node = (id: string, [x, y]: [number, number], size = { width: 100, height: 60 }): Node => ({
  id,
  position: { x, y },
  data: {},
  measured: size,
});
const view = { zoom: 1, visible: { x: -1000, y: -1000, width: 4000, height: 4000 } };
const to = (id: string, [x, y]: [number, number], dragging = true): NodeChange => ({
  type: 'position',
  id,
  position: { x, y },
  dragging,
});
const group = node('groups:g', [0, 0], { width: 400, height: 300 });
const nodes = [group, node('services:a', [20, 20]), node('services:b', [150, 120]), node('services:far', [700, 600])];

beforeEach(() => void settleDrag([]));

test('what stands in a dragged group comes along, until the drag ends', () => {
  expect(followDrag([to('groups:g', [100, 50])], nodes, view)).toEqual([
    to('groups:g', [100, 50]),
    to('services:a', [120, 70]),
    to('services:b', [250, 170]),
  ]);
  // A box that the group is dragged over does not become a member on the way.
  followDrag([to('groups:g', [600, 520])], nodes, view);
  expect(followDrag([to('groups:g', [200, 50], false)], nodes, view)).toEqual([
    to('groups:g', [200, 50], false),
    to('services:a', [220, 70], false),
    to('services:b', [350, 170], false),
  ]);
  const settled = settleDrag([{ ...group, position: { x: 200, y: 50 } }]);
  expect(settled.map(({ id, position }) => [id, position])).toEqual([
    ['groups:g', { x: 200, y: 50 }],
    ['services:a', { x: 220, y: 70 }],
    ['services:b', { x: 350, y: 170 }],
  ]);
});

test('several dragged boxes are pulled together and keep their distances', () => {
  const moves = [to('services:a', [574, 33]), to('services:b', [704, 133])];
  expect(followDrag(moves, nodes, view)).toEqual([to('services:a', [570, 33]), to('services:b', [700, 133])]);
  expect(useHelperLines.getState().lines.map(({ axis, at }) => [axis, at])).toEqual([['x', 800]]);
  const settled = settleDrag([node('services:a', [574, 33]), node('services:b', [704, 133])]);
  expect(settled.map(({ position }) => position)).toEqual([
    { x: 570, y: 33 },
    { x: 700, y: 133 },
  ]);
  expect(useHelperLines.getState().lines).toEqual([]);
});

test('what is out of sight pulls nothing, and what is no drag passes untouched', () => {
  const near = { ...view, visible: { x: 0, y: 0, width: 500, height: 500 } };
  expect(followDrag([to('services:a', [596, 33])], nodes, near)).toEqual([to('services:a', [596, 33])]);
  settleDrag([]);
  const others: NodeChange[] = [
    to('services:a', [30, 20], false),
    { type: 'select', id: 'services:b', selected: true },
  ];
  expect(followDrag(others, nodes, view)).toBe(others);
});
