import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeBeside } from './placeBeside.ts';

const page = { width: 1024, height: 768 };
const card = { width: 300, height: 190 };

test('the card stands to the right when there is room', () => {
  expect(placeBeside({ x: 100, y: 200, width: 50, height: 50 }, card, page)).toEqual({ x: 164, y: 200 });
});

test('the card covers none of the boxes when there is such a place', () => {
  const boxes = [{ x: 150, y: 180, width: 400, height: 120 }];
  expect(placeBeside({ x: 100, y: 200, width: 50, height: 50 }, card, { ...page, boxes })).toEqual({ x: 100, y: 264 });
  const panel = { x: 0, y: 50, width: 190, height: 560 };
  const atTop = [{ x: 220, y: 60, width: 300, height: 200 }];
  expect(placeBeside(panel, card, { ...page, boxes: atTop })).toEqual({ x: 204, y: 420 });
});

test('the card leaves the header free', () => {
  const low = { width: 720, height: 450, top: 48 };
  const places = [
    { x: 10, y: 20, width: 50, height: 50 },
    { x: 200, y: 235, width: 300, height: 20 },
    { x: 0, y: 48, width: 720, height: 400 },
  ].map((area) => placeBeside(area, card, low));
  expect(places.filter(({ y }) => y < 48)).toEqual([]);
});

test('the card stands at the other end of what is below it, where small messages come', () => {
  const notices = [{ x: 216, y: 480, width: 360, height: 70 }];
  expect(placeBeside({ x: 0, y: 560, width: 1024, height: 208 }, card, { ...page, notices })).toEqual({
    x: 710,
    y: 356,
  });
});

test('the card is always wholly on the page', () => {
  const area = fc.record({
    x: fc.integer({ min: 1, max: 900 }),
    y: fc.integer({ min: 1, max: 700 }),
    width: fc.integer({ min: 1, max: 1024 }),
    height: fc.integer({ min: 1, max: 768 }),
  });
  fc.assert(
    fc.property(area, (beside) => {
      const place = placeBeside(beside, card, page);
      expect(place.x).toBeGreaterThanOrEqual(0);
      expect(place.y).toBeGreaterThanOrEqual(0);
      expect(place.x + card.width).toBeLessThanOrEqual(page.width);
      expect(place.y + card.height).toBeLessThanOrEqual(page.height);
    }),
  );
});
