import { expect, test } from '@playwright/test';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';
import { seriousFindings } from './axe.ts';
import { Playground } from './Playground.ts';

/** Too wide for the window at a size at which its names could be read. */
function wideFlow(): Flow {
  const flow = emptyFlow('Wide');
  for (let index = 0; index < 12; index += 1) {
    flow.services[`s${index}`] = {
      name: `service-${index}`,
      position: { x: index * 420, y: (index % 3) * 240 },
      replicas: 1,
      listeners: { tcp: { transport: 'tcp' } },
      handlers: { ask: { on: { message: { cmd: `ask${index}` } }, steps: [{ do: 'reply', value: '1' }] } },
    };
    if (index > 0)
      flow.wires[`w${index}`] = { name: `W${index}`, from: `s${index - 1}`, to: `s${index}`, policies: {} };
  }
  return flow;
}

test('far away boxes are plain, by Tab all in them can be reached, and from nearby they are as ever', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openFlow(wideFlow());
  const name = playground.box('service-3').getByText('service-3');
  const wire = playground.wire('W3');
  await expect(name).toBeHidden();
  await expect(wire).toBeHidden();
  await page.screenshot({ path: 'test-results/far-dark.png' });
  expect(await seriousFindings(page)).toEqual([]);
  await playground.box('service-3').click();
  await expect(playground.box('service-3')).toHaveClass(/selected/);

  await page.keyboard.press('Tab');
  await expect(name).toBeVisible();
  await expect(wire).toBeVisible();
  await page.mouse.move(700, 120);
  await page.mouse.down();
  await expect(name).toBeHidden();
  await page.mouse.move(760, 160, { steps: 5 });
  await page.mouse.up();
  await page.getByRole('button', { name: 'Use the light theme' }).click();
  await page.screenshot({ path: 'test-results/far-light.png' });
  expect(await seriousFindings(page)).toEqual([]);

  await page.getByTestId('canvas').focus();
  await page.keyboard.press('0');
  await expect(name).toBeVisible();
});

test('a picture of a drawing that is far away has all in it', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openFlow(wideFlow());
  await expect(playground.box('service-3').getByText('service-3')).toBeHidden();
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('dialog', { name: 'Share' }).getByRole('button', { name: 'Download SVG' }).click();
  const stream = await (await download).createReadStream();
  let svg = '';
  for await (const piece of stream) svg += String(piece);
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);
  expect(texts).toEqual(expect.arrayContaining(['service-3', "{ cmd: 'ask3' }", 'W3']));
  await expect(playground.box('service-3').getByText('service-3')).toBeHidden();
});
