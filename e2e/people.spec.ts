import { expect, test, type Browser, type Page } from '@playwright/test';
import { pingPong } from '#shared/examples/pingPong.ts';
import { seriousFindings } from './axe.ts';
import { Playground } from './Playground.ts';

/** Somebody else, in a browser of their own, on the same playground. */
async function comesAlong(browser: Browser, url: string): Promise<{ page: Page; leave: () => Promise<void> }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark' });
  const page = await context.newPage();
  await page.goto(url);
  await new Playground(page).isLive();
  return { page, leave: () => context.close() };
}

const oneself = (page: Page) => page.getByRole('banner').getByRole('button', { name: /^You are / });
const avatar = (page: Page, name: string) => page.getByRole('banner').getByRole('button', { name: `Go to ${name}` });
const marksOf = (page: Page, name: string) => page.locator(`[data-person="${name}"]`);
const nameField = (page: Page) => page.getByRole('banner').getByLabel('Name of the flow');

async function callOneself(page: Page, name: string): Promise<void> {
  await oneself(page).click();
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('Your name').press('Enter');
  await page.keyboard.press('Escape');
  await expect(oneself(page)).toHaveAccessibleName(new RegExp(`^You are ${name}`));
}

test('two people see each other: name, pointer, selection and edits; who leaves is gone', async ({ page, browser }) => {
  const playground = new Playground(page);
  await playground.openFlow(pingPong);
  await callOneself(page, 'Ada');
  const before = await page.getByRole('button', { name: 'Share' }).boundingBox();
  const ben = await comesAlong(browser, page.url());
  await callOneself(ben.page, 'Ben');
  await expect(avatar(page, 'Ben')).toBeVisible();
  await expect(avatar(ben.page, 'Ada')).toBeVisible();
  expect(await page.getByRole('button', { name: 'Share' }).boundingBox()).toEqual(before);

  // Ben points and selects; Ada sees it where it stands for her.
  const theirs = new Playground(ben.page);
  await theirs.box('pong').getByText('pong', { exact: true }).click();
  await expect(marksOf(page, 'Ben').getByTestId('cursor')).toBeVisible();
  await expect(marksOf(page, 'Ben').getByTestId('others-selection')).toHaveText('Ben');
  const [box, outline] = await Promise.all([
    playground.box('pong').boundingBox(),
    marksOf(page, 'Ben').getByTestId('others-selection').boundingBox(),
  ]);
  expect(Math.abs((outline?.x ?? 0) - (box?.x ?? 0))).toBeLessThan(12);
  const cursor = await marksOf(page, 'Ben').getByTestId('cursor').boundingBox();
  expect((cursor?.x ?? 0) > (box?.x ?? 0) && (cursor?.x ?? 0) < (box?.x ?? 0) + (box?.width ?? 0)).toBe(true);

  // What is typed into is said.
  await theirs.inspector.getByLabel('Name', { exact: true }).first().focus();
  await expect(marksOf(page, 'Ben').getByTestId('others-selection')).toHaveText('Ben · typing');

  // Both edit, and both end with the same drawing.
  await theirs.inspector.getByLabel('Name', { exact: true }).first().fill('answerer');
  await nameField(page).fill('Together');
  await nameField(page).press('Enter');
  await theirs.inspector.getByLabel('Name', { exact: true }).first().press('Enter');
  await expect(playground.box('answerer')).toBeVisible();
  await expect(nameField(ben.page)).toHaveValue('Together');

  expect(await seriousFindings(page)).toEqual([]);
  await avatar(page, 'Ben').click();
  await oneself(page).click();
  await expect(page.getByRole('dialog', { name: /^You are / })).toContainText('Ben');
  expect(await seriousFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');

  await ben.leave();
  await expect(avatar(page, 'Ben')).toBeHidden();
  await expect(marksOf(page, 'Ben')).toHaveCount(0);
});

test('two people change the same field: the last one holds, and the other one is told whose it is', async ({
  page,
  browser,
}) => {
  const playground = new Playground(page);
  await playground.openFlow(pingPong);
  await callOneself(page, 'Ada');
  const ben = await comesAlong(browser, page.url());
  await callOneself(ben.page, 'Ben');
  await expect(avatar(page, 'Ben')).toBeVisible();
  const name = (at: Playground) => at.inspector.getByLabel('Name', { exact: true }).first();
  const theirs = new Playground(ben.page);
  for (const one of [playground, theirs]) await one.box('pong').getByText('pong', { exact: true }).click();
  await name(theirs).fill('bens');
  await name(playground).fill('adas');
  await name(playground).press('Enter');

  // Ben is still typing: he is told, and what he types stays his until he says so.
  await expect(ben.page.getByText('This was changed to “adas” while you typed.')).toBeVisible();
  await expect(name(theirs)).toHaveValue('bens');
  await name(theirs).press('Enter');
  await expect(page.getByText('Ben changed the name of adas just after you.')).toBeVisible();
  await expect(playground.box('bens')).toBeVisible();

  // Undo takes back what is one's own, and says so where it is no longer.
  await playground.undo();
  await expect(page.getByText('Somebody else has changed the same')).toBeVisible();
  await expect(playground.box('bens')).toBeVisible();
  await theirs.undo();
  await expect(playground.box('adas')).toBeVisible();
  await ben.leave();
});

test('a name, a title or a note that one opens and leaves as it is keeps what somebody else has made of it', async ({
  page,
  browser,
}) => {
  const playground = new Playground(page);
  const groups = {
    area: { title: 'Area', colour: 'blue' as const, position: { x: 380, y: 200 }, size: { width: 300, height: 120 } },
  };
  await playground.openFlow({ ...pingPong, notes: { n: { text: 'Note', position: { x: -300, y: -150 } } }, groups });
  const ben = await comesAlong(browser, page.url());
  const theirs = new Playground(ben.page);
  const canvas = ben.page.getByTestId('canvas');
  const fields = [
    { open: theirs.box('pong').getByText('pong', { exact: true }), label: 'Name', part: 'services', id: 'pong' },
    { open: canvas.getByText('Area', { exact: true }), label: 'Title of the group', part: 'groups', id: 'area' },
    { open: canvas.getByText('Note', { exact: true }), label: 'Text of the note, in Markdown', part: 'notes', id: 'n' },
  ] as const;
  const word = { services: 'name', groups: 'title', notes: 'text' } as const;
  for (const { open, label, part, id } of fields) {
    const set = async (value: string): Promise<void> => {
      const url = `/api/sessions/${playground.session}`;
      const { revision } = (await (await page.request.get(url)).json()) as { revision: number };
      const edits = [{ edit: 'set', part, id, field: word[part], value }];
      expect((await page.request.post(`${url}/edits`, { data: { revision, edits } })).ok()).toBe(true);
    };
    const now = async (): Promise<unknown> => {
      const items: Readonly<Record<string, object>> = (await playground.drawn())[part] ?? {};
      return Object.entries(items[id] ?? {}).find(([field]) => field === word[part])?.[1];
    };
    await open.dblclick();
    const field = canvas.getByRole('textbox', { name: label, exact: true });
    await expect(field).toBeFocused();
    await set('adas');
    await expect(field).toHaveValue('adas');
    await field.press('Control+Enter');
    await expect(field).toHaveCount(0);

    // What is typed meanwhile is kept when one says so, and not before one is told.
    await canvas.getByText('adas', { exact: true }).dblclick();
    await field.fill('bens');
    await set(`adas ${part}`);
    await expect(ben.page.getByText(`This was changed to “adas ${part}” while you typed.`)).toBeVisible();
    expect(await now()).toBe(`adas ${part}`);
    await field.press('Control+Enter');
    await expect.poll(now).toBe('bens');

    // Typed, and typed back: that changes nothing either.
    await canvas.getByText('bens', { exact: true }).dblclick();
    await field.fill('x');
    await field.fill('bens');
    await set('adas at last');
    await expect(field).toHaveValue('adas at last');
    await field.press('Control+Enter');
    await expect(canvas.getByText('adas at last', { exact: true })).toBeVisible();
    expect(await now()).toBe('adas at last');
    await set(`${part} done`);
    await expect(canvas.getByText(`${part} done`, { exact: true })).toBeVisible();
  }
  await ben.leave();
});

test('a name is text and is remembered; whoever comes by the read-only link looks on until it is revoked', async ({
  page,
  browser,
}) => {
  const playground = new Playground(page);
  await playground.openFlow(pingPong);
  await expect(oneself(page)).toHaveAccessibleName(/^You are [A-Z][a-z]+ [A-Z][a-z]+$/);
  await callOneself(page, '<b>Eve</b>');
  await page.reload();
  await playground.isLive();
  await expect(oneself(page)).toHaveAccessibleName(/^You are <b>Eve<\/b>/);
  await page.getByRole('button', { name: 'Share' }).click();
  const share = page.getByRole('dialog', { name: 'Share' });
  await share.getByRole('button', { name: 'Make a read-only link' }).click();
  const link = await share.getByLabel('read-only link', { exact: true }).inputValue();
  await page.keyboard.press('Escape');
  const guest = await comesAlong(browser, link);
  await callOneself(guest.page, 'Guest');
  await expect(avatar(guest.page, '<b>Eve</b>')).toBeVisible();
  await expect(avatar(page, 'Guest')).toBeVisible();
  await oneself(page).click();
  await expect(page.getByRole('dialog', { name: /^You are / })).toContainText('looks on');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Share' }).click();
  await share.getByRole('button', { name: 'Revoke' }).click();
  await expect(guest.page.getByText('This link was revoked')).toBeVisible();
  await expect(avatar(page, 'Guest')).toBeHidden();
  await guest.leave();
});

test('the header holds at 1024 pixels with three people in it', async ({ page, browser }) => {
  await page.setViewportSize({ width: 1024, height: 700 });
  const playground = new Playground(page);
  await playground.openFlow(pingPong);
  const [ben, cleo] = [await comesAlong(browser, page.url()), await comesAlong(browser, page.url())];
  await expect(oneself(page)).toHaveAccessibleName(/; 2 more here$/);
  const header = page.getByRole('banner');
  expect(await header.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  const boxes = await header.getByRole('button').evaluateAll((buttons) =>
    buttons
      .map((button) => button.getBoundingClientRect())
      .filter(({ width }) => width > 0)
      .map(({ left, right }) => left >= 0 && right <= window.innerWidth),
  );
  expect(boxes.every(Boolean)).toBe(true);
  await Promise.all([ben.leave(), cleo.leave()]);
});
