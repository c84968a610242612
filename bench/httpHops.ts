import { Agent, get } from 'node:http';
import { io } from 'socket.io-client';
import type { SessionView } from '../shared/protocol.ts';
import { perSecond, type Figure } from './figure.ts';
import { startLiveServer } from './liveServer.ts';
import { startNodeRed, watchDebug } from './nodeRed.ts';

/** HTTP in, three hops, answer: ours over real sockets, all traced; Node-RED's in one process. Somebody looks on at either. */
export const httpHops = (concurrency: 1 | 64, target: number): Figure => ({
  name: `http-three-hops-c${concurrency}`,
  says: `HTTP, three hops, answer at concurrency ${concurrency}: over real sockets, traced and watched / Node-RED 4 with a debug node, watched in its editor, per second`,
  target,
  prepare: async () => {
    const red = await startNodeRed(redNodes);
    const editor = await watchDebug(red.url);
    const server = await startLiveServer();
    const { id } = await server.ask<{ id: string }>('POST', '/api/sessions', { flow });
    const page = io(server.url, { auth: { session: id }, transports: ['websocket'] });
    await new Promise((resolve) => page.once('session', resolve));
    let port = 0;
    while (port === 0) {
      const view = await server.ask<SessionView>('GET', `/api/sessions/${id}`);
      const isUp = Object.values(view.services).every(({ state }) => state === 'up');
      port = isUp ? (view.services['s0']?.listeners['web']?.ports[0] ?? 0) : 0;
    }
    const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
    const count = concurrency === 1 ? 500 : 4000;
    const round = (url: string): Promise<number> => perSecond(count, concurrency, () => fetched(url, agent));
    return {
      ours: () => round(`http://127.0.0.1:${port}/go`),
      reference: () => round(`${red.url}/go`),
      [Symbol.asyncDispose]: async () => {
        agent.destroy();
        page.disconnect();
        editor[Symbol.dispose]();
        await server[Symbol.asyncDispose]();
        await red[Symbol.asyncDispose]();
      },
    };
  },
});

function fetched(url: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => (text += part));
      answer.on('end', () => (answer.statusCode === 200 ? resolve(text) : reject(new Error(`${url}: ${text}`))));
    }).once('error', reject);
  });
}

const hops = 3;
const position = { x: 0, y: 0 };

const pass = (index: number): object[] =>
  index === hops
    ? [{ do: 'reply', value: '{ done: true }' }]
    : [
        { do: 'send', wire: `w${index + 1}`, pattern: 'go', data: '{ at: 1 }', as: 'answer' },
        { do: 'reply', value: 'answer' },
      ];

const serviceAt = (index: number): object => ({
  name: `s${index}`,
  position,
  listeners: index === 0 ? { web: { transport: 'http' } } : { tcp: { transport: 'tcp' } },
  handlers: { go: { on: index === 0 ? { http: 'GET /go' } : { message: 'go' }, steps: pass(index) } },
});

const flow = {
  version: 1,
  name: 'Hops',
  services: Object.fromEntries(Array.from({ length: hops + 1 }, (_, index) => [`s${index}`, serviceAt(index)])),
  wires: Object.fromEntries(
    Array.from({ length: hops }, (_, index) => [
      `w${index + 1}`,
      { name: `W${index + 1}`, from: `s${index}`, to: `s${index + 1}` },
    ]),
  ),
};

/** A node without a place is one of settings to Node-RED, and a debug node of that sort keeps its flow from starting. */
const redNodes = [
  { id: 'tab', type: 'tab', label: 'Hops' },
  { id: 'in', z: 'tab', type: 'http in', url: '/go', method: 'get', wires: [['f1']] },
  ...[1, 2, 3].map((index) => ({
    id: `f${index}`,
    z: 'tab',
    type: 'function',
    func: 'msg.payload = { done: true }; return msg;',
    outputs: 1,
    wires: [index === hops ? ['out', 'debug'] : [`f${index + 1}`]],
  })),
  { id: 'out', z: 'tab', type: 'http response', wires: [] },
  { id: 'debug', z: 'tab', type: 'debug', active: true, tosidebar: true, complete: 'payload', wires: [] },
].map((node) => ({ x: 0, y: 0, ...node }));
