import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { pingPong } from '#shared/examples/pingPong.ts';
import { parseRecording, type Recording } from '#shared/recording/recording.ts';
import { stimuliOf } from '#shared/recording/stimuli.ts';
import { seriousFindings } from './axe.ts';
import { Playground } from './Playground.ts';

const keep = (page: Page) => page.getByRole('dialog', { name: 'Keep what happened' });

/** Ends the recording, and saves it as a file; gives back what is in it. */
async function saved(page: Page): Promise<Recording> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    keep(page).getByRole('button', { name: 'Save as a file' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('ping-pong.patchbay-recording.json');
  const parsed = parseRecording(JSON.parse(await readFile(await file.path(), 'utf8')));
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.value;
}

test('what happens between two clicks is recorded, seen by everybody, and saved as a file', async ({
  page,
  context,
}) => {
  const playground = new Playground(page);
  await playground.openFlow(pingPong);
  await playground.send('you');
  const other = await context.newPage();
  await other.goto(page.url());
  await new Playground(other).isLive();
  await page.getByRole('button', { name: 'Record what happens' }).click();
  const end = other.getByRole('button', { name: 'End the recording' });
  await expect(end).toBeVisible();
  await playground.send('you');
  await expect(playground.tab('Messages')).toContainText('4');
  await page.getByRole('button', { name: 'End the recording' }).click();
  await expect(keep(page)).toContainText('The recording, 0:');
  expect(await seriousFindings(page)).toEqual([]);
  await expect(end).toBeHidden();
  expect(stimuliOf(await saved(page))).toMatchObject([{ from: 'driver', driver: 'you' }]);
});

test('what has just happened is saved although nobody pressed record', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openFlow(pingPong);
  await playground.sendOver('pong', { cmd: 'ping' }, { text: 'one' });
  await playground.sendOver('pong', { cmd: 'ping' }, { text: 'two' });
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox').fill('just happened');
  await page.keyboard.press('Enter');
  await expect(keep(page)).toContainText('the last ten minutes');
  expect(stimuliOf(await saved(page)).map((stimulus) => ('data' in stimulus ? stimulus.data : undefined))).toEqual([
    { text: 'one' },
    { text: 'two' },
  ]);
});
