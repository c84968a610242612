import { expect, test } from '@playwright/test';
import { Playground } from './Playground.ts';

test('who received what is counted per replica, and what reached nobody says why', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('fan-out');
  await playground.send('cat keeper');
  // Redis gives every event to both replicas.
  await expect(playground.box('notifications')).toContainText('1 duplicate');
  await playground.box('notifications').getByText('notifications', { exact: true }).click();
  await expect(playground.inspector.getByText('1 duplicate')).toHaveCount(1);

  for (const service of ['notifications', 'audit']) {
    await playground.box(service).getByText(service, { exact: true }).click();
    await playground.inspector.getByRole('button', { name: 'Kill', exact: true }).click();
    await expect(playground.box(service)).toContainText('down');
  }
  await playground.send('cat keeper');
  await playground.wire('EVENTS').click();
  await expect(playground.inspector.getByText('1 message reached nobody: 0 subscribers')).toBeVisible();
  await expect(page.getByRole('button', { name: /^cat_created/ })).toContainText('nobody received it (0 subscribers)');
});
