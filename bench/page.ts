import type { Flow } from '../shared/flow/flow.ts';
import { coldLoad, ourBoxes, ourFirstDot, redBoxes, redFirstMessage, type Sight } from './coldLoad.ts';
import { emptyPage } from './emptyPage.ts';
import type { Figure, Sides } from './figure.ts';
import { gridFlow } from '../shared/testing/gridFlow.ts';
import { livelySession } from './livelySession.ts';
import { startNodeRed } from './nodeRed.ts';
import { redFlow } from './redFlow.ts';
import { servedPage } from './servedPage.ts';

/** So many boxes, on our page and on the other one. */
const boxes = 10;

/** What the page takes of the wire until its canvas is live: document, scripts and styles, packed. Fonts come on top, on any page. */
export const pageBytes: Figure = {
  name: 'page-bytes',
  says: 'Bytes of a cold page to a live canvas, packed, fonts apart: a minimal React Flow page / ours, pages per MB',
  target: 1 / 2.3,
  prepare: async () => {
    const served = await servedPage();
    const empty = await emptyPage();
    const session = await livelySession(served, gridFlow(boxes, boxes));
    const perMb = async (address: string): Promise<number> =>
      1_000_000 / (await coldLoad(served.browser, address, ourBoxes(boxes))).bytes;
    return {
      ours: () => perMb(session.page),
      reference: () => perMb(`${empty.address}/?boxes=${boxes}`),
      [Symbol.asyncDispose]: async () => {
        await empty[Symbol.asyncDispose]();
        await served[Symbol.asyncDispose]();
      },
    };
  },
};

/** Both with a flow that is there and runs. */
export const pageTime: Figure = {
  name: 'page-time',
  says: 'Time of a cold page to a live canvas: ours / the editor of Node-RED 4 with as many boxes, pages per second',
  target: 4,
  prepare: () => besideNodeRed({ perSecond: 0, ours: ourBoxes(boxes), reference: redBoxes(boxes) }),
};

export const firstDot: Figure = {
  name: 'first-dot',
  says: 'Time of a cold page to the first message seen: ours on its wire / in the debug list of Node-RED 4, pages per second',
  target: 4,
  prepare: () => besideNodeRed({ perSecond: 100, ours: ourFirstDot, reference: redFirstMessage }),
};

interface Besides {
  /** Messages that move meanwhile. */
  perSecond: number;
  ours: Sight;
  reference: Sight;
}

async function besideNodeRed({ perSecond, ours, reference }: Besides): Promise<Sides> {
  const served = await servedPage();
  const red = await startNodeRed(redFlow(boxes, perSecond));
  const session = await livelySession(served, drivenFlow(perSecond));
  const pagesPerSecond = async (address: string, sight: Sight): Promise<number> =>
    1000 / (await coldLoad(served.browser, address, sight)).ms;
  return {
    ours: () => pagesPerSecond(session.page, ours),
    reference: () => pagesPerSecond(red.url, reference),
    [Symbol.asyncDispose]: async () => {
      await red[Symbol.asyncDispose]();
      await served[Symbol.asyncDispose]();
    },
  };
}

/** One driver asks the first service so often, evenly: that is what Node-RED's inject node does. */
function drivenFlow(perSecond: number): Flow {
  const flow = gridFlow(boxes, boxes);
  const [first] = Object.values(flow.services);
  if (first === undefined || perSecond === 0) return flow;
  first.listeners['web'] = { transport: 'http' };
  first.handlers['talk'] = { on: { http: 'POST /' }, steps: [{ do: 'reply', value: '1' }] };
  flow.drivers['d0'] = {
    name: 'driver',
    position: { x: 0, y: -300 },
    to: 's0',
    perSecond,
    request: 'POST /',
    data: '{ index }',
  };
  return flow;
}
