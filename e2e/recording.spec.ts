import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** Records a request, and what somebody breaks meanwhile. */
async function recordSome(playground: Playground): Promise<void> {
  const { page } = playground;
  await page.getByRole('button', { name: 'Record what happens' }).click();
  await expect(page.getByRole('button', { name: 'End the recording' })).toBeVisible();
  await playground.sendOver('pong', { cmd: 'ping' }, { text: 'one' });
  await page.request.put(`/api/sessions/${playground.session}/faults/out`, {
    data: { kind: 'throw_rpc', message: 'out of ink', target: { handler: 'pong.ping' } },
  });
  await playground.sendOver('pong', { cmd: 'ping' }, { text: 'two' });
  await page.getByRole('button', { name: 'End the recording' }).click();
  await expect(keep(page)).toBeVisible();
}

const clock = (page: Page) => page.getByTestId('play-clock');

test('a recording that is saved as a page opens from the disk, without any server and network', async ({
  page,
  browser,
}) => {
  const playground = new Playground(page);
  await playground.openFlow({ ...pingPong, name: '</script><b>Ping</b>' });
  await recordSome(playground);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    keep(page).getByRole('button', { name: 'Save as a page' }).click(),
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-recording-'));
  const path = join(folder, 'recording.html');
  await file.saveAs(path);

  const context = await browser.newContext({ offline: true, viewport: { width: 1440, height: 900 } });
  const alone = await context.newPage();
  const asked: string[] = [];
  const complaints: string[] = [];
  alone.on('request', (request) => asked.push(request.url().slice(0, 40)));
  alone.on('pageerror', (error) => complaints.push(error.message));
  alone.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await alone.goto(`file://${path}`);
  await expect(alone.getByRole('heading', { name: '</script><b>Ping</b>' })).toBeVisible();
  const there = new Playground(alone);
  await expect(there.box('pong')).toBeVisible();
  await expect(alone.getByText(/Broke pong .*RpcException/)).toBeVisible();
  expect(await seriousFindings(alone)).toEqual([]);
  await expect(there.box('pong').getByText('RPC')).toBeVisible();
  const [, length = 'none'] =
    /^recording, (.*)$/.exec((await alone.getByText(/^recording, /).textContent()) ?? '') ?? [];
  await expect(clock(alone)).toHaveText(length);
  // At the beginning nothing has happened yet, and nothing is broken.
  await alone.getByRole('slider', { name: 'Moment' }).press('Home');
  await expect(there.box('pong').getByText('RPC')).toBeHidden();
  const began = await clock(alone).textContent();
  await alone.keyboard.press('s');
  await expect(clock(alone)).not.toHaveText(began ?? '');
  // Some steps later a message is on its way.
  await expect(async () => {
    await alone.keyboard.press('s');
    await expect(alone.getByTestId('overlay-dots')).toContainText('PONG', { timeout: 500 });
  }).toPass();
  await alone.getByRole('tab', { name: 'Messages' }).click();
  await expect(alone.getByRole('tabpanel', { name: 'Messages' })).toContainText('ping');
  await alone.getByText(/Broke pong/).click();
  await expect(there.box('pong').getByText('RPC')).toBeVisible();
  await alone.getByRole('slider', { name: 'Moment' }).press('End');
  await alone.getByRole('tab', { name: 'Timeline' }).click();
  await expect(alone.getByText('out of ink').first()).toBeVisible();
  await alone.getByRole('button', { name: 'Speed 1×' }).click();
  await alone.getByRole('button', { name: 'Play' }).click();
  // It plays to its end, and stops there.
  await expect(alone.getByRole('button', { name: 'Pause' })).toBeVisible();
  await expect(alone.getByRole('button', { name: 'Play' })).toBeVisible();
  expect(complaints).toEqual([]);
  expect(asked.filter((url) => !/^(file|data|blob):/.test(url))).toEqual([]);
  await context.close();
  await rm(folder, { recursive: true });
});

test('a recording is opened, replayed, and says what went differently', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openFlow(pingPong);
  await recordSome(playground);
  await keep(page).getByRole('button', { name: 'Open it here' }).click();
  const replay = page.getByRole('region', { name: 'Replay' });
  await replay.getByRole('button', { name: 'Replay it' }).click();
  await expect(replay.getByRole('status')).toHaveText('All 2 messages went as then.', { timeout: 60_000 });
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Back to the playground' }).click();
  await playground.isLive();

  // The drawing of now answers something else.
  const { services } = pingPong;
  const edits = [
    {
      edit: 'putHandler',
      service: 'pong',
      id: 'ping',
      handler: { ...services['pong']?.handlers['ping'], steps: [{ do: 'throw', error: 'rpc', message: 'not today' }] },
    },
  ];
  const { revision } = (await (await page.request.get(`/api/sessions/${playground.session}`)).json()) as {
    revision: number;
  };
  await page.request.post(`/api/sessions/${playground.session}/edits`, { data: { revision, edits } });
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find or do anything' }).fill('just happened');
  await page.keyboard.press('Enter');
  await keep(page).getByRole('button', { name: 'Open it here' }).click();
  await replay.getByRole('button', { name: 'On the drawing of now' }).click();
  await expect(replay.getByRole('status')).toHaveText(/^1 of 2 messages went differently/, { timeout: 60_000 });
  const line = replay.getByRole('button', { name: /^\S+ 1\. ping: answered .* then, failed with "not today" now/ });
  await line.click();
  await expect(page.getByRole('region', { name: 'Waterfall' })).toContainText('not today');
  expect(await seriousFindings(page)).toEqual([]);
});

test('a recording is opened out of a file that is dropped on the drawing, and anything else is refused', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openFlow(pingPong);
  await playground.sendOver('pong', { cmd: 'ping' }, { text: 'one' });
  const answer = await page.request.get(`/api/sessions/${playground.session}/recording?of=past`);
  const { recording } = (await answer.json()) as { recording: Recording };
  const drop = async (name: string, text: string): Promise<void> => {
    const dataTransfer = await page.evaluateHandle(
      ([file, content]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([content], file, { type: 'application/json' }));
        return transfer;
      },
      [name, text] as const,
    );
    await page.getByTestId('canvas').dispatchEvent('drop', { dataTransfer });
  };
  await drop('x.patchbay-recording.json', '{ "patchbayRecording": 2 }');
  await expect(page.getByText(/x\.patchbay-recording\.json: /)).toBeVisible();
  await drop('y.patchbay-recording.json', JSON.stringify(recording));
  await expect(page.getByTestId('play-bar')).toBeVisible();
  await expect(page.getByText('1 message came in')).toBeVisible();
  await page.getByRole('button', { name: 'Back to the playground' }).click();
  await playground.isLive();
  await expect(playground.tab('Messages')).toContainText('1');
});
