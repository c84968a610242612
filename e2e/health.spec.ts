import { expect, test } from '@playwright/test';
import { Playground } from './Playground.ts';

test('boxes say that they are ready, which broker they are not ready for, and that they are ready again', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openExample('fan-out');
  const health = (service: string) => playground.box(service).getByRole('img', { name: /^(not )?ready/ });
  const ofAll = ['cats', 'notifications', 'audit'];
  for (const service of ofAll) await expect(health(service)).toHaveAccessibleName('ready');

  await playground.box('redis').getByText('redis', { exact: true }).click();
  await page.getByRole('button', { name: 'Kill', exact: true }).click();
  for (const service of ofAll) {
    await expect(health(service)).toHaveAccessibleName('not ready: Broker "redis" is down.');
  }
  await playground.box('audit').getByText('audit', { exact: true }).click();
  const section = playground.inspector.getByRole('region', { name: 'Health' });
  await expect(section).toContainText('Not ready');
  await expect(section.getByRole('listitem')).toHaveText('Broker "redis" is down.');
  await expect(section).toContainText('health.audit');

  await playground.box('redis').getByText('redis', { exact: true }).click();
  await page
    .getByRole('button', { name: /^(Restart|Start)$/ })
    .first()
    .click();
  for (const service of ofAll) await expect(health(service)).toHaveAccessibleName('ready');
});
