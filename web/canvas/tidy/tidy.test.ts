import { createRequire } from 'node:module';
import type { ELK } from 'elkjs/lib/elk-api.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { examples } from '#shared/examples/index.ts';
import { orderSaga } from '#shared/examples/orderSaga.ts';
import { applyEdits } from '#shared/flow/edits.ts';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';
import { invertEdits } from '#shared/flow/invert.ts';
import type { BoxId } from '../boxIds.ts';
import { connectionsOf } from '../geometry/connections.ts';
import { overlaps, type Rect } from '../geometry/line.ts';
import { membersOf } from '../groups/members.ts';
import { placedRects, type Placed } from '../groups/rects.ts';
import { tidyEdits } from './tidyEdits.ts';
import { tidyGraph } from './tidyGraph.ts';

// The same layout as in the page's worker, in this process.
const Elk = createRequire(import.meta.url)('elkjs/lib/elk.bundled.js') as new () => ELK;
const elk = new Elk();

/** Sizes as uneven as real boxes are. */
function sizesOf(flow: Flow): Map<string, Rect> {
  const boxes = { ...flow.services, ...flow.brokers, ...flow.drivers, ...flow.externals };
  return new Map(
    Object.entries(boxes).map(([id, { position }], index) => [
      id,
      { ...position, width: 210 + (index % 4) * 13, height: 83 + (index % 5) * 29 },
    ]),
  );
}

interface Tidied {
  flow: Flow;
  placed: Map<string, Placed>;
  before: Map<string, Placed>;
  edits: ReturnType<typeof tidyEdits>;
}

async function tidied(flow: Flow, boxes?: readonly BoxId[]): Promise<Tidied> {
  const before = placedRects(flow, sizesOf(flow));
  const asked = tidyGraph({ flow, placed: before, labels: new Map() }, boxes);
  const edits = tidyEdits(asked, await elk.layout(structuredClone(asked.graph)), before);
  const applied = applyEdits(flow, edits);
  if (!applied.ok) throw new Error(applied.problem.message);
  return { flow: applied.value, placed: placedRects(applied.value, sizesOf(flow)), before, edits };
}

const boxesOf = (placed: ReadonlyMap<string, Placed>): Placed[] =>
  [...placed.values()].filter(({ box }) => box.part !== 'groups');

function covered(placed: ReadonlyMap<string, Placed>): string[] {
  const boxes = boxesOf(placed);
  return boxes.flatMap((one, index) =>
    boxes
      .slice(index + 1)
      .flatMap((other) => (overlaps(one.rect, other.rect) ? [`${one.box.id} ${other.box.id}`] : [])),
  );
}

const offGrid = (placed: ReadonlyMap<string, Placed>): string[] =>
  [...placed.values()].flatMap(({ box, rect }) => (rect.x % 10 === 0 && rect.y % 10 === 0 ? [] : [box.id]));

const grouped: Flow = {
  ...orderSaga,
  groups: {
    money: { title: 'Money', colour: 'green', position: { x: 0, y: 0 }, size: { width: 100, height: 100 } },
    all: { title: 'All', colour: 'gray', position: { x: 0, y: 0 }, size: { width: 100, height: 100 } },
  },
};

/** The saga with a group around payments and inventory, and one around that and orders. */
function groupedSaga(): Flow {
  const { services } = orderSaga;
  const place = (id: string, x: number, y: number) => {
    const service = services[id];
    return service === undefined ? {} : { [id]: { ...service, position: { x, y } } };
  };
  return {
    ...grouped,
    services: {
      ...services,
      ...place('orders', 40, 700),
      ...place('payments', 440, 700),
      ...place('inventory', 440, 1000),
    },
    groups: {
      money: { title: 'Money', colour: 'green', position: { x: 400, y: 660 }, size: { width: 350, height: 600 } },
      all: { title: 'All', colour: 'gray', position: { x: 0, y: 620 }, size: { width: 800, height: 700 } },
    },
  };
}

test.each(examples.map(({ id, flow }) => [id, flow] as const))(
  '%s: tidied, no box covers another, all stand on the grid, and drivers come first',
  async (_id, flow) => {
    const { placed, flow: after } = await tidied(flow);
    expect([covered(placed), offGrid(placed)]).toEqual([[], []]);
    const x = (id: string): number => placed.get(id)?.rect.x ?? Number.NaN;
    for (const [driver, { to }] of Object.entries(after.drivers)) {
      expect(x(`drivers:${driver}`)).toBeLessThan(x(`services:${to}`));
    }
    const leftmost = Math.min(...Object.keys(after.services).map((id) => x(`services:${id}`)));
    for (const driver of Object.keys(after.drivers)) expect(x(`drivers:${driver}`)).toBeLessThan(leftmost);
  },
);

test('wires lead from left to right where nothing runs in a circle', async () => {
  const chain: Flow = {
    ...emptyFlow(),
    services: Object.fromEntries(
      ['d', 'b', 'a', 'c'].map((name, index) => [
        name,
        { name, position: { x: 0, y: index * 10 }, replicas: 1, listeners: {}, handlers: {} },
      ]),
    ),
    wires: Object.fromEntries(
      ['ab', 'bc', 'cd', 'ad'].map((id) => [id, { name: id, from: id.charAt(0), to: id.charAt(1) }]),
    ),
  };
  const { placed } = await tidied(chain);
  const order = [...placed.values()].toSorted((a, b) => a.rect.x - b.rect.x).map(({ box }) => box.id);
  expect(order).toEqual(['a', 'b', 'c', 'd']);
});

test('what stands in a group stays in it, and nothing else comes in', async () => {
  const flow = groupedSaga();
  const { placed, before } = await tidied(flow);
  expect([covered(placed), offGrid(placed)]).toEqual([[], []]);
  for (const id of ['money', 'all']) {
    const members = (all: ReadonlyMap<string, Placed>) =>
      membersOf({ part: 'groups', id }, all)
        .map(({ box }) => `${box.part} ${box.id}`)
        .toSorted();
    expect(members(placed)).toEqual(members(before));
    // Whole, not only with their middles.
    const area = placed.get(`groups:${id}`)?.rect;
    for (const { rect } of membersOf({ part: 'groups', id }, placed)) {
      expect(rect.x >= (area?.x ?? 0) && rect.x + rect.width <= (area?.x ?? 0) + (area?.width ?? 0)).toBe(true);
    }
  }
});

test('a note stays beside the box that it lies near, and covers nothing', async () => {
  const flow: Flow = {
    ...orderSaga,
    notes: {
      above: {
        text: 'x',
        position: {
          x: orderSaga.services['orders']?.position.x ?? 0,
          y: (orderSaga.services['orders']?.position.y ?? 0) - 70,
        },
        size: { width: 300, height: 60 },
      },
      loose: { text: 'y', position: { x: -2000, y: -2000 }, size: { width: 200, height: 90 } },
    },
  };
  const { placed } = await tidied(flow);
  expect(covered(placed)).toEqual([]);
  const [note, orders] = [placed.get('notes:above')?.rect, placed.get('services:orders')?.rect];
  expect([note?.x, (note?.y ?? 0) + 80]).toEqual([orders?.x, orders?.y]);
});

test('what is not connected stands in rows, not in one long column', async () => {
  const notes = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [
      `n${index}`,
      { text: '', position: { x: 5000, y: index * 400 }, size: { width: 200, height: 80 } },
    ]),
  );
  const { placed } = await tidied({ ...orderSaga, notes });
  const rects = [...placed.values()].map(({ rect }) => rect);
  const width = Math.max(...rects.map(({ x, width }) => x + width)) - Math.min(...rects.map(({ x }) => x));
  const height = Math.max(...rects.map(({ y, height }) => y + height)) - Math.min(...rects.map(({ y }) => y));
  expect(covered(placed)).toEqual([]);
  expect(height).toBeLessThan(width);
});

test('tidying is one list, taken back as one, and tidying again changes nothing', async () => {
  const once = await tidied(orderSaga);
  expect(applyEdits(once.flow, invertEdits(orderSaga, once.edits))).toEqual({ ok: true, value: orderSaga });
  expect((await tidied(once.flow)).edits).toEqual([]);
});

test('a part that is tidied leaves the rest where it is, and covers none of it', async () => {
  const flow = groupedSaga();
  const boxes: BoxId[] = ['gateway', 'users', 'notifications'].map((id) => ({ part: 'services', id }));
  const { edits, placed } = await tidied(flow, boxes);
  const chosen = new Set(boxes.map(({ id }) => id));
  expect(edits.every((edit) => 'id' in edit && chosen.has(edit.id))).toBe(true);
  expect(covered(placed).filter((pair) => pair.split(' ').some((id) => chosen.has(id)))).toEqual([]);
});

test('a group grows with what is tidied within it', async () => {
  const flow = groupedSaga();
  const { placed } = await tidied(flow, [
    { part: 'services', id: 'orders' },
    { part: 'services', id: 'payments' },
    { part: 'services', id: 'inventory' },
  ]);
  const inside = membersOf({ part: 'groups', id: 'all' }, placed).map(({ box }) => box.id);
  expect(inside).toEqual(expect.arrayContaining(['orders', 'payments', 'inventory']));
});

test('any drawing can be tidied: no box covers another, everything stands on the grid', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const;
  const end = fc.constantFrom(...names);
  const position = fc.record({ x: fc.integer({ min: -900, max: 900 }), y: fc.integer({ min: -900, max: 900 }) });
  const drawing = fc.record({
    positions: fc.array(position, { minLength: 8, maxLength: 8 }),
    wires: fc.array(fc.tuple(end, end), { maxLength: 12 }),
    groups: fc.array(fc.tuple(position, fc.integer({ min: 100, max: 1200 })), { maxLength: 3 }),
    notes: fc.array(position, { maxLength: 3 }),
    asks: end,
  });
  await fc.assert(
    fc.asyncProperty(drawing, async ({ positions, wires, groups, notes, asks }) => {
      const flow: Flow = {
        ...emptyFlow(),
        services: Object.fromEntries(
          names.map((name, index) => [
            name,
            { name, position: positions[index] ?? { x: 0, y: 0 }, replicas: 1, listeners: {}, handlers: {} },
          ]),
        ),
        wires: Object.fromEntries(wires.map(([from, to], index) => [`w${index}`, { name: 'w', from, to }])),
        drivers: { driver: { name: 'driver', position: { x: 0, y: 0 }, to: asks, request: 'GET /', perSecond: 0 } },
        notes: Object.fromEntries(
          notes.map((at, index) => [`n${index}`, { text: '', position: at, size: { width: 150, height: 70 } }]),
        ),
        groups: Object.fromEntries(
          groups.map(([at, side], index) => [
            `g${index}`,
            { title: 'g', colour: 'gray' as const, position: at, size: { width: side, height: side } },
          ]),
        ),
      };
      const { placed } = await tidied(flow);
      expect([covered(placed), offGrid(placed)]).toEqual([[], []]);
      expect(connectionsOf(flow).length).toBeGreaterThan(0);
    }),
    { numRuns: 60 },
  );
});
