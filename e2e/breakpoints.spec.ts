import { expect, test, type Locator, type Page } from '@playwright/test';
import { flowSchema } from '#shared/flow/flow.ts';
import { seriousFindings } from './axe.ts';
import { Playground } from './Playground.ts';

const position = (x: number) => ({ x, y: 0 });

const flowWith = (timeoutMs: number) =>
  flowSchema.parse({
    version: 1,
    name: 'Held',
    services: {
      gateway: {
        name: 'gateway',
        position: position(0),
        listeners: { web: { transport: 'http' } },
        handlers: {
          add: {
            on: { http: 'POST /add' },
            steps: [{ do: 'send', wire: 'math', pattern: 'sum', data: 'body', as: 'sum' }],
          },
        },
      },
      math: {
        name: 'math',
        position: position(460),
        listeners: { tcp: { transport: 'tcp' } },
        handlers: { sum: { on: { message: 'sum' }, steps: [{ do: 'reply', value: 'data.a + data.b' }] } },
      },
    },
    wires: { math: { name: 'MATH', from: 'gateway', to: 'math', policies: { timeout: { ms: timeoutMs } } } },
    drivers: {
      user: { name: 'user', position: position(-280), to: 'gateway', request: 'POST /add', data: '{ a: 1, b: 2 }' },
    },
  });
const patientMs = 600_000;

/** Held messages in the lower panel, in their order. */
const rowsOf = (page: Page): Locator => page.getByRole('list', { name: 'Held messages' }).getByRole('listitem');
const release = (row: Locator): Locator => row.getByRole('button', { name: 'Release: sum', exact: true });

async function asks(playground: Playground, a: number): Promise<{ sent: Promise<unknown> }> {
  return { sent: playground.sendOver('math', 'sum', { a, b: 0 }) };
}

/** Sends them one after the other, each when the one before is held. */
async function sendHeld(playground: Playground, numbers: readonly number[]): Promise<Promise<unknown>[]> {
  const sending: Promise<unknown>[] = [];
  for (const number of numbers) {
    const { sent } = await asks(playground, number);
    // One that is dropped is waited for until the test ends.
    sent.catch(() => undefined);
    sending.push(sent);
    await expect(playground.wire('MATH')).toContainText(`${sending.length} held`);
  }
  return sending;
}

test('by keyboard alone messages are stopped, put in another order, doubled, changed, dropped and let go', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openFlow(flowWith(patientMs));
  await playground.wire('MATH').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('F9');
  await expect(playground.wire('MATH')).toContainText('● stop');
  const red = playground.inspector.getByRole('button', { name: 'Breakpoint', exact: true });
  await expect(red).toHaveAttribute('aria-pressed', 'true');

  const sending = await sendHeld(playground, [1, 2, 3, 4]);
  await expect(page.getByTestId('held-news')).toContainText('4 messages held.');
  await page.keyboard.press('Shift+H');
  const rows = rowsOf(page);
  await expect(rows).toHaveCount(4);
  await expect(rows.first()).toContainText('{"a":1,"b":0}');
  await expect(rows.first()).toContainText('on MATH, from gateway');
  await expect(rows.first()).toContainText(/caller gives up in 59\d s/);

  // The last one to the front.
  await release(rows.nth(0)).focus();
  for (let row = 0; row < 3; row += 1) await page.keyboard.press('ArrowDown');
  await expect(release(rows.nth(3))).toBeFocused();
  for (const at of [2, 1, 0]) {
    await page.keyboard.press('Alt+ArrowUp');
    await expect(rows.nth(at)).toContainText('{"a":4,"b":0}');
    await expect(release(rows.nth(at))).toBeFocused();
  }

  await page.keyboard.press('e');
  const payload = rows.nth(0).getByRole('textbox', { name: 'payload' });
  await expect(payload).toBeFocused();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('{ a: 40, b: }');
  const send = rows.nth(0).getByRole('button', { name: 'Release with this payload' });
  await page.keyboard.press('Enter');
  await expect(rows.nth(0).getByText(/The message is still held/)).toBeVisible();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('{ a: 40, b: 2 ');
  await page.keyboard.press('Enter');
  await send.focus();
  await page.keyboard.press('Enter');
  expect(await sending[3]).toMatchObject({ reply: 42 });

  // The keyboard is on the row that took its place.
  await expect(rows).toHaveCount(3);
  await expect(release(rows.nth(0))).toBeFocused();
  await page.keyboard.press('Enter');
  expect(await sending[0]).toMatchObject({ reply: 1 });
  await expect(rows).toHaveCount(2);
  await expect(release(rows.nth(0))).toBeFocused();
  await page.keyboard.press('t');
  expect(await sending[1]).toMatchObject({ reply: 2 });
  await expect(rows).toHaveCount(1);
  await expect(release(rows.nth(0))).toBeFocused();
  await page.keyboard.press('Delete');
  await expect(rows).toHaveCount(0);
  await expect(page.getByTestId('held-news')).toHaveText('No message is held any more.');
  await expect(playground.wire('MATH')).not.toContainText('held');

  await red.focus();
  await page.keyboard.press('Space');
  await expect(playground.wire('MATH')).not.toContainText('stop');
  expect(await playground.sendOver('math', 'sum', { a: 5, b: 5 })).toMatchObject({ reply: 10 });
});

test('whose caller has given up is marked, and its work is done all the same', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openFlow(flowWith(700));
  await playground.wire('MATH').click();
  await playground.inspector.getByRole('button', { name: 'Breakpoint', exact: true }).click();
  await expect(playground.wire('MATH')).toContainText('● stop');
  await playground.send('user');
  await expect(playground.wire('MATH')).toContainText('1 held');
  await playground.wire('MATH').locator('[data-held-mark]').click();
  const row = rowsOf(page).first();
  await expect(row).toContainText('caller gave up');
  await release(row).click();
  await expect(rowsOf(page)).toHaveCount(0);
  await playground.tab('Messages').click();
  await expect(page.getByText(/late reply/).first()).toBeVisible();
});

test('a handler stops messages by its menu, by its key, and by Ctrl K; one that answers HTTP does not', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openFlow(flowWith(patientMs));
  const handler = playground.box('math').getByRole('button', { name: 'sum' });
  await handler.click({ button: 'right' });
  await page.getByRole('menuitem', { name: /Set or remove a breakpoint/ }).click();
  await expect(handler).toContainText('● stop');
  const { sent } = await asks(playground, 7);
  await expect(handler).toContainText('1 held');
  await page.keyboard.press('Control+K');
  await expect(page.getByRole('dialog').locator('input')).toBeFocused();
  await page.keyboard.type('release all held');
  await page.keyboard.press('Enter');
  expect(await sent).toMatchObject({ reply: 7 });
  await handler.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('F9');
  await expect(handler).not.toContainText('stop');

  await playground.openHandler('gateway', '/add');
  await expect(playground.inspector.getByRole('button', { name: 'Breakpoint', exact: true })).toHaveCount(0);
});

test('who came by the read-only link sees what is held, and holds nothing up', async ({ page, context }) => {
  const playground = new Playground(page);
  await playground.openFlow(flowWith(patientMs));
  const at = `/api/sessions/${playground.session}`;
  const target = { handler: 'math.sum' };
  await page.request.put(`${at}/faults/stop`, { data: { kind: 'hold', target, leg: 'request' } });
  const made = (await (await page.request.put(`${at}/links/view`)).json()) as { view: string };
  const looker = await context.newPage();
  await looker.goto(made.view);
  await new Playground(looker).isLive();
  const { sent } = await asks(playground, 9);
  await new Playground(looker).tab('Held').click();
  await expect(rowsOf(looker)).toHaveCount(1);
  await expect(rowsOf(looker).getByRole('button')).toHaveCount(0);
  await page.request.delete(`${at}/faults/stop`);
  expect(await sent).toMatchObject({ reply: 9 });
  await expect(rowsOf(looker)).toHaveCount(0);
});

for (const scheme of ['dark', 'light'] as const) {
  test(`axe finds nothing serious where messages are held in the ${scheme} theme`, async ({ page }) => {
    const playground = new Playground(page);
    await playground.openFlow(flowWith(patientMs));
    if (scheme === 'light') await page.getByRole('button', { name: 'Use the light theme' }).click();
    await playground.wire('MATH').click();
    await page.keyboard.press('F9');
    await expect(playground.wire('MATH')).toContainText('● stop');
    const sending = await sendHeld(playground, [1, 2]);
    await playground.tab('Held').click();
    await rowsOf(page).first().getByRole('button', { name: 'Edit and release: sum' }).click();
    await expect(page.getByRole('textbox', { name: 'payload' })).toBeVisible();
    const widths = scheme === 'dark' ? [1440] : [1440, 1024];
    for (const width of widths) {
      await page.setViewportSize({ width, height: width === 1440 ? 900 : 768 });
      expect(await seriousFindings(page)).toEqual([]);
      await page.screenshot({ path: test.info().outputPath(`held-${scheme}-${width}.png`) });
    }
    await page.getByRole('button', { name: 'Release all' }).click();
    expect(await Promise.all(sending)).toMatchObject([{ reply: 1 }, { reply: 2 }]);
  });
}
