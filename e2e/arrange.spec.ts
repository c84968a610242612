import { expect, test, type Page } from '@playwright/test';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';
import { Playground } from './Playground.ts';

const service = (name: string, x: number, y: number): Flow['services'][string] => ({
  name,
  position: { x, y },
  replicas: 1,
  listeners: { tcp: { transport: 'tcp' } },
  handlers: { hello: { on: { message: 'hello' }, steps: [{ do: 'reply', value: '1' }] } },
});

/** Two boxes beside each other, one far below. */
const three: Flow = {
  ...emptyFlow('Three'),
  services: { one: service('one', 0, 0), two: service('two', 300, 40), three: service('three', 110, 300) },
};

/** Waits until all boxes stand still. */
async function standsStill(playground: Playground, ...names: readonly string[]): Promise<void> {
  let before = '';
  await expect
    .poll(async () => {
      const now = JSON.stringify(await Promise.all(names.map((name) => playground.place(name))));
      const isStill = now === before;
      before = now;
      return isStill;
    })
    .toBe(true);
}

async function opened(page: Page, flow: Flow): Promise<Playground> {
  const playground = new Playground(page);
  await playground.openFlow(flow);
  await standsStill(playground, ...Object.values(flow.services).map(({ name }) => name));
  return playground;
}

test('boxes are grouped, the group takes them along when it is dragged, and one undo brings all back', async ({
  page,
}) => {
  const playground = await opened(page, three);
  await playground.select('one', 'two');
  await playground.arrange.getByRole('button', { name: 'Group', exact: true }).click();
  await page.getByRole('textbox', { name: 'Title of the group' }).fill('Money');
  await page.keyboard.press('Enter');
  const group = playground.box('Money');
  await expect(group).toHaveCount(1);
  // Seen from the box that stays: near its edge the canvas moves while something is dragged.
  const from = async (name: string): Promise<number> =>
    (await playground.place(name)).y - (await playground.place('three')).y;
  const before = [await from('one'), await from('two')];
  await playground.drag(group.getByText('Money'), { x: 0, y: 60 });
  const after = [await from('one'), await from('two')];
  expect((after[0] ?? 0) - (before[0] ?? 0)).toBeGreaterThan(30);
  expect((after[1] ?? 0) - (before[1] ?? 0)).toBe((after[0] ?? 0) - (before[0] ?? 0));
  await playground.undo();
  await expect.poll(() => from('one')).toBe(before[0]);
  expect(await from('two')).toBe(before[1]);
  await playground.undo();
  await expect(group).toHaveCount(0);
});

test('a group is made, titled, coloured, resized, moved and taken away without a mouse', async ({ page }) => {
  const playground = await opened(page, three);
  await playground.box('one').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+g');
  await page.getByRole('textbox', { name: 'Title of the group' }).press('Enter');
  const group = playground.box('Group');
  await expect(group).toHaveCount(1);
  await group.focus();
  await page.keyboard.press('F2');
  await page.keyboard.type('Front');
  await page.keyboard.press('Enter');
  await expect(playground.box('Front')).toHaveCount(1);
  await playground.inspector.getByRole('radio', { name: 'green' }).press('Space');
  await expect(playground.inspector.getByRole('radio', { name: 'green' })).toBeChecked();
  const wide = (await playground.place('Front')).width;
  const corner = page.getByRole('button', { name: 'Resize Front' });
  await corner.press('ArrowRight');
  await corner.press('ArrowRight');
  await expect.poll(async () => (await playground.place('Front')).width).toBeGreaterThan(wide);
  // Presses that follow each other are one gesture.
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await playground.place('Front')).width).toBe(wide);
  const before = await playground.place('one');
  await playground.box('Front').focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(async () => (await playground.place('one')).y).toBeGreaterThan(before.y);
  await page.keyboard.press('Control+Shift+g');
  await expect(playground.box('Front')).toHaveCount(0);
  await expect(playground.box('one')).toHaveCount(1);
});

test('a note is written in Markdown where it stands, resized by its corner, and its HTML is only text', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openEmpty();
  await playground.insert('Note');
  const note = page.locator('[data-testid^="note-"]');
  await note.dblclick();
  const field = page.getByRole('textbox', { name: 'Text of the note, in Markdown' });
  await field.fill(
    '# Plan\n\n**first** the [docs](https://docs.nestjs.com), then <img src=x onerror="document.title=1">',
  );
  await field.press('Control+Enter');
  await expect(note.getByText('Plan')).toBeVisible();
  await expect(note.locator('strong')).toHaveText('first');
  const link = note.getByRole('link', { name: 'docs' });
  await expect(link).toHaveAttribute('rel', 'noopener noreferrer');
  await expect(link).toHaveAttribute('target', '_blank');
  await expect(note.locator('img')).toHaveCount(0);
  await expect(note).toContainText('<img src=x');
  const before = await note.boundingBox();
  await playground.drag(page.locator('.react-flow__resize-control.handle.bottom.right'), { x: 90, y: 60 });
  await expect.poll(async () => (await note.boundingBox())?.width ?? 0).toBeGreaterThan((before?.width ?? 0) + 40);
  await playground.undo();
  await expect.poll(async () => (await note.boundingBox())?.width).toBe(before?.width);
  // F2 and Escape: the field opens, and what was typed is taken back.
  await page.locator('.react-flow__node-note').focus();
  await page.keyboard.press('F2');
  await field.fill('gone');
  await field.press('Escape');
  await expect(note.getByText('Plan')).toBeVisible();
});

test('a heap of boxes is tidied from left to right by one key, none covers another, and one undo brings the heap back', async ({
  page,
}) => {
  const names = ['one', 'two', 'three', 'four', 'five'];
  const heap: Flow = {
    ...emptyFlow('Heap'),
    services: Object.fromEntries(names.map((name, index) => [name, service(name, 40 * (4 - index), 25 * index)])),
    wires: Object.fromEntries(
      names.slice(1).map((name, index) => [`w${index}`, { name: `W${index}`, from: names[index] ?? '', to: name }]),
    ),
  };
  const playground = await opened(page, heap);
  const before = await Promise.all(names.map((name) => playground.place(name)));
  await page.keyboard.press('t');
  await expect
    .poll(async () => (await playground.place('five')).x - (await playground.place('one')).x)
    .toBeGreaterThan(300);
  await standsStill(playground, ...names);
  const after = await Promise.all(names.map((name) => playground.place(name)));
  for (const [index, place] of after.entries()) {
    const next = after[index + 1];
    if (next !== undefined) expect(next.x).toBeGreaterThan(place.x + place.width);
  }
  await page.keyboard.press('Control+z');
  await page.keyboard.press('1');
  await standsStill(playground, ...names);
  expect(await Promise.all(names.map((name) => playground.place(name)))).toEqual(before);
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
});

test('three boxes are aligned from the bar, distributed by key, and undone one by one', async ({ page }) => {
  const playground = await opened(page, three);
  await playground.select('one', 'two', 'three');
  const before = await playground.place('two');
  const left = playground.arrange.getByRole('button', { name: 'Align left' });
  await left.focus();
  await page.keyboard.press('Enter');
  const edge = (await playground.place('one')).x;
  await expect.poll(async () => (await playground.place('two')).x).toBe(edge);
  expect((await playground.place('three')).x).toBe(edge);
  await expect(left).toBeFocused();
  await page.keyboard.press('Alt+Shift+V');
  const gaps = async (): Promise<number> => {
    const [one, two, third] = await Promise.all(['one', 'two', 'three'].map((name) => playground.place(name)));
    if (one === undefined || two === undefined || third === undefined) return Number.NaN;
    return Math.abs(two.y - (one.y + one.height) - (third.y - (two.y + two.height)));
  };
  await expect.poll(gaps).toBeLessThanOrEqual(2);
  await playground.undo();
  await playground.undo();
  await expect.poll(() => playground.place('two')).toEqual(before);
});

test('a dragged box is pulled into line with another, and the line shows', async ({ page }) => {
  const playground = await opened(page, three);
  const [one, third] = [await playground.place('one'), await playground.place('three')];
  const title = playground.box('three').getByText('three', { exact: true });
  await playground.drag(title, { x: one.x - third.x + 3, y: 37 }, { hold: true });
  await expect(page.getByTestId('helper-line').first()).toBeVisible();
  await page.mouse.up();
  await expect(page.getByTestId('helper-line')).toHaveCount(0);
  expect((await playground.place('three')).x).toBe(one.x);
});

test('what a selection box has caught is dragged together, and one undo brings it back', async ({ page }) => {
  const playground = await opened(page, three);
  const before = await Promise.all(['one', 'two', 'three'].map((name) => playground.place(name)));
  const [one, two] = before;
  if (one === undefined || two === undefined) throw new Error('Nothing is drawn');
  await page.keyboard.down('Shift');
  await page.mouse.move(one.x - 30, one.y - 30);
  await page.mouse.down();
  await page.mouse.move(two.x + 60, two.y + 30, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(playground.arrange).toContainText('2 selected');
  await playground.drag(page.locator('.react-flow__nodesselection-rect'), { x: 0, y: 70 });
  await expect.poll(async () => (await playground.place('two')).y).toBeGreaterThan(two.y + 30);
  const [movedOne, movedTwo] = [await playground.place('one'), await playground.place('two')];
  // Places are those of the screen, rounded to its pixels.
  expect(Math.abs(movedOne.y - one.y - (movedTwo.y - two.y))).toBeLessThanOrEqual(1);
  await playground.undo();
  await expect.poll(() => playground.place('two')).toEqual(two);
  expect(await Promise.all(['one', 'three'].map((name) => playground.place(name)))).toEqual([one, before[2]]);
});

test('a selection box drawn in a group chooses boxes; drawn around it, the group as well', async ({ page }) => {
  const areas = {
    g: { title: 'Area', colour: 'teal' as const, position: { x: -40, y: -40 }, size: { width: 640, height: 300 } },
  };
  const playground = await opened(page, { ...three, groups: areas });
  const [one, area] = [await playground.place('one'), await playground.place('Area')];
  await page.keyboard.down('Shift');
  await page.mouse.move(one.x - 20, one.y - 20);
  await page.mouse.down();
  await page.mouse.move(area.x + area.width - 10, area.y + area.height - 10, { steps: 6 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(playground.arrange).toContainText('2 selected');
  await expect(page.getByRole('button', { name: 'Resize Area' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.keyboard.down('Shift');
  await page.mouse.move(area.x - 12, area.y - 12);
  await page.mouse.down();
  await page.mouse.move(area.x + area.width + 12, area.y + area.height + 5, { steps: 6 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(playground.arrange).toContainText('3 selected');
});
