import type { Flow, Handler, Note } from '../flow/flow.ts';
import { switchTransport } from '../flow/switch/switchTransport.ts';
import type { MessageTransport } from '../flow/switch/targets.ts';
import type { Step } from '../steps/step.ts';
import type { TruthColumn } from './columns.ts';
import type { Situation } from './situations.ts';

/** How long the caller waits, in ms: what says nothing until then is "never" in the table. */
export const truthPatienceMs = 2500;

/** How long the handlers work that something happens to meanwhile, and that never end. */
const slowMs = 1500;
const neverMs = 600_000;

const reply: Step = { do: 'reply', value: "'pong'" };
/** Of a row, its number. */
const heard: Step = { do: 'log', value: 'data' };
const firstIsSlow: Step = { do: 'when', condition: 'Number(data) === 1', then: [{ do: 'delay', ms: slowMs }] };
const calleeHandlers: Record<string, Handler> = {
  ping: { on: { message: 'ping' }, steps: [reply] },
  stream: { on: { message: 'stream' }, steps: [{ do: 'stream', count: 3, value: 'index + 1', everyMs: 5 }] },
  nothing: { on: { message: 'nothing' }, steps: [{ do: 'log', value: "'no reply'" }] },
  slow: { on: { message: 'slow' }, steps: [{ do: 'delay', ms: slowMs }, reply] },
  never: { on: { message: 'never' }, steps: [{ do: 'delay', ms: neverMs }, reply] },
  error: { on: { message: 'error' }, steps: [{ do: 'throw', error: 'error', message: 'on fire' }] },
  refuse: { on: { message: 'refuse' }, steps: [{ do: 'throw', error: 'rpc', status: 404, message: 'not found' }] },
  happened: { on: { event: 'happened' }, steps: [{ do: 'log', value: "'heard'" }] },
  slowly: { on: { event: 'slowly' }, steps: [{ do: 'delay', ms: slowMs }, heard] },
  numbered: { on: { event: 'numbered' }, steps: [heard] },
  uneven: { on: { event: 'uneven' }, steps: [firstIsSlow, heard] },
  unevenly: { on: { message: 'unevenly' }, steps: [firstIsSlow, heard, reply] },
  broken: { on: { event: 'broken' }, steps: [{ do: 'throw', error: 'error', message: 'on fire' }] },
};

/** The flow in which these situations can be seen: a caller with a route for each, and a callee behind the transport. The wire is `asks`. */
export function truthFlow(
  { transport, isShared, isQueue, isAcked, label }: TruthColumn,
  shown: readonly Situation[],
): Flow {
  const drawn = tcpFlow(shown);
  // What was heard by every replica before the last switch still is after it, where the transport leaves the choice.
  const base = isShared ? drawn : over(drawn, 'redis');
  const flow = isQueue ? byQueue(over(base, transport), isAcked === true) : over(base, transport);
  const kept = shown.some(({ isPersistent }) => isPersistent) ? { persistent: true } : {};
  const wires = Object.entries(flow.wires).map(([id, wire]) => [id, { ...wire, ...kept, name: 'CALLEE' }]);
  return { ...flow, wires: Object.fromEntries(wires), name: `What ${label} does`.slice(0, 80) };
}

/** The flow of one cell: only the handler that it is about, and what to do in a note. */
export function cellFlow(column: TruthColumn, situation: Situation): Flow {
  const flow = truthFlow(column, [situation]);
  // The caller of a pattern without handler finds another one.
  const only = situation.pattern in calleeHandlers ? situation.pattern : 'ping';
  const callee = flow.services['callee'];
  const handlers = Object.entries(calleeHandlers).filter(([id]) => id === only);
  return {
    ...flow,
    name: `${column.label}: ${situation.title}`.slice(0, 80),
    services: {
      ...flow.services,
      ...(callee === undefined ? {} : { callee: { ...callee, handlers: Object.fromEntries(handlers) } }),
    },
    notes: { how: howTo(situation) },
  };
}

/** What to press, in which order. */
function howTo({ title, before = [], during = [], after = [] }: Situation): Note {
  const steps = [...before, 'press Send', ...during.map((act) => `${act} at once`), ...after];
  const text = `**${title}**\n\n${steps.map((step, index) => `${index + 1}. ${step}`).join('\n')}`;
  return { text, position: { x: -280, y: -180 }, size: { width: 340, height: 100 + 22 * steps.length } };
}

/** Nest's own way with RabbitMQ: client and server name the same queue. */
function byQueue(flow: Flow, isAcked: boolean): Flow {
  const { callee, ...others } = flow.services;
  const [broker] = Object.keys(flow.brokers);
  if (callee === undefined || broker === undefined) return flow;
  const rmq = { transport: 'rmq' as const, broker, queue: 'callee', ...(isAcked ? { noAck: false, prefetch: 1 } : {}) };
  const wires = Object.entries(flow.wires).map(([id, wire]) => [id, { ...wire, queue: 'callee' }]);
  return {
    ...flow,
    services: { ...others, callee: { ...callee, listeners: { rmq } } },
    wires: Object.fromEntries(wires),
  };
}

const over = (flow: Flow, to: MessageTransport): Flow =>
  switchTransport(flow, { to, what: 'flow', placeFor: () => ({ x: 310, y: 190 }) }).flow;

function tcpFlow(shown: readonly Situation[]): Flow {
  const routes = shown.map((situation): [string, Handler] => [
    situation.id,
    { on: { http: `GET /${situation.id}` }, steps: asking(situation) },
  ]);
  const [first] = shown;
  return {
    version: 1,
    name: 'What it does',
    services: {
      caller: {
        name: 'caller',
        position: { x: 0, y: 0 },
        replicas: 1,
        listeners: { web: { transport: 'http' } },
        handlers: Object.fromEntries(routes),
      },
      callee: {
        name: 'callee',
        position: { x: 620, y: -40 },
        replicas: first?.replicas ?? 1,
        listeners: { tcp: { transport: 'tcp' } },
        handlers: calleeHandlers,
      },
    },
    brokers: {},
    wires: { asks: { name: 'CALLEE', from: 'caller', to: 'callee', policies: { timeout: { ms: truthPatienceMs } } } },
    drivers: {
      you: {
        name: 'you',
        position: { x: -280, y: 20 },
        to: 'caller',
        request: `GET /${first?.id ?? ''}`,
        perSecond: 0,
      },
    },
    externals: {},
    notes: {},
  };
}

function asking({ call, pattern, row, isKeyed }: Situation): Step[] {
  const numbers = Array.from({ length: row ?? 0 }, (_, index) => String(index + 1));
  if (call === 'emit') {
    const data = numbers.map((number) => (isKeyed === true ? `{ key: 'one', value: ${number} }` : number));
    const emits = data.map((one): Step => ({ do: 'emit', wire: 'asks', pattern, data: one }));
    const one: Step = { do: 'emit', wire: 'asks', pattern };
    return [...(row === undefined ? [one] : emits), { do: 'reply', value: "'emitted'" }];
  }
  const all: Step = {
    do: 'parallel',
    branches: numbers.map((data) => [{ do: 'send', wire: 'asks', pattern, data, as: `got${data}` }]),
  };
  const one: Step = { do: 'send', wire: 'asks', pattern, as: 'got' };
  return row === undefined ? [one, { do: 'reply', value: 'got' }] : [all, { do: 'reply', value: "'answered'" }];
}
