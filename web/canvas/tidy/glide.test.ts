import { expect, test } from 'vitest';
import { onTheWay } from './glide.ts';

const node = (x: number, isDragged = false) => ({
  id: 'services:a',
  position: { x, y: 0 },
  data: {},
  dragging: isDragged,
});
const from = new Map([['services:a', { x: 0, y: 0 }]]);

test('a box glides from where it stood to where it stands, slower towards the end', () => {
  const xs = [0, 0.5, 1].map((share) => onTheWay(node(800), { from, share }).position.x);
  expect(xs).toEqual([0, 700, 800]);
});

test('what stays, what is new and what somebody has taken hold of is not moved', () => {
  const glide = { from, share: 0.5 };
  for (const still of [node(0), { ...node(800), id: 'services:new' }, node(800, true)]) {
    expect(onTheWay(still, glide)).toBe(still);
  }
});
