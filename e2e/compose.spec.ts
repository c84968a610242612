import { expect, test, type Page } from '@playwright/test';
import { Playground } from './Playground.ts';

/** One journey for each thing that people bring with them from other editors. */

const canvasBox = async (page: Page) => {
  const box = await page.getByTestId('canvas').boundingBox();
  if (box === null) throw new Error('The canvas is not there');
  return box;
};

const middleOf = ({ x, y, width, height }: { x: number; y: number; width: number; height: number }) => ({
  x: x + width / 2,
  y: y + height / 2,
});

async function boxOf(playground: Playground, name: string) {
  const box = await playground.box(name).boundingBox();
  if (box === null) throw new Error(`${name} is not there`);
  return box;
}

/** Drags by the header of a box, which is no button. */
async function dragBox(playground: Playground, name: string, by: { x: number; y: number }): Promise<void> {
  const { x, y } = await boxOf(playground, name);
  const { mouse } = playground.page;
  await mouse.move(x + 60, y + 16);
  await mouse.down();
  // A drag begins after a few pixels, which it does not make up for.
  await mouse.move(x + 60 + Math.sign(by.x) * 4, y + 16 + Math.sign(by.y) * 4);
  await mouse.move(x + 60 + by.x / 2, y + 16 + by.y / 2, { steps: 4 });
  await mouse.move(x + 60 + by.x, y + 16 + by.y, { steps: 4 });
  await mouse.up();
}

test('a wire let go in the open asks what shall stand there, and it arrives connected, as one step', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  const port = await page.getByLabel('Wire from api-gateway').boundingBox();
  if (port === null) throw new Error('no port');
  const canvas = await canvasBox(page);
  await page.mouse.move(port.x + 4, port.y + 4);
  await page.mouse.down();
  await page.mouse.move(canvas.x + 500, canvas.y + 60, { steps: 6 });
  await page.mouse.up();
  const ask = page.getByRole('combobox', { name: 'What does api-gateway lead to?' });
  await expect(ask).toBeFocused();
  await ask.fill('redis serv');
  await page.keyboard.press('Enter');
  await expect(playground.box('subscriber')).toBeVisible();
  await expect(playground.box('redis')).toBeVisible();
  await expect(playground.wire('EVENTS')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(playground.box('subscriber')).toHaveCount(0);
  await expect(playground.box('redis')).toHaveCount(0);
});

test('a box dropped on a wire is put into it, and the messages still arrive', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  const wire = await playground.wire('PONG').boundingBox();
  if (wire === null) throw new Error('no wire');
  const canvas = await canvasBox(page);
  const from = await boxOf(playground, 'api-gateway');
  const to = await boxOf(playground, 'pong');
  const item = page.getByRole('button', { name: 'TCP service', exact: true });
  const middle = { x: (from.x + from.width + to.x) / 2, y: 0 };
  // Somewhere on the line: its path says where.
  middle.y = await page.evaluate((x) => {
    const path = document.querySelector<SVGPathElement>('path[data-wire]');
    if (path === null) throw new Error('no line');
    const matrix = path.getScreenCTM();
    const length = path.getTotalLength();
    for (let at = 0; at <= length; at += 1) {
      const point = path.getPointAtLength(at).matrixTransform(matrix ?? undefined);
      if (point.x >= x) return point.y;
    }
    throw new Error('not on the line');
  }, middle.x);
  await item.dragTo(page.getByTestId('canvas'), { targetPosition: { x: middle.x - canvas.x, y: middle.y - canvas.y } });
  await expect(playground.box('service')).toBeVisible();
  const answer = await page.request.post(`/api/sessions/${playground.session}/send`, {
    data: { wire: 'pong', pattern: { cmd: 'ping' }, data: 'x', kind: 'request' },
  });
  expect(await answer.json()).toMatchObject({ ok: true, reply: expect.anything() });
  await page.keyboard.press('Control+z');
  await expect(playground.box('service')).toHaveCount(0);
});

test('a box that stands alone is dragged onto a wire and put into it; Undo puts it back where it was', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await playground.insert('TCP service');
  await page.keyboard.press('1');
  const before = await boxOf(playground, 'service');
  const line = await page.evaluate(() => {
    const path = document.querySelector<SVGPathElement>('path[data-wire]');
    const point = path?.getPointAtLength(path.getTotalLength() * 0.3).matrixTransform(path.getScreenCTM() ?? undefined);
    return { x: point?.x ?? 0, y: point?.y ?? 0 };
  });
  const middle = middleOf(before);
  await dragBox(playground, 'service', { x: line.x - middle.x, y: line.y - middle.y });
  await expect(page.getByRole('button', { name: /^Wire PONG/ })).toHaveCount(2);
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('button', { name: /^Wire PONG/ })).toHaveCount(1);
  await expect.poll(async () => Math.abs((await boxOf(playground, 'service')).x - before.x)).toBeLessThan(3);
});

test('what cannot be connected says why while the line is still in the hand', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  const port = await page.getByLabel('Wire from pong').boundingBox();
  const gateway = await boxOf(playground, 'api-gateway');
  if (port === null) throw new Error('no port');
  await page.mouse.move(port.x + 4, port.y + 4);
  await page.mouse.down();
  await page.mouse.move(gateway.x + 60, gateway.y + 20, { steps: 6 });
  await expect(
    page.getByText('That service has only an http listener. Give it a tcp or grpc listener first.'),
  ).toBeVisible();
  await page.mouse.up();
  await expect(playground.page.getByRole('button', { name: /^Wire GATEWAY/ })).toHaveCount(0);
});

test('Ctrl C, X and V carry boxes to another window through the clipboard, with the wires among them', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+c');
  const other = new Playground(await context.newPage());
  await other.openEmpty();
  const canvas = await canvasBox(other.page);
  await other.page.mouse.move(canvas.x + 200, canvas.y + 150);
  await other.page.keyboard.press('Control+v');
  await expect(other.box('api-gateway')).toBeVisible();
  await expect(other.wire('PONG')).toBeVisible();
  await other.page.keyboard.press('Control+v');
  await expect(other.box('api-gateway 2')).toBeVisible();
  await other.page.keyboard.press('Control+x');
  await expect(other.box('api-gateway 2')).toHaveCount(0);
  await other.page.keyboard.press('Control+z');
  await expect(other.box('api-gateway 2')).toBeVisible();
});

test('words that are pasted become a note, and what is no flow says so', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const playground = new Playground(page);
  await playground.openEmpty();
  await page.evaluate(() => navigator.clipboard.writeText('remember the milk'));
  await page.keyboard.press('Control+v');
  await expect(page.getByText('remember the milk').first()).toBeVisible();
  await page.evaluate(() => navigator.clipboard.writeText('{ "version": 1, "name": 5 }'));
  await page.keyboard.press('Control+v');
  await expect(page.getByText(/That is not a Patchbay flow: name/)).toBeVisible();
});

test('a file dragged in is put on the canvas', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  const file = JSON.stringify((await (await page.request.get(`/api/sessions/${playground.session}`)).json()).flow);
  await playground.openEmpty();
  const canvas = await canvasBox(page);
  const transfer = await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'mine.patchbay.json', { type: 'application/json' }));
    return data;
  }, file);
  const at = { clientX: canvas.x + 100, clientY: canvas.y + 100 };
  await page.getByTestId('canvas').dispatchEvent('dragover', { dataTransfer: transfer, ...at });
  await page.getByTestId('canvas').dispatchEvent('drop', { dataTransfer: transfer, ...at });
  await expect(playground.box('api-gateway')).toBeVisible();
  await expect(playground.wire('PONG')).toBeVisible();
});

test('Alt-drag leaves the box where it is and drops a copy', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  const before = await boxOf(playground, 'pong');
  await page.keyboard.down('Alt');
  await dragBox(playground, 'pong', { x: 0, y: 160 });
  await page.keyboard.up('Alt');
  await expect(playground.box('pong 2')).toBeVisible();
  const after = await boxOf(playground, 'pong');
  expect(Math.abs(after.x - before.x) + Math.abs(after.y - before.y)).toBeLessThan(3);
  expect((await boxOf(playground, 'pong 2')).y).toBeGreaterThan(before.y + 100);
});

test('Ctrl D doubles, Shift-click and Shift-drag choose several, Esc lets go', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await playground.box('pong').getByText('pong', { exact: true }).click();
  await page.keyboard.press('Control+d');
  await expect(playground.box('pong 2')).toBeVisible();
  await playground
    .box('api-gateway')
    .getByText('api-gateway', { exact: true })
    .click({ modifiers: ['Shift'] });
  await expect(page.getByText('2 things selected')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('2 things selected')).toHaveCount(0);
  const canvas = await canvasBox(page);
  await page.keyboard.down('Shift');
  await page.mouse.move(canvas.x + 6, canvas.y + 6);
  await page.mouse.down();
  await page.mouse.move(canvas.x + canvas.width - 200, canvas.y + canvas.height - 130, { steps: 6 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(page.getByText(/\d things selected/)).toBeVisible();
});

test('Ctrl K finds a handler and goes there, and does what one asks for', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('order-saga');
  await page.keyboard.press('Control+k');
  const find = page.getByRole('combobox', { name: 'Find or do anything' });
  await find.fill('process_pay');
  await page.keyboard.press('Enter');
  await expect(playground.inspector.getByText("{ cmd: 'process_payment' }").first()).toBeVisible();
  await page.keyboard.press('Control+k');
  await find.fill('send buyer');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^trace .*POST \/orders/)).toBeVisible();
  await page.keyboard.press('Control+k');
  await find.fill('add tcp');
  await page.keyboard.press('Enter');
  await expect(playground.box('service')).toBeVisible();
});

test('? shows all keys, and Tab on the canvas opens what can be added', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openEmpty();
  await page.keyboard.press('Shift+?');
  await expect(page.getByRole('dialog', { name: 'All keys' })).toContainText('Duplicate');
  await page.getByRole('switch', { name: 'A letter or sign alone is a key' }).click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('a');
  await expect(page.getByRole('combobox', { name: 'What shall stand here?' })).toHaveCount(0);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find or do anything' }).fill('all keys');
  await page.keyboard.press('Enter');
  await page.getByRole('switch', { name: 'A letter or sign alone is a key' }).click();
  await page.keyboard.press('Escape');
  const canvas = await canvasBox(page);
  await page.mouse.click(canvas.x + 120, canvas.y + 90);
  await page.keyboard.press('Tab');
  await page.getByRole('combobox', { name: 'What shall stand here?' }).fill('gateway');
  await page.keyboard.press('Enter');
  await expect(playground.box('gateway')).toBeVisible();
  const box = await boxOf(playground, 'gateway');
  expect(Math.abs(box.x - canvas.x - 120)).toBeLessThan(20);
});

test('a right click offers what can be done with a box, a wire and the canvas', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await playground.box('pong').getByText('pong', { exact: true }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^Duplicate/ }).click();
  await expect(playground.box('pong 2')).toBeVisible();
  await playground.wire('PONG').click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^Put something into this wire/ }).click();
  await page.getByRole('combobox', { name: 'What goes into PONG?' }).fill('tcp');
  await page.keyboard.press('Enter');
  await expect(playground.box('service')).toBeVisible();
  const canvas = await canvasBox(page);
  await page.mouse.click(canvas.x + 20, canvas.y + 20, { button: 'right' });
  await page.getByRole('menuitem', { name: /^Select everything/ }).click();
  await expect(page.getByText(/\d things selected/)).toBeVisible();
});

test('the wheel moves the view, Ctrl-wheel zooms, 0 and 1 bring it back; Space-drag moves it from anywhere', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  const before = await boxOf(playground, 'pong');
  const middle = middleOf(before);
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.wheel(0, 100);
  await expect.poll(async () => (await boxOf(playground, 'pong')).y).toBeLessThan(before.y - 60);
  await page.keyboard.press('1');
  await expect.poll(async () => Math.abs((await boxOf(playground, 'pong')).y - before.y)).toBeLessThan(3);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -200);
  await page.keyboard.up('Control');
  await expect.poll(async () => (await boxOf(playground, 'pong')).width).toBeGreaterThan(before.width * 1.05);
  await page.keyboard.press('1');
  await expect.poll(async () => Math.abs((await boxOf(playground, 'pong')).width - before.width)).toBeLessThan(3);
  await page.keyboard.down('Space');
  await dragBox(playground, 'pong', { x: 0, y: 90 });
  await page.keyboard.up('Space');
  await expect.poll(async () => (await boxOf(playground, 'pong')).y).toBeGreaterThan(before.y + 60);
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Pause the picture' })).toBeVisible();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Resume the picture' })).toBeVisible();
});

test('arrows move by the grid and by a pixel with Shift, each press one step; G lets go of the grid', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  const position = async () => {
    const answer = (await (await page.request.get(`/api/sessions/${playground.session}`)).json()) as {
      flow: { services: Record<string, { position: { x: number; y: number } }> };
    };
    return answer.flow.services['pong']?.position;
  };
  const before = (await position()) ?? { x: 0, y: 0 };
  await playground.box('pong').getByText('pong', { exact: true }).click();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  await expect.poll(position).toEqual({ x: before.x + 10, y: before.y + 1 });
  await page.keyboard.press('Control+z');
  await expect.poll(position).toEqual({ x: before.x + 10, y: before.y });
  await page.keyboard.press('Control+y');
  await expect.poll(position).toEqual({ x: before.x + 10, y: before.y + 1 });
  await page.keyboard.press('g');
  await expect(page.getByText('Boxes stand anywhere.')).toBeVisible();
  await dragBox(playground, 'pong', { x: 33, y: 57 });
  await expect
    .poll(async () => ((await position())?.x ?? 0) % 10 !== 0 || ((await position())?.y ?? 0) % 10 !== 0)
    .toBe(true);
});

test('a drag is one step to undo', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  const before = await boxOf(playground, 'pong');
  await dragBox(playground, 'pong', { x: 40, y: 120 });
  await expect.poll(async () => (await boxOf(playground, 'pong')).y).toBeGreaterThan(before.y + 80);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => Math.abs((await boxOf(playground, 'pong')).y - before.y)).toBeLessThan(2);
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
});

test('a fault is picked, then its target is clicked; Esc puts it back; one click mends all', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  const pick = async (fault: string) => {
    await page.getByRole('button', { name: 'Break something' }).click();
    await page.getByRole('combobox', { name: 'Which fault?' }).fill(fault);
    await page.keyboard.press('Enter');
    await expect(page.getByText(/click what it shall hit/)).toBeVisible();
  };
  await pick('latency');
  await page.keyboard.press('Escape');
  await expect(page.getByText(/click what it shall hit/)).toHaveCount(0);
  await pick('latency');
  await playground.wire('PONG').click();
  await expect(playground.wire('PONG')).toContainText('+900 ms');
  await pick('throw error');
  await playground.wire('PONG').click();
  await expect(page.getByText(/cannot be put there/)).toBeVisible();
  await playground.box('pong').getByRole('button', { name: "{ cmd: 'ping' }" }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: '2 things are broken' })).toBeVisible();
  await page.getByRole('button', { name: 'Mend all' }).click();
  await expect(page.getByRole('button', { name: 'Break something' })).toBeVisible();
  await expect(playground.wire('PONG')).not.toContainText('+900 ms');
});

test('a finger draws a wire from port to port, and drags a box', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 1024, height: 768 }, hasTouch: true });
  const page = await context.newPage();
  const playground = new Playground(page);
  await playground.openEmpty();
  await page.getByRole('button', { name: 'HTTP gateway', exact: true }).tap();
  await page.getByRole('button', { name: 'TCP service', exact: true }).tap();
  await expect(playground.boxes).toHaveCount(2);
  await page.getByLabel('Wire from gateway', { exact: true }).tap();
  await page.getByLabel('Into service', { exact: true }).tap();
  await expect(playground.wire('SERVICE')).toBeVisible();
  await expect(page.getByText('There is a wire already')).toHaveCount(0);
  const before = await boxOf(playground, 'service');
  const touch = await context.newCDPSession(page);
  const at = { x: before.x + 50, y: before.y + 14 };
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: { x: number; y: number }[]) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints: points });
  await send('touchStart', [at]);
  for (const step of [10, 30, 50, 70]) await send('touchMove', [{ x: at.x - step, y: at.y + step }]);
  await send('touchEnd', []);
  await expect.poll(async () => (await boxOf(playground, 'service')).y).toBeGreaterThan(before.y + 30);
  await context.close();
});

test('the tour is offered to who comes for the first time, follows what one does, and can be left', async ({
  page,
}) => {
  await page.goto('/');
  const playground = new Playground(page);
  await playground.isLive();
  const tour = page.getByTestId('tour');
  await expect(tour).toContainText('1 of 5');
  await playground.send('buyer');
  await expect(tour).toContainText('2 of 5');
  await tour.getByRole('button', { name: 'Leave the tour' }).click();
  await expect(tour).toHaveCount(0);
  await page.goto('/');
  await playground.isLive();
  await expect(tour).toHaveCount(0);
});

test('a phone shows the drawing and plays, and does not change it', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true });
  const page = await context.newPage();
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await expect(playground.box('pong')).toBeVisible();
  await expect(page.getByRole('button', { name: 'TCP service', exact: true })).toHaveCount(0);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await page
    .getByRole('button', { name: /^Send / })
    .first()
    .tap();
  await expect(page.getByText(/1 message|2 messages|GET \/ping/).first()).toBeVisible();
  await context.close();
});
