import { expect, test, type Page } from '@playwright/test';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';
import { pingPong } from '#shared/examples/pingPong.ts';
import { seriousFindings } from './axe.ts';
import { Playground } from './Playground.ts';

const message = (page: Page) => page.getByRole('complementary', { name: 'Message', exact: true });
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Bytes on the wire' });
const field = (page: Page, name: string) =>
  dialog(page)
    .getByRole('button', { name: new RegExp(`^${name} `) })
    .first();
/** The bytes that are lit up, read off the ASCII column. */
const lit = (page: Page) => dialog(page).locator('[class*=letter][data-active]').allTextContents();
const packet = (page: Page) => dialog(page).locator('[class*=letter][data-packet]').allTextContents();

async function openMessage(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('region', { name: 'Waterfall' }).getByRole('button', { name }).click();
  await message(page).getByRole('button', { name: 'Show the packet and its bytes' }).click();
}

test('a message over TCP opens to its bytes, with the fields named and the packet marked', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openFlow(pingPong);
  await playground.send('you');
  await openMessage(page, /^ping/);
  const wire = message(page).getByRole('region', { name: 'On the wire' });
  await expect(wire.getByRole('region', { name: 'Packet of the request' })).toContainText('"cmd": "ping"');
  await expect(wire.getByRole('region', { name: 'Packet of the reply' })).toContainText('"isDisposed": true');

  const crossings = wire.getByRole('list', { name: 'Crossings' }).getByRole('button');
  await expect(crossings).toHaveCount(2);
  await crossings.first().click();
  await expect(dialog(page).getByRole('region', { name: 'Fields of the frame' })).toContainText(
    'How long the packet is',
  );
  expect((await packet(page)).join('')).toMatch(/^\{"pattern":.*\}$/);

  await field(page, 'pattern').hover();
  expect((await lit(page)).join('')).toMatch(/^\{"pattern":\{"cmd":"ping"\},$/);
  expect(await seriousFindings(page)).toEqual([]);
  // By keys: from field to field, and each field is a stop of its own.
  await dialog(page)
    .getByRole('region', { name: /^Bytes as hex/ })
    .focus();
  await page.keyboard.press('ArrowLeft');
  expect((await lit(page)).join('')).toBe('#');
  await field(page, 'length').focus();
  expect((await lit(page)).join('')).toMatch(/^\d+$/);

  await dialog(page).getByRole('list', { name: 'Crossings' }).getByRole('button').nth(1).click();
  await expect(field(page, 'response')).toBeVisible();
});

const overRedis: Flow = {
  ...emptyFlow('Over Redis'),
  services: {
    gateway: {
      name: 'gateway',
      position: { x: -450, y: 0 },
      replicas: 1,
      listeners: { http: { transport: 'http' } },
      handlers: {
        color: {
          on: { http: 'GET /color' },
          steps: [
            { do: 'send', wire: 'events', pattern: 'generate_color', data: "{ of: 'cat' }", as: 'color' },
            { do: 'reply', value: 'color' },
          ],
        },
      },
    },
    colors: {
      name: 'colors',
      position: { x: 300, y: 0 },
      replicas: 1,
      listeners: { redis: { transport: 'redis', broker: 'redis' } },
      handlers: { color: { on: { message: 'generate_color' }, steps: [{ do: 'reply', value: "'red'" }] } },
    },
  },
  brokers: { redis: { name: 'redis', transport: 'redis', position: { x: -50, y: 0 } } },
  wires: { events: { name: 'EVENTS', from: 'gateway', to: 'redis' } },
  drivers: { you: { name: 'you', position: { x: -750, y: 0 }, to: 'gateway', request: 'GET /color', perSecond: 0 } },
};

test('a message over Redis is followed to the broker, to the service and back, by whoever may only look', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openFlow(overRedis);
  await playground.send('you');
  await expect(page.getByText(/GET \/color · .* · 200/)).toBeVisible();
  const links = await page.request.put(`/api/sessions/${playground.session}/links/view`);
  await page.goto(((await links.json()) as { view: string }).view);
  await page.getByRole('region', { name: 'Waterfall' }).waitFor();
  await openMessage(page, /^generate_color/);
  const crossings = message(page).getByRole('list', { name: 'Crossings' }).getByRole('button');
  await expect(crossings).toHaveText([
    /gateway → redis.*PUBLISH generate_color · \d+ bytes/s,
    /redis → colors.*message generate_color ·/s,
    /colors → redis.*PUBLISH generate_color.reply ·/s,
    /redis → gateway.*message generate_color.reply ·/s,
  ]);
  await crossings.nth(2).click();
  await expect(field(page, 'channel')).toContainText('generate_color.reply');
  await field(page, 'response').hover();
  expect((await lit(page)).join('')).toBe('{"response":"red",');
  expect((await packet(page)).join('')).toMatch(/^\{"response":"red","isDisposed":true,"id":".*"\}$/);
});

test('axe finds nothing serious on bytes in the light theme, in a narrow window', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  const playground = new Playground(page);
  await playground.openFlow(pingPong);
  await page.getByRole('button', { name: 'Use the light theme' }).click();
  await playground.send('you');
  await openMessage(page, /^ping/);
  await message(page).getByRole('list', { name: 'Crossings' }).getByRole('button').first().click();
  await field(page, 'data').hover();
  expect(await seriousFindings(page)).toEqual([]);
});
