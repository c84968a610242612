import { expect, test } from '@playwright/test';
import { seriousFindings } from './axe.ts';
import { Playground } from './Playground.ts';

test('above a trace stands in words where its time went and what failed first', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const playground = new Playground(page);
  await playground.openExample('failing-service');
  const verdict = page.getByRole('status', { name: 'Verdict' });
  await playground.send('RpcException');
  await expect(verdict).toHaveText(
    /^payments threw “RpcException: Card declined” in declined\. api-gateway got “402 Card declined”, driver RpcException “402 Card declined” after .+ m?s\.$/,
  );
  await playground.send('too slow');
  await expect(verdict).toHaveText(
    /^PAYMENTS answered after 2.* s; api-gateway gave up at 1 s\. Driver too slow got “504 Timeout has occurred” after 1.* s\.$/,
  );
  await page.getByRole('button', { name: 'Copy the verdict' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('api-gateway gave up at 1 s');
  await verdict.getByRole('link', { name: /^PAYMENTS answered after/ }).click();
  await expect(page.getByRole('complementary', { name: 'Message' }).getByRole('heading').first()).toHaveText(
    "{ cmd: 'slow' }",
  );
});

test('a verdict names the fault that is to blame', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await playground.wire('PONG').click();
  await playground.tab('Faults').click();
  await page.getByRole('switch', { name: 'Down' }).click();
  await playground.send('you');
  await expect(page.getByRole('status', { name: 'Verdict' })).toContainText(
    'api-gateway could not reach pong over PONG because of your down fault',
  );
});

test('an exception is seen from where it was thrown to what its caller got', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('failing-service');
  await playground.send('plain Error');
  await page.getByRole('button', { name: /^broken payments/ }).click();
  const xray = page.getByRole('region', { name: 'X-ray of the exception' });
  await expect(xray.getByRole('listitem')).toHaveCount(4);
  for (const [stage, text] of [
    ['Thrown', 'The database is on fire'],
    ['After Nest’s filters', 'only an RpcException leaves a microservice'],
    ['On the wire', '"isDisposed": true'],
    ['The caller got', 'Internal server error'],
  ] as const) {
    await expect(xray.getByRole('listitem').filter({ hasText: stage })).toContainText(text);
  }
});

test('axe finds nothing serious on a failed message in the light theme', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('failing-service');
  await page.getByRole('button', { name: 'Use the light theme' }).click();
  await playground.send('plain Error');
  await page.getByRole('button', { name: /^broken payments/ }).click();
  await expect(page.getByRole('region', { name: 'X-ray of the exception' })).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
});
