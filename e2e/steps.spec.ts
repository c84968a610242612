import { expect, test, type Locator, type Page } from '@playwright/test';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';
import type { Step } from '#shared/steps/step.ts';
import { seriousFindings } from './axe.ts';
import { Playground } from './Playground.ts';

/** A handler's steps: moved, copied, written and tried, by pointer, by finger and by key. */

/** Tall, so that every step can be seen: a pointer at the edge of the inspector would scroll it. */
const viewport = { width: 1440, height: 1400 };
test.use({ viewport });

const log = (value: string): Step => ({ do: 'log', value });

const startSteps: Step[] = [
  log('1'),
  { do: 'when', condition: 'data.ok', then: [log('2')], else: [] },
  { do: 'attempt', steps: [log('3')], catch: [] },
  { do: 'reply', value: 'data' },
];

/** One TCP service `math` with one handler `sum`. */
function flowWith(steps: Step[]): Flow {
  const flow = emptyFlow('Steps');
  flow.services['math'] = {
    name: 'math',
    position: { x: 200, y: 60 },
    replicas: 1,
    listeners: { tcp: { transport: 'tcp' } },
    handlers: { sum: { on: { message: { cmd: 'sum' } }, steps } },
  };
  return flow;
}

async function open(page: Page, steps = startSteps): Promise<Playground> {
  const playground = new Playground(page);
  await playground.openFlow(flowWith(steps));
  await playground.openHandler('math', "{ cmd: 'sum' }");
  return playground;
}

/** Somebody to ask it. */
const caller = {
  name: 'web',
  position: { x: 0, y: 0 },
  listeners: { http: { transport: 'http' } },
};

const middle = async (locator: Locator) => {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('It is not on the page');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

/** The handler's steps as the server has them, in one line. */
const stepsOf = (playground: Playground) => () => playground.stepsLine('math', 'sum');

test('a step is dragged to another place, into an inner list and out again; each time one step to undo', async ({
  page,
}) => {
  const playground = await open(page);
  const steps = stepsOf(playground);
  const drag = async (from: string, to: { x: number; y: number }) => {
    const grip = await middle(playground.grip(from));
    await page.mouse.move(grip.x, grip.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 8 });
    await page.mouse.up();
  };
  const grip = await middle(playground.grip('4'));
  await drag('1', { x: grip.x, y: grip.y + 14 });
  await expect.poll(steps).toBe('when(log 2|) attempt(log 3|) reply log 1');
  await expect(playground.grip('4')).toBeFocused();
  const inner = await middle(playground.grip('1 then 1'));
  await drag('4', { x: inner.x, y: inner.y + 16 });
  await expect.poll(steps).toBe('when(log 2 log 1|) attempt(log 3|) reply');
  const first = await middle(playground.grip('1'));
  await drag('1 then 2', { x: first.x, y: first.y - 14 });
  await expect.poll(steps).toBe('log 1 when(log 2|) attempt(log 3|) reply');
  for (const before of [
    'when(log 2 log 1|) attempt(log 3|) reply',
    'when(log 2|) attempt(log 3|) reply log 1',
    'log 1 when(log 2|) attempt(log 3|) reply',
  ]) {
    await playground.undo();
    await expect.poll(steps).toBe(before);
  }
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
});

test('Escape puts a dragged step back, and nothing has changed', async ({ page }) => {
  const playground = await open(page);
  const grip = await middle(playground.grip('1'));
  const last = await middle(playground.grip('4'));
  await page.mouse.move(grip.x, grip.y);
  await page.mouse.down();
  await page.mouse.move(last.x, last.y + 14, { steps: 6 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(playground.stepsSaid).toHaveText('Log put back.');
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
});

test('a finger drags a step, too', async ({ browser }) => {
  const context = await browser.newContext({ viewport, hasTouch: true });
  const page = await context.newPage();
  const playground = await open(page);
  const grip = await middle(playground.grip('1'));
  const last = await middle(playground.grip('4'));
  const touch = await context.newCDPSession(page);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', point?: { x: number; y: number }) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints: point === undefined ? [] : [point] });
  await send('touchStart', grip);
  await send('touchMove', { x: grip.x, y: grip.y + 20 });
  await send('touchMove', { x: last.x, y: last.y + 14 });
  await send('touchEnd');
  await expect.poll(stepsOf(playground)).toBe('when(log 2|) attempt(log 3|) reply log 1');
  await context.close();
});

test('a step is lifted, led and put down by keys, and every place is said', async ({ page }) => {
  const playground = await open(page);
  const steps = stepsOf(playground);
  await playground.grip('1').focus();
  await page.keyboard.press('Space');
  await expect(playground.stepsSaid).toContainText('Log lifted, at place 1 of 4.');
  await page.keyboard.press('ArrowDown');
  await expect(playground.stepsSaid).toHaveText('To place 1 of 2 in then of step 2.');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(playground.stepsSaid).toHaveText('To place 1 of 1 in else of step 2.');
  await page.keyboard.press('Enter');
  await expect.poll(steps).toBe('when(log 2|log 1) attempt(log 3|) reply');
  await expect(playground.grip('1 else 1')).toBeFocused();
  await expect(playground.stepsSaid).toHaveText('Log moved to place 1 of 1 in else of step 2.');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Home');
  await page.keyboard.press('Escape');
  await expect(playground.stepsSaid).toHaveText('Log put back.');
  expect(await steps()).toBe('when(log 2|log 1) attempt(log 3|) reply');
  await expect(playground.grip('1 else 1')).toBeFocused();
});

test('Alt and the arrows move a step, and the keyboard stays on it', async ({ page }) => {
  const playground = await open(page);
  const steps = stepsOf(playground);
  await playground.step('4').focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect.poll(steps).toBe('log 1 when(log 2|) reply attempt(log 3|)');
  await expect(playground.step('3')).toBeFocused();
  await expect(playground.stepsSaid).toHaveText('Reply moved to place 3 of 4.');
  await playground.step('2 then 1').focus();
  await page.keyboard.press('Alt+ArrowDown');
  await expect.poll(steps).toBe('log 1 when(|) log 2 reply attempt(log 3|)');
  await expect(playground.step('3')).toBeFocused();
});

test('a step is doubled, copied, cut, pasted and deleted, and the keyboard is never lost', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const playground = await open(page, [log('1'), log('2'), { do: 'reply', value: 'data' }]);
  const steps = stepsOf(playground);
  await playground.step('2').focus();
  await page.keyboard.press('Control+d');
  await expect.poll(steps).toBe('log 1 log 2 log 2 reply');
  await expect(playground.step('3')).toBeFocused();
  await page.keyboard.press('Delete');
  await expect.poll(steps).toBe('log 1 log 2 reply');
  await expect(playground.step('3')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(playground.step('1')).toBeFocused();
  await page.keyboard.press('Control+x');
  await expect.poll(steps).toBe('log 2 reply');
  await expect(playground.step('1')).toBeFocused();
  await page.keyboard.press('Control+v');
  await expect.poll(steps).toBe('log 2 log 1 reply');
  await expect(playground.step('2')).toBeFocused();
  await page.getByRole('button', { name: 'More for step 2' }).click();
  await page.getByRole('menuitem', { name: /^Remove/ }).click();
  await expect.poll(steps).toBe('log 2 reply');
  await expect(playground.step('2')).toBeFocused();
  await page.keyboard.press('Delete');
  await page.keyboard.press('Delete');
  await expect.poll(steps).toBe('');
  await expect(page.getByRole('button', { name: 'Add step' })).toBeFocused();
  // One press too many takes no handler away.
  await page.keyboard.press('Delete');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Add step' })).toBeFocused();
});

test('a handler without steps says what that means and offers three ways to begin', async ({ page }) => {
  const playground = await open(page, []);
  await expect(page.getByText('EmptyError')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Ask another service/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Log what came/ })).toBeVisible();
  await page.getByRole('button', { name: 'Reply with what came: data' }).click();
  await expect.poll(stepsOf(playground)).toBe('reply');
  await expect(playground.step('1')).toBeFocused();
});

test('an expression is completed from the last message, tried as it is typed, and marked where it is wrong', async ({
  page,
}) => {
  const playground = await open(page, [
    { do: 'log', value: '1' },
    { do: 'reply', value: '0' },
  ]);
  await expect(page.getByText('No message has come yet: tried on a sample.')).toBeVisible();
  await playground.step('2').click();
  const field = playground.expression('value');
  const tried = page.getByTestId('tried');
  await expect(tried).toHaveText('=0');
  await page.request.post(`/api/sessions/${playground.session}/edits`, {
    data: {
      revision: 0,
      edits: [
        { edit: 'put', part: 'services', id: 'web', value: caller },
        { edit: 'put', part: 'wires', id: 'w', value: { name: 'MATH', from: 'web', to: 'math' } },
      ],
    },
  });
  const data = { user: { name: 'Ann', 'e-mail': 'a@b' }, items: [{ price: 3 }, { price: 4 }] };
  await playground.sendOver('w', { cmd: 'sum' }, data);
  await expect(page.getByText(/^Tried on the last message, of/)).toBeVisible();
  await field.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('data.us');
  await expect(page.locator('.cm-tooltip-autocomplete')).toContainText('user');
  // The list takes Enter once it has been in sight for a moment.
  await expect(async () => {
    await page.keyboard.press('Enter');
    await expect(field).toHaveText('data.user', { timeout: 100 });
  }).toPass();
  await page.keyboard.type('.');
  await expect(page.locator('.cm-tooltip-autocomplete')).toContainText('name"Ann"');
  await page.keyboard.type('e-');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('data.items.reduce((sum, item) => sum + item.price, 0)');
  await expect(tried).toHaveText('=7');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('data.nobody.name');
  await expect(tried).toContainText("×TypeError: cannot read property 'name' of undefined, at character 12");
  await page.keyboard.press('Control+a');
  await page.keyboard.type('dta.user');
  await expect(tried).toContainText("ReferenceError: 'dta' is not defined");
  await page.locator('.cm-lintRange-warning').hover();
  await expect(page.getByText('There is no “dta” here. Do you mean “data”?')).toBeVisible();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('(() => { for (;;); })()');
  await expect(tried).toContainText('took longer than 50 ms');
});

test('an expression is tried on a sample of one\u2019s own', async ({ page }) => {
  const playground = await open(page, [{ do: 'reply', value: 'data.a + data.b' }]);
  await playground.step('1').click();
  await page.getByRole('button', { name: 'Edit sample' }).click();
  await playground.expression('Sample').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('{ data: { a: 20, b: 22 } }');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Tried on your sample.')).toBeVisible();
  await expect(page.getByTestId('tried')).toHaveText('=42');
  await page.getByRole('button', { name: 'Use the last message' }).click();
  await expect(page.getByText('No message has come yet: tried on a sample.')).toBeVisible();
});

test('what a step before has answered is known to the steps after it', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await playground.send('you');
  await playground.openHandler('api-gateway', 'GET /ping');
  await expect(page.getByText(/^Tried on the last message/)).toBeVisible();
  await playground.step('1').click();
  await expect(page.getByTestId('tried')).toHaveText('={"text":"hello"}');
  await playground.step('2').click();
  await expect(page.getByTestId('tried').last()).toHaveText('={"text":"pong","youSaid":"hello"}');
  await playground.expression('value').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('answer.you');
  await expect(page.locator('.cm-tooltip-autocomplete')).toContainText('youSaid"hello"');
});

test('a wire is chosen by typing, or drawn by choosing it, and the pattern comes with it; one step to undo', async ({
  page,
}) => {
  const flow = flowWith([{ do: 'reply', value: 'data' }]);
  flow.services['web'] = {
    ...caller,
    position: { x: 560, y: 60 },
    replicas: 1,
    listeners: { web: { transport: 'http' } },
    handlers: {
      go: { on: { http: 'GET /go' }, steps: [{ do: 'send', wire: 'none', pattern: { cmd: 'ask' }, as: 'answer' }] },
    },
  };
  const playground = new Playground(page);
  await playground.openFlow(flow);
  await playground.openHandler('web', 'GET /go');
  await playground.step('1').click();
  const wire = playground.inspector.getByRole('combobox', { name: 'Wire' });
  await wire.fill('math');
  await page.keyboard.press('Enter');
  await expect(playground.wire('MATH')).toBeVisible();
  const pattern = playground.inspector.getByRole('combobox', { name: 'Pattern' });
  await expect(pattern).toHaveValue("{ cmd: 'sum' }");
  await playground.undo();
  await expect(playground.wire('MATH')).toHaveCount(0);
  await expect(pattern).toHaveValue("{ cmd: 'ask' }");
  await pattern.click();
  await pattern.fill('su');
  await expect(page.getByRole('option', { name: "{ cmd: 'sum' }" })).toBeVisible();
});

test('a handler is made, given two steps, put in order, and an expression completed and tried, by keys alone', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openFlow(flowWith([{ do: 'reply', value: 'data' }]));
  await playground.box('math').focus();
  await page.keyboard.press('Enter');
  const press = async (name: string | RegExp) => {
    await playground.inspector.getByRole('button', { name }).focus();
    await page.keyboard.press('Enter');
  };
  await press('Add handler');
  await expect(playground.inspector.getByRole('heading', { name: "{ cmd: 'hello' }" })).toBeVisible();
  await playground.step('1').focus();
  await page.keyboard.press('Delete');
  await expect(page.getByRole('button', { name: 'Add step' })).toBeFocused();
  for (const kind of ['repl', 'lo']) {
    await page.getByRole('button', { name: 'Add step' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('combobox', { name: 'Add step' })).toBeFocused();
    await page.keyboard.type(kind);
    await page.keyboard.press('Enter');
  }
  await expect(playground.step('2')).toBeFocused();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(playground.inspector.getByRole('button', { name: /^Step 1: Log/ })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(playground.inspector.getByRole('button', { name: /^Step 2: Reply/ })).toBeFocused();
  await playground.expression('value').last().focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('{ from: meta.pat');
  await expect(page.locator('.cm-tooltip-autocomplete')).toContainText('pattern');
  const field = playground.expression('value').last();
  await expect(async () => {
    await page.keyboard.press('Enter');
    await expect(field).toContainText('meta.pattern', { timeout: 100 });
  }).toPass();
  await expect(page.getByTestId('tried').last()).toContainText('{"from":{"cmd":"hello"}}');
  await page.keyboard.press('Enter');
  const answer = playground.inspector.getByRole('button', { name: /^Step 2: Reply/ });
  await expect(answer).toContainText('{ from: meta.pattern');
});

test('a name that nothing gives is told before a message has failed on it; texts are tried, too', async ({ page }) => {
  const playground = await open(page, [{ do: 'reply', value: '{ id: data.id }' }]);
  await playground.step('1').click();
  await playground.expression('value').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('{ id: usr.id }');
  await page.keyboard.press('Enter');
  const told = 'Nothing gives “usr”, so this step fails with';
  await expect(playground.inspector.getByText(told)).toBeVisible();
  await playground.tab('Problems').click();
  await expect(page.getByRole('tabpanel', { name: 'Problems' }).getByText(told)).toBeVisible();
  await page.keyboard.press('Escape');
  await playground.openHandler('math', "{ cmd: 'sum' }");
  await page.getByRole('button', { name: 'Add step' }).click();
  await page.keyboard.type('throw');
  await page.keyboard.press('Enter');
  const message = playground.inspector.getByRole('textbox', { name: 'message' });
  await message.fill('no ${meta.pattern.cmd} today');
  await expect(page.getByTestId('tried').last()).toHaveText('="no sum today"');
});

for (const scheme of ['dark', 'light'] as const) {
  test(`axe finds nothing serious among the steps in the ${scheme} theme`, async ({ page }) => {
    const playground = await open(page);
    if (scheme === 'light') await page.getByRole('button', { name: 'Use the light theme' }).click();
    await playground.step('2').click();
    await playground.step('4').click();
    await expect(page.getByTestId('tried').last()).toHaveText('={}');
    await playground.expression('condition').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('dta.ok');
    await expect(page.locator('.cm-lintRange-warning')).toBeVisible();
    await expect(page.getByTestId('tried').first()).toContainText('ReferenceError');
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Edit sample' }).click();
    await page.getByRole('button', { name: 'Add step', exact: true }).click();
    await expect(page.getByRole('combobox', { name: 'Add step' })).toBeFocused();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await playground.grip('1').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    expect(await seriousFindings(page)).toEqual([]);
  });
}
