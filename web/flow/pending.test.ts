import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEdits, type Edit } from '#shared/flow/edits.ts';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';
import { anyEdit, anyFlow } from '#shared/testing/arbitraries.ts';
import { accepted, rejoined, settled, type Accepted, type Replica } from './pending.ts';

/** Pages and a server, without sockets: what each says lies in a queue until it is delivered, or lost with the connection. */

type ToPage =
  | { say: 'session'; flow: Flow; revision: number }
  | ({ say: 'edited' } & Accepted)
  | { say: 'answer'; id: number; isRefused: boolean };

class Server {
  flow: Flow;
  revision = 0;
  readonly known = new Set<string>();

  constructor(flow: Flow) {
    this.flow = flow;
  }

  /** As server/session/drawing.ts decides. Returns what everybody is told, and whether it was refused. */
  take(edits: Edit[], change: string): { isRefused: boolean; edited?: Accepted } {
    if (this.known.has(change)) return { isRefused: false };
    const applied = applyEdits(this.flow, edits);
    if (!applied.ok) return { isRefused: true };
    this.flow = applied.value;
    this.revision += 1;
    this.known.add(change);
    return { isRefused: false, edited: { revision: this.revision, edits, change } };
  }
}

class Page {
  replica: Replica;
  isConnected = true;
  /** The open list that is on its way. */
  sending: number | undefined;
  toServer: { id: number; change: string; edits: Edit[] }[] = [];
  toPage: ToPage[] = [];
  refusals = 0;
  readonly #name: string;
  #next = 1;

  constructor(name: string, flow: Flow) {
    this.#name = name;
    this.replica = { confirmed: flow, flow, revision: 0, pending: [] };
  }

  edit(edits: Edit[]): void {
    const applied = applyEdits(this.replica.flow, edits);
    if (!applied.ok) return;
    const one = { id: this.#next, change: `${this.#name}.${this.#next}`, edits };
    this.#next += 1;
    this.replica = { ...this.replica, pending: [...this.replica.pending, one], flow: applied.value };
    this.send();
  }

  send(): void {
    const [first] = this.replica.pending;
    if (first === undefined || this.sending !== undefined || !this.isConnected) return;
    this.sending = first.id;
    this.toServer.push(first);
  }

  /** Takes the next thing that it was told. */
  hear(): void {
    const told = this.toPage.shift();
    if (told === undefined) return;
    if (told.say === 'session') this.replica = rejoined(this.replica, told);
    else if (told.say === 'edited') this.replica = accepted(this.replica, told);
    else {
      this.sending = undefined;
      if (told.isRefused) this.refusals += 1;
      this.replica = settled(this.replica, told.id);
    }
    this.send();
  }

  cut(): void {
    this.isConnected = false;
    this.sending = undefined;
    this.toServer = [];
    this.toPage = [];
  }

  join({ flow, revision }: Server): void {
    if (this.isConnected) return;
    this.isConnected = true;
    this.toPage.push({ say: 'session', flow, revision });
    this.send();
  }
}

const step = fc.record({
  page: fc.nat(1),
  act: fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constant('edit' as const), edits: fc.array(anyEdit, { minLength: 1 }) }),
    },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('serve' as const) }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('hear' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('cut' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('join' as const) }) },
  ),
});

/** The server takes the next thing that a page has sent. */
function serve(server: Server, from: Page, pages: Page[]): void {
  const sent = from.toServer.shift();
  if (sent === undefined) return;
  const { isRefused, edited } = server.take(sent.edits, sent.change);
  if (edited !== undefined)
    for (const page of pages) if (page.isConnected) page.toPage.push({ say: 'edited', ...edited });
  from.toPage.push({ say: 'answer', id: sent.id, isRefused });
}

test('two pages with random edits, delays and breaks end in the same flow as the server', () => {
  fc.assert(
    fc.property(anyFlow, fc.array(step, { maxLength: 120 }), (flow, steps) => {
      const server = new Server(flow);
      const pages = [new Page('one', flow), new Page('two', flow)];
      for (const { page: index, act } of steps) {
        const page = pages[index];
        if (page === undefined) continue;
        if (act.do === 'edit') page.edit(act.edits);
        else if (act.do === 'serve') serve(server, page, pages);
        else if (act.do === 'hear') page.hear();
        else if (act.do === 'cut') page.cut();
        else page.join(server);
      }
      for (const page of pages) page.join(server);
      while (pages.some(({ toServer, toPage }) => toServer.length + toPage.length > 0)) {
        for (const page of pages) {
          serve(server, page, pages);
          page.hear();
        }
      }
      for (const { replica } of pages) {
        expect(replica).toEqual({
          confirmed: server.flow,
          flow: server.flow,
          revision: server.revision,
          pending: [],
        });
      }
    }),
    { numRuns: 300 },
  );
});

test('an edit whose answer was lost is applied once', () => {
  const server = new Server(emptyFlow('Before'));
  const page = new Page('one', server.flow);
  page.edit([{ edit: 'renameFlow', name: 'Mine' }]);
  serve(server, page, [page]);
  page.cut();
  server.take([{ edit: 'renameFlow', name: 'Theirs' }], 'theirs');
  page.join(server);
  while (page.toServer.length + page.toPage.length > 0) {
    serve(server, page, [page]);
    page.hear();
  }
  expect([page.replica.flow.name, server.flow.name, server.revision, page.refusals]).toEqual([
    'Theirs',
    'Theirs',
    2,
    0,
  ]);
});
