import { expect, test } from '@playwright/test';
import { Playground } from './Playground.ts';

test('from an empty canvas to a reply: two services, a wire, a message, in six actions', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openEmpty();
  await playground.insert('HTTP gateway');
  await playground.insert('TCP service');
  await expect(playground.boxes).toHaveCount(2);
  await playground.drawWire('gateway', 'service');
  await expect(playground.wire('SERVICE')).toBeVisible();
  await playground.tab('Send').click();
  await playground.seesDot('request', () => page.getByRole('button', { name: 'Send', exact: true }).click());
  await expect(page.getByText('"hello"').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Show trace' })).toBeVisible();
});

test('a wire is drawn by dragging from port to port, too', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openEmpty();
  await playground.insert('HTTP gateway');
  await playground.insert('TCP service');
  await page.getByLabel('Wire from gateway').dragTo(page.getByLabel('Into service'));
  await expect(playground.wire('SERVICE')).toBeVisible();
});

test('a box is dragged in from the palette and lands at the pointer', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openEmpty();
  const target = { x: 300, y: 260 };
  await page
    .getByRole('button', { name: 'TCP service', exact: true })
    .dragTo(page.getByTestId('canvas'), { targetPosition: target });
  const canvas = await page.getByTestId('canvas').boundingBox();
  const box = await playground.box('service').boundingBox();
  expect(Math.abs((box?.x ?? 0) - (canvas?.x ?? 0) - target.x)).toBeLessThan(15);
  expect(Math.abs((box?.y ?? 0) - (canvas?.y ?? 0) - target.y)).toBeLessThan(15);
});

test('everything is undone back to empty, and redone', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openEmpty();
  await playground.insert('HTTP gateway');
  await playground.insert('TCP service');
  await playground.drawWire('gateway', 'service');
  await expect(playground.wire('SERVICE')).toBeVisible();
  await page.getByTestId('canvas').press('Escape');
  for (const left of [2, 1, 0]) {
    await playground.undo();
    await expect(playground.wire('SERVICE')).toHaveCount(0);
    await expect(playground.boxes).toHaveCount(left);
  }
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
  await page.keyboard.press('Control+Shift+Z');
  await expect(playground.boxes).toHaveCount(1);
});

test('Delete removes the selected box with its wires, but not while somebody types', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await playground.box('pong').getByText('pong', { exact: true }).dblclick();
  await page.getByRole('textbox', { name: 'Name', exact: true }).first().press('Delete');
  await page.keyboard.press('Escape');
  await expect(playground.box('pong')).toHaveCount(1);
  await playground.box('pong').getByText('pong', { exact: true }).click();
  await page.keyboard.press('Delete');
  await expect(playground.box("{ cmd: 'ping' }")).toHaveCount(0);
  await expect(playground.wire('PONG')).toHaveCount(0);
});

test('an edited step answers differently at once', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await playground.box('pong').getByRole('button', { name: "{ cmd: 'ping' }" }).click();
  await page.getByRole('button', { name: /^Step 1: / }).click();
  const editor = page.locator('.cm-content').first();
  await editor.click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type("'changed'");
  await page.keyboard.press('Tab');
  await expect
    .poll(async () => {
      const answer = await page.request.get(`/s/${playground.session}/http/gateway/ping`);
      return answer.text();
    })
    .toBe('changed');
});

test('from an empty canvas to a request that a second service answers, without typing anything', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openEmpty();
  await playground.insert('HTTP gateway');
  await playground.insert('TCP service');
  await playground.drawWire('gateway', 'service');
  const offer = playground.inspector.getByRole('region', { name: 'Not in use yet' });
  await expect(offer).toContainText('No handler of gateway sends over this wire yet');
  await offer.getByRole('button', { name: "Ask { cmd: 'hello' } in GET /hello" }).click();
  await expect(offer).toHaveCount(0);
  await playground.insert('Driver');
  await playground.send('driver');
  await expect(page.getByText('GET /hello · 2 hops · 200')).toBeVisible();
  await expect(page.getByText(/^Everything went well: gateway answered the driver 200/)).toBeVisible();
});
