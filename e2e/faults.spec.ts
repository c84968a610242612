import { expect, test, type Locator, type Page } from '@playwright/test';
import { seriousFindings } from './axe.ts';
import { Playground } from './Playground.ts';

const said = (page: Page): Locator => page.getByTestId('chaos-said');
const onCanvas = (page: Page, kind: string): Locator => page.getByTestId('canvas').locator(`[data-fault="${kind}"]`);

test('a fault counts its hits and its time down, on its card and on the canvas, and ends by itself', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await playground.openHandler('pong', "{ cmd: 'ping' }");
  await playground.openFaults();
  const card = playground.fault('Throw Error');
  await card.getByRole('switch').click();
  await card.getByLabel('hits at most').fill('3');
  await card.getByLabel('lasts, s').fill('600');
  await page.keyboard.press('Enter');
  await expect(card).toContainText('0 of 3 hits');
  await expect(card).toContainText(/\d+:\d\d left/);
  await expect(onCanvas(page, 'throw_error')).toContainText(/0\/3 \d+:\d\d/);
  await playground.sendOver('pong', { cmd: 'ping' }, {});
  await expect(card).toContainText('1 of 3 hits');
  await expect(onCanvas(page, 'throw_error')).toContainText('1/3');
  await playground.sendOver('pong', { cmd: 'ping' }, {});
  await expect(card).toContainText('2 of 3 hits');
  await playground.sendOver('pong', { cmd: 'ping' }, {});
  await expect(card.getByRole('switch')).not.toBeChecked();
  await expect(onCanvas(page, 'throw_error')).toHaveCount(0);
});

test('the time runs out: the fault is off without anybody doing anything', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await playground.wire('PONG').click();
  await playground.openFaults();
  const card = playground.fault('Latency');
  await card.getByRole('switch').click();
  await card.getByLabel('lasts, s').fill('1');
  await page.keyboard.press('Enter');
  await expect(card).toContainText('0:01 left');
  await expect(card.getByRole('switch')).not.toBeChecked();
  await expect(page.getByRole('button', { name: /broken/ })).toHaveCount(0);
});

test('counting down changes two numbers on the page and nothing else', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await playground.wire('PONG').click();
  await playground.openFaults();
  const card = playground.fault('Latency');
  await card.getByRole('switch').click();
  await card.getByLabel('lasts, s').fill('600');
  await page.keyboard.press('Enter');
  await expect(card).toContainText(/\d+:\d\d left/);
  // Until three seconds have been counted.
  const elsewhere = await page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const others: string[] = [];
        let counted = 0;
        const watcher = new MutationObserver((mutations) => {
          for (const { target } of mutations) {
            const element = target instanceof Element ? target : target.parentElement;
            if (element?.closest('[data-testid="canvas"] [data-fault]')) counted += 1;
            else if (!element?.closest('section[aria-label="Latency"]')) others.push(element?.outerHTML ?? '');
          }
          if (counted < 3) return;
          watcher.disconnect();
          resolve(others);
        });
        watcher.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
      }),
  );
  expect(elsewhere).toEqual([]);
});

test('match takes an expression, completes it from the last message and says whether that would be hit', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await playground.sendOver('pong', { cmd: 'ping' }, { text: 'hello' });
  await playground.openHandler('pong', "{ cmd: 'ping' }");
  await playground.openFaults();
  const card = playground.fault('Throw Error');
  await card.getByRole('switch').click();
  const match = playground.expression('only messages for which');
  await match.click();
  await page.keyboard.type('data.te');
  await expect(page.locator('.cm-tooltip-autocomplete')).toContainText('text"hello"');
  await page.keyboard.type("xt === 'hello'");
  await expect(card.getByTestId('match-tried')).toHaveText('The last message would be hit.');
  await page.keyboard.press('Enter');
  expect(await playground.sendOver('pong', { cmd: 'ping' }, { text: 'other' })).not.toHaveProperty('error');
  expect(await playground.sendOver('pong', { cmd: 'ping' }, { text: 'hello' })).toHaveProperty('error');
  await expect(card).toContainText('1 hit');
  await expect(card.getByTestId('match-tried')).toHaveText('The last message would be hit.');
  await playground.sendOver('pong', { cmd: 'ping' }, { text: 'other' });
  await expect(card.getByTestId('match-tried')).toHaveText('The last message is left alone.');
});

test('what is behind More is said when it is closed, and only what means something is there', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await playground.wire('PONG').click();
  await playground.openFaults();
  const latency = playground.fault('Latency');
  await latency.getByRole('switch').click();
  await expect(latency.getByLabel('only messages for which')).toHaveCount(0);
  await latency.getByRole('button', { name: 'More' }).focus();
  await page.keyboard.press('Enter');
  await latency.getByRole('combobox', { name: 'leg' }).click();
  await page.getByRole('option', { name: 'reply' }).click();
  await latency.getByLabel('seed').fill('7');
  await page.keyboard.press('Enter');
  await latency.getByRole('button', { name: 'Less' }).click();
  await expect(latency.getByRole('button', { name: 'More' })).toHaveText('Moreonly the reply · seed 7');
  const down = playground.fault('Down');
  await down.getByRole('switch').click();
  await down.getByRole('button', { name: 'More' }).click();
  await expect(down.getByLabel('seed')).toBeVisible();
  await expect(down.getByRole('combobox', { name: 'leg' })).toHaveCount(0);
});

test('a listener and a single replica are broken from the panel of their service', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('fan-out');
  await playground.box('notifications').getByText('notifications', { exact: true }).click();
  await playground.openFaults();
  await playground.inspector.getByRole('combobox', { name: 'What of it' }).click();
  await page.getByRole('option', { name: /^listener events/ }).click();
  await playground.inspector.getByRole('combobox', { name: 'On which replica' }).click();
  await page.getByRole('option', { name: 'replica 2' }).click();
  await expect(playground.inspector.getByRole('region', { name: 'Throw Error', exact: true })).toHaveCount(0);
  await playground.fault('Drop message').getByRole('switch').click();
  await expect.poll(() => playground.faultsOn()).toEqual(['drop on notifications.events 1']);
  await expect(playground.box('notifications').locator('[data-fault="drop"]')).toBeVisible();
  await playground.send('cat keeper');
  await expect(playground.box('notifications').locator('[data-fault="drop"]')).toContainText('×1');
  // From the list of what is broken back to where it was set.
  await playground.box('cats').getByText('cats', { exact: true }).click();
  await page.getByRole('button', { name: '1 thing is broken' }).click();
  await page.getByRole('button', { name: /^Drop message on notifications/ }).click();
  await expect(playground.fault('Drop message').getByRole('switch')).toBeChecked();
  await expect(playground.inspector.getByRole('combobox', { name: 'On which replica' })).toHaveValue(
    'replica 2 · 1 broken',
  );
});

test('switches that are pressed one right after the other are faults of their own', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await playground.wire('PONG').click();
  await playground.openFaults();
  const kinds = ['Latency', 'Bandwidth', 'Slicer', 'Drop message'];
  // Without a moment for the server's answer in between.
  await playground.inspector.evaluate((panel, labels) => {
    for (const label of labels) panel.querySelector<HTMLElement>(`section[aria-label="${label}"] input`)?.click();
  }, kinds);
  await expect(page.getByRole('button', { name: '4 things are broken' })).toBeVisible();
  for (const kind of kinds) await expect(playground.fault(kind).getByRole('switch')).toBeChecked();
});

test('a card is worked by keys alone: on, set, More, off', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  const tabTo = async (wanted: Locator): Promise<void> => {
    for (let pressed = 0; pressed < 60; pressed += 1) {
      if (await wanted.evaluate((one) => one === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    await expect(wanted).toBeFocused();
  };
  await playground.wire('PONG').focus();
  await page.keyboard.press('Enter');
  await playground.tab('Policy').focus();
  await page.keyboard.press('ArrowRight');
  await expect(playground.tab('Faults')).toBeFocused();
  const card = playground.fault('Latency');
  const toggle = card.getByRole('switch');
  await tabTo(toggle);
  await page.keyboard.press('Space');
  await expect(toggle).toBeChecked();
  await tabTo(card.getByRole('spinbutton', { name: 'delay, ms' }));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('250');
  await page.keyboard.press('Enter');
  await expect(onCanvas(page, 'latency')).toContainText('+250 ms');
  await tabTo(card.getByLabel('hits at most'));
  await page.keyboard.type('5');
  await tabTo(card.getByRole('button', { name: 'More' }));
  await expect(onCanvas(page, 'latency')).toContainText('0/5');
  await page.keyboard.press('Enter');
  await tabTo(card.getByRole('combobox', { name: 'leg' }));
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('option', { name: 'request' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(card.getByRole('combobox', { name: 'leg' })).toHaveValue('request');
  await toggle.focus();
  await page.keyboard.press('Space');
  await expect(onCanvas(page, 'latency')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Undo mend' })).toBeVisible();
});

test('whoever came by the read-only link sees what is broken and what it does, and no switches', async ({
  page,
  context,
}) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  const at = `/api/sessions/${playground.session}`;
  const made = (await (await page.request.put(`${at}/links/view`)).json()) as { view: string };
  const fault = { kind: 'throw_error', target: { handler: 'pong.ping' }, forMs: 600_000 };
  expect((await page.request.put(`${at}/faults/f`, { data: fault })).ok()).toBe(true);
  const guest = await context.newPage();
  const theirs = new Playground(guest);
  await guest.goto(made.view);
  await theirs.isLive();
  await theirs.openHandler('pong', "{ cmd: 'ping' }");
  await theirs.openFaults();
  await playground.sendOver('pong', { cmd: 'ping' }, {});
  await expect(theirs.fault('Throw Error')).toContainText('1 hit');
  await expect(theirs.fault('Throw Error')).toContainText(/\d+:\d\d left/);
  await expect(theirs.inspector.getByRole('switch')).toHaveCount(0);
});

test('a broker takes link and message faults', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('fan-out');
  await playground.box('redis').getByText('redis', { exact: true }).click();
  await playground.openFaults();
  await expect(playground.inspector.getByRole('button', { name: 'Connection' })).toBeVisible();
  await playground.fault('Drop message').getByRole('switch').focus();
  await page.keyboard.press('Space');
  await playground.send('cat keeper');
  await expect(playground.box('redis').locator('[data-fault="drop"]')).toContainText(/×\d/);
});

test('by pointer: what cannot take the fault is dimmed and says why; mend one, mend all, undo', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await playground.pickFault('Throw Error');
  await expect(playground.wire('PONG')).toHaveAttribute('data-reach', 'no');
  await expect(playground.wire('PONG')).toHaveAttribute('title', 'It acts on a handler or service.');
  await playground.wire('PONG').click();
  await expect(page.getByText(/cannot be put there. It acts on a handler or service/)).toBeVisible();
  await playground.box('pong').getByRole('button', { name: "{ cmd: 'ping' }" }).click();
  await expect(said(page)).toHaveText("Throw Error is on { cmd: 'ping' }.");
  await expect(playground.wire('PONG')).not.toHaveAttribute('data-reach');
  // Its settings are there at once.
  const card = playground.fault('Throw Error');
  await card.getByLabel('rate, %').fill('30');
  await page.keyboard.press('Enter');
  await expect(onCanvas(page, 'throw_error')).toContainText('30 %');
  await playground.pickFault('Latency');
  await playground.wire('PONG').click();
  await page.getByRole('button', { name: '2 things are broken' }).click();
  await page.getByRole('button', { name: /^Mend Latency on PONG/ }).click();
  await expect(page.getByRole('button', { name: '1 thing is broken' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Mend all' }).click();
  await expect(page.getByRole('button', { name: /broken/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo mend' }).click();
  await expect(onCanvas(page, 'throw_error')).toContainText('30 %');
  await expect(page.getByRole('button', { name: 'Undo mend' })).toHaveCount(0);
});

test('by keys alone: pick, take aim, break, mend, undo', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await page.keyboard.press('b');
  await expect(page.getByRole('combobox', { name: 'Which fault?' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Break something' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.type('throw error');
  await page.keyboard.press('Enter');
  const list = page.getByRole('listbox', { name: 'What shall it hit?' });
  await expect(list).toBeFocused();
  const aimed = list.getByRole('option', { selected: true });
  await expect(aimed).toContainText('gateway');
  await expect(list.getByRole('option', { name: /PONG/ })).toBeDisabled();
  await expect(list.getByRole('option', { name: /PONG/ })).toContainText('It acts on a handler or service.');
  await page.keyboard.press('Tab');
  await expect(aimed).toContainText('GET /ping');
  await page.keyboard.press('p');
  await expect(aimed).toContainText('pong');
  await expect(page.getByTestId('service-pong')).toHaveAttribute('data-reach', 'aimed');
  await page.keyboard.press('ArrowDown');
  await expect(aimed).toContainText('handler of pong');
  await page.keyboard.press('Enter');
  await expect.poll(() => playground.faultsOn()).toEqual(['throw_error on ping pong']);
  await expect(page.getByRole('button', { name: 'Break something' })).toBeFocused();
  const broken = page.getByRole('button', { name: '1 thing is broken' });
  await expect(async () => {
    await page.keyboard.press('Tab');
    await expect(broken).toBeFocused({ timeout: 100 });
  }).toPass();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Throw Error on pong/ })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect.poll(() => playground.faultsOn()).toEqual([]);
  await expect(page.getByRole('button', { name: 'Undo mend' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(() => playground.faultsOn()).toEqual(['throw_error on ping pong']);
  await expect(page.getByRole('button', { name: 'Break something' })).toBeFocused();
  // Esc puts back what was taken, and nothing has changed.
  await page.keyboard.press('b');
  await expect(page.getByRole('combobox', { name: 'Which fault?' })).toBeFocused();
  await page.keyboard.type('latency');
  await page.keyboard.press('Enter');
  await expect(list).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(list).toHaveCount(0);
  expect(await playground.faultsOn()).toEqual(['throw_error on ping pong']);
});

test('every fault of the catalogue can be put somewhere by keys', async ({ page }) => {
  // Some thirty of them, one after the other.
  test.slow();
  const playground = new Playground(page);
  await playground.openExample('fan-out');
  await page.keyboard.press('b');
  const options = page.getByRole('option');
  await expect(options.first()).toBeVisible();
  const kinds = await options.evaluateAll((all) => all.map((one) => one.getAttribute('value') ?? ''));
  expect(kinds.length).toBeGreaterThan(15);
  await page.keyboard.press('Escape');
  for (const kind of kinds) {
    await page.keyboard.press('b');
    await page.getByRole('combobox', { name: 'Which fault?' }).fill(kind);
    await page.keyboard.press('Enter');
    const none = page.getByText('There is nothing here that it could hit.');
    await expect(page.getByRole('option', { selected: true }).or(none)).toBeVisible();
    if (await none.isVisible()) {
      // Then everything says why.
      await expect(page.getByRole('option').first()).toContainText(/It acts on a|first/);
      await page.keyboard.press('Escape');
      continue;
    }
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await playground.faultsOn()).map((on) => on.split(' ')[0])).toEqual([kind]);
    await page.request.delete(`/api/sessions/${playground.session}/faults`);
    await expect(page.getByRole('button', { name: /broken/ })).toHaveCount(0);
  }
});

test('whoever wants no motion sees the seconds and no bar', async ({ page }) => {
  const playground = new Playground(page);
  const putTimed = async (): Promise<Locator> => {
    await playground.openExample('ping-pong');
    await playground.wire('PONG').click();
    await playground.openFaults();
    const card = playground.fault('Latency');
    await card.getByRole('switch').click();
    await card.getByLabel('lasts, s').fill('600');
    await page.keyboard.press('Enter');
    await expect(card).toContainText(/\d+:\d\d left/);
    return card.locator('[class*="track"]').last();
  };
  await expect(await putTimed()).toBeVisible();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect(await putTimed()).toBeHidden();
});

for (const colorScheme of ['dark', 'light'] as const) {
  const openThemed = async (page: Page): Promise<Playground> => {
    const playground = new Playground(page);
    await playground.openExample('fan-out');
    if (colorScheme === 'light') await page.getByRole('button', { name: 'Use the light theme' }).click();
    return playground;
  };
  const isClean = async (page: Page): Promise<void> => expect(await seriousFindings(page)).toEqual([]);

  test(`axe finds nothing serious on the cards of faults, in the ${colorScheme} theme`, async ({ page }) => {
    const playground = await openThemed(page);
    await playground.wire('EVENTS').click();
    await playground.openFaults();
    for (const label of ['Latency', 'Drop message', 'Wrong pattern']) {
      const card = playground.fault(label);
      await card.getByRole('switch').click();
      await card.getByLabel('lasts, s').fill('600');
      await page.keyboard.press('Enter');
      await card.getByRole('button', { name: 'More' }).click();
    }
    await expect(page.locator('.cm-content').first()).toBeVisible();
    await isClean(page);
    await playground.openHandler('notifications', 'cat_created');
    await playground.openFaults();
    await playground.fault('Throw RpcException').getByRole('switch').click();
    await isClean(page);
    await playground.box('notifications').getByText('notifications', { exact: true }).click();
    await playground.openFaults();
    await playground.fault('Latency').getByRole('switch').click();
    await isClean(page);
  });

  test(`axe finds nothing serious where faults are chosen and mended, in the ${colorScheme} theme`, async ({
    page,
  }) => {
    const playground = await openThemed(page);
    await playground.box('redis').getByText('redis', { exact: true }).click();
    await playground.openFaults();
    await playground.fault('Latency').getByRole('switch').click();
    await page.getByRole('button', { name: '1 thing is broken' }).click();
    await expect(page.getByRole('button', { name: /^Mend Latency on redis/ })).toBeVisible();
    await isClean(page);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Break something' }).click();
    await expect(page.getByRole('combobox', { name: 'Which fault?' })).toBeFocused();
    await isClean(page);
    await page.keyboard.type('throw error');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('option', { selected: true })).toBeVisible();
    await isClean(page);
  });
}

for (const [width, height] of [
  [1024, 768],
  [1440, 900],
] as const) {
  test(`nothing of it covers anything else at ${width} × ${height}`, async ({ browser }) => {
    const page = await browser.newPage({ viewport: { width, height } });
    const playground = new Playground(page);
    await playground.openExample('fan-out');
    await playground.pickFault('Latency');
    await playground.box('redis').getByText('redis', { exact: true }).click();
    await playground.pickFault('Drop message');
    await playground.wire('EVENTS').click();
    const buttons = page.getByRole('button', { name: /Break something|are broken|Mend all|Undo mend/ });
    await expect(buttons).toHaveCount(3);
    const things = [
      ...(await buttons.all()),
      page.locator('.react-flow__minimap'),
      page.locator('.react-flow__controls'),
    ];
    const boxes = await Promise.all(things.map((one) => one.boundingBox()));
    for (const [index, a] of boxes.entries()) {
      for (const b of boxes.slice(index + 1)) {
        if (a === null || b === null) throw new Error('Something is not to be seen');
        const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        expect(apart, `${JSON.stringify(a)} and ${JSON.stringify(b)}`).toBe(true);
      }
    }
    for (const label of ['Latency', 'Drop message', 'Slicer']) {
      const card = playground.fault(label);
      if (!(await card.getByRole('switch').isChecked())) await card.getByRole('switch').click();
      await card.getByRole('button', { name: 'More' }).click();
      expect(await card.evaluate((one) => one.scrollWidth - one.clientWidth)).toBeLessThanOrEqual(0);
    }
    await page.close();
  });
}
