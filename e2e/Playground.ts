import { expect, type Locator, type Page } from '@playwright/test';
import type { Fault } from '#shared/faults/fault.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { innerSteps, type Step } from '#shared/steps/step.ts';
import { emptyFlow } from '#shared/flow/flow.ts';

/** Colours that only the message overlay paints, in the dark theme. */
export const overlayColors = { error: [255, 77, 79], request: [59, 157, 255], event: [255, 178, 36] } as const;

/** A playground in a browser, in a user's words. Each test has a session of its own. */
export class Playground {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens an example as a user does: by its address. */
  async openExample(example: string): Promise<void> {
    await this.page.goto(`/?example=${example}`);
    await this.isLive();
  }

  async openFlow(flow: Flow): Promise<void> {
    const response = await this.page.request.post('/api/sessions', { data: { flow } });
    const { url } = (await response.json()) as { url: string };
    await this.page.goto(url);
    await this.isLive();
  }

  async openEmpty(): Promise<void> {
    await this.openFlow(emptyFlow());
  }

  async isLive(): Promise<void> {
    await expect(this.page.getByTestId('session-state')).toContainText('LIVE');
  }

  /** The id of this session, from the address. */
  get session(): string {
    return new URL(this.page.url()).pathname.replace('/s/', '');
  }

  /** The flow as the server has it. */
  async drawn(): Promise<Flow> {
    const answer = await this.page.request.get(`/api/sessions/${this.session}`);
    return ((await answer.json()) as { flow: Flow }).flow;
  }

  get boxes(): Locator {
    return this.page.locator('.react-flow__node');
  }

  box(name: string): Locator {
    return this.page.locator(`.react-flow__node[aria-label$=" ${name}"]`);
  }

  wire(name: string): Locator {
    return this.page.getByRole('button', { name: new RegExp(`^Wire ${name}\\b`) });
  }

  get inspector(): Locator {
    return this.page.getByRole('complementary', { name: 'Inspector' });
  }

  async insert(label: string): Promise<void> {
    await this.page.getByRole('button', { name: label, exact: true }).click();
  }

  /** Click port, click port. */
  async drawWire(from: string, to: string): Promise<void> {
    await this.page.getByLabel(`Wire from ${from}`, { exact: true }).click();
    await this.page.getByLabel(`Into ${to}`, { exact: true }).click();
  }

  async send(driver: string): Promise<void> {
    await this.page.getByRole('button', { name: `Send ${driver}`, exact: true }).click();
  }

  /** Opens a handler by its row in the box. */
  async openHandler(service: string, pattern: string): Promise<void> {
    await this.box(service).getByRole('button', { name: pattern }).click();
    await expect(this.inspector.getByRole('heading', { name: pattern })).toBeVisible();
  }

  /** The line of a step in the inspector: `2`, `2 then 1`. */
  step(number: string): Locator {
    return this.inspector.getByRole('button', { name: new RegExp(`^Step ${number}: `) });
  }

  /** Where that step is taken. */
  grip(number: string): Locator {
    return this.inspector.getByRole('button', { name: new RegExp(`^Move step ${number}, `) });
  }

  /** The text of an expression field in the inspector, to type into. */
  expression(label: string): Locator {
    return this.inspector.getByRole('textbox', { name: label, exact: true });
  }

  /** One request over a wire, by REST. */
  async sendOver(wire: string, pattern: unknown, data: unknown): Promise<unknown> {
    const body = { wire, pattern, data, kind: 'request' };
    const answer = await this.page.request.post(`/api/sessions/${this.session}/send`, { data: body });
    return answer.json();
  }

  /** What is told to those who do not see how steps move. */
  get stepsSaid(): Locator {
    return this.page.getByTestId('steps-said');
  }

  /** A handler's steps as the server has them: `log 1 when(log 2|) reply`. */
  async stepsLine(service: string, handler: string): Promise<string> {
    const answer = await this.page.request.get(`/api/sessions/${this.session}`);
    const { flow } = (await answer.json()) as { flow: Flow };
    return lineOf(flow.services[service]?.handlers[handler]?.steps ?? []);
  }

  tab(name: string): Locator {
    return this.page.getByRole('tab', { name });
  }

  async undo(): Promise<void> {
    await this.page.getByRole('button', { name: 'Undo' }).click();
  }

  /** Selects boxes one after the other, as with Shift held. */
  async select(...names: readonly string[]): Promise<void> {
    for (const [index, name] of names.entries()) {
      await this.box(name)
        .getByText(name, { exact: true })
        .click({ modifiers: index === 0 ? [] : ['Shift'] });
    }
  }

  /** Where a box is on the screen, in whole pixels. */
  async place(name: string): Promise<{ x: number; y: number; width: number; height: number }> {
    const box = await this.box(name).boundingBox();
    if (box === null) throw new Error(`${name} is not on the canvas`);
    return {
      x: Math.round(box.x),
      y: Math.round(box.y),
      width: Math.round(box.width),
      height: Math.round(box.height),
    };
  }

  /** Takes hold of something and moves the pointer; lets go unless told to hold on. */
  async drag(what: Locator, by: { x: number; y: number }, options: { hold?: boolean } = {}): Promise<void> {
    const box = await what.boundingBox();
    if (box === null) throw new Error('What is to be dragged is not on the canvas');
    const start = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await this.page.mouse.move(start.x - 4, start.y);
    await this.page.mouse.down();
    // A drag begins when it is clear that it is no click; the way up to there does not count.
    await this.page.mouse.move(start.x, start.y);
    await this.page.mouse.move(start.x + by.x / 2, start.y + by.y / 2, { steps: 4 });
    await this.page.mouse.move(start.x + by.x, start.y + by.y, { steps: 4 });
    if (options.hold !== true) await this.page.mouse.up();
  }

  /** The card of a kind of fault in the inspector. */
  fault(label: string): Locator {
    return this.inspector.getByRole('region', { name: label, exact: true });
  }

  /** Opens the Faults tab of what is selected. */
  async openFaults(): Promise<void> {
    await this.inspector.getByRole('tab', { name: 'Faults' }).click();
  }

  /** Takes a fault into the hand, by pointer. */
  async pickFault(label: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Break something' }).click();
    await this.page.getByRole('option', { name: new RegExp(`^${label}`) }).click();
    await expect(this.page.getByText(/click what it shall hit/)).toBeVisible();
  }

  /** The faults that the server has on now, as `kind on target`. */
  async faultsOn(): Promise<string[]> {
    const answer = await this.page.request.get(`/api/sessions/${this.session}`);
    const { faults } = (await answer.json()) as { faults: Fault[] };
    return faults.map(({ kind, target }) => `${kind} on ${Object.values(target).join(' ')}`);
  }

  /** The bar that is there while several boxes are selected. */
  get arrange(): Locator {
    return this.page.getByRole('group', { name: 'Arrange what is selected' });
  }

  /** Does something, and waits until the overlay has painted something of this colour: a dot of that shape. */
  async seesDot(color: keyof typeof overlayColors, whenDoing: () => Promise<void>): Promise<void> {
    // Watched from before on: a dot is gone in less than a second.
    await Promise.all([this.page.waitForFunction(paints, overlayColors[color], { polling: 40 }), whenDoing()]);
  }
}

const lineOf = (steps: readonly Step[]): string => steps.map(wordOf).join(' ');

function wordOf(step: Step): string {
  if (step.do === 'log') return `log ${step.value}`;
  const inner = innerSteps(step).map((list) => lineOf(list.steps));
  return inner.length === 0 ? step.do : `${step.do}(${inner.join('|')})`;
}

/** Runs in the page: whether the overlay shows this colour right now. */
function paints(wanted: readonly [number, number, number]): boolean {
  const canvas = document.querySelector<HTMLCanvasElement>('[data-testid="message-overlay"]');
  const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
  for (let at = 0; at < pixels.length; at += 4) {
    if (pixels[at] === wanted[0] && pixels[at + 1] === wanted[1] && pixels[at + 2] === wanted[2]) return true;
  }
  return false;
}
