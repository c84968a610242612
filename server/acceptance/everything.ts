import type { Flow, Handler } from '#shared/flow/flow.ts';
import type { Policies } from '#shared/policies/policies.ts';
import type { Step } from '#shared/steps/step.ts';
import { gateway, message, reply, route, tcpService } from './flows.ts';

/** A flow in which every kind of step and policy does something that can be told from the answers. */

const position = { x: 0, y: 0 };
const send = (wire: string, cmd: string, more: { data?: string; as?: string } = {}): Step => ({
  do: 'send',
  wire,
  pattern: { cmd },
  ...more,
});

/** A route that asks over a wire and answers what it gets. */
const ask = (wire: string, cmd: string, data = '{ n: 1 }'): Step[] => [
  send(wire, cmd, { data, as: 'answer' }),
  reply('answer'),
];

const routes: Record<string, Step[]> = {
  sum: ask('plain', 'sum', '{ numbers: [1, 2, 3.5] }'),
  stream: ask('plain', 'stream'),
  nothing: ask('plain', 'nothing'),
  unknown: ask('plain', 'unknown'),
  error: ask('plain', 'error'),
  rpcText: ask('plain', 'rpcText'),
  rpcStatus: ask('plain', 'rpcStatus'),
  httpInRpc: ask('plain', 'httpInRpc'),
  again: ask('plain', 'again'),
  noData: [send('plain', 'echo', { as: 'answer' }), reply('answer')],
  undefinedData: ask('plain', 'echo', 'undefined'),
  cold: [
    { do: 'send', wire: 'plain', pattern: { cmd: 'countThenFail' }, data: "{ key: 'cold' }", subscribe: false },
    ...ask('plain', 'countThenFail', "{ key: 'cold' }"),
  ],
  dangling: ask('dangling', 'sum'),
  noWire: ask('nobody', 'sum'),
  text: [reply("'plain text'")],
  number: [reply('42')],
  empty: [],
  streamed: [{ do: 'stream', count: 3, value: 'index' }],
  teapot: [{ do: 'throw', error: 'http', status: 418, message: "I'm a `teapot` with ${1 + 1} cups \\ $" }],
  plainError: [{ do: 'throw', error: 'error', message: 'nobody shall know' }],
  strayAgain: [{ do: 'throw', error: 'again' }],
  mistake: [reply('nobody.knows')],
  syntax: [reply('1 +')],
  statements: [reply('[1, 2].map((x) => { return x * 2 })')],
  comment: [reply('{ a: 1 } // as it was')],
  caught: [
    {
      do: 'attempt',
      steps: [send('plain', 'rpcStatus', { data: '{}' })],
      catch: [reply('{ status: error.status, message: error.message }')],
      finally: [{ do: 'set', key: 'finally', value: "'done'" }],
    },
  ],
  kept: [
    { do: 'get', key: 'finally', as: 'value' },
    reply('{ value, all: Object.keys(state), missing: state.missing === undefined }'),
  ],
  finallyWins: [
    { do: 'attempt', steps: [{ do: 'throw', error: 'error', message: 'lost' }], finally: [reply("'finally'")] },
  ],
  parallel: [
    {
      do: 'parallel',
      branches: [
        [{ do: 'delay', ms: 20 }, send('plain', 'sum', { data: '{ numbers: [1] }', as: 'one' })],
        [send('plain', 'sum', { data: '{ numbers: [2] }', as: 'two' })],
      ],
    },
    reply('{ one, two }'),
  ],
  parallelReply: [
    { do: 'parallel', branches: [[{ do: 'delay', ms: 20 }, reply("'first'")], [reply("'second'")]] },
    reply("'never'"),
  ],
  parallelError: [
    {
      do: 'parallel',
      branches: [
        [
          { do: 'delay', ms: 20 },
          { do: 'throw', error: 'http', status: 409, message: 'first' },
        ],
        [{ do: 'throw', error: 'http', status: 410, message: 'second' }],
      ],
    },
  ],
  when: [{ do: 'when', condition: 'query.x === undefined', then: [reply("'without'")], else: [reply('query.x')] }],
  retried: ask('retrying', 'flaky', "{ key: 'retried', failures: 2 }"),
  retriedTooOften: ask('retrying', 'flaky', "{ key: 'tooOften', failures: 9 }"),
  retryFinal: ask('retrying', 'rpcStatus'),
  fallback: ask('falling', 'error', '{ n: 7 }'),
  hedged: ask('hedging', 'slowOnce', "{ key: 'hedged' }"),
  breaker1: ask('breaking', 'error'),
  breaker2: ask('breaking', 'error'),
  breaker3: ask('breaking', 'sum', '{ numbers: [1] }'),
  rate1: ask('rating', 'sum', '{ numbers: [1] }'),
  rate2: ask('rating', 'sum', '{ numbers: [2] }'),
  bulkhead: [
    {
      do: 'parallel',
      branches: [
        [send('bounded', 'slow', { data: '{}' })],
        [{ do: 'delay', ms: 50 }, send('bounded', 'sum', { data: '{ numbers: [] }' })],
      ],
    },
  ],
  late: ask('hasty', 'slow'),
  once: ask('once', 'countThenFail', "{ key: 'once' }"),
  names: [
    send('plain', 'sum', { data: '{ numbers: [4] }', as: 'Error' }),
    send('plain', 'sum', { data: '{ numbers: [5] }', as: 'delay' }),
    { do: 'delay', ms: 1 },
    reply('[Error, delay]'),
  ],
};

const calc: Record<string, Handler> = {
  sum: message('sum', [reply('data.numbers.reduce((sum, n) => sum + n, 0)')]),
  stream: message('stream', [{ do: 'stream', count: 3, everyMs: 5, value: '({ index, double: index * 2 })' }]),
  nothing: message('nothing', []),
  echo: message('echo', [reply('data')]),
  error: message('error', [{ do: 'throw', error: 'error', message: 'secret' }]),
  rpcText: message('rpcText', [{ do: 'throw', error: 'rpc', message: 'text only' }]),
  rpcStatus: message('rpcStatus', [{ do: 'throw', error: 'rpc', status: 404, message: 'Not here' }]),
  httpInRpc: message('httpInRpc', [{ do: 'throw', error: 'http', status: 404, message: 'Not here' }]),
  again: message('again', [
    {
      do: 'attempt',
      steps: [send('self', 'rpcStatus', { data: '{}' })],
      catch: [{ do: 'throw', error: 'again' }],
    },
  ]),
  slow: message('slow', [{ do: 'delay', ms: 400 }, reply("'slow'")]),
  flaky: message('flaky', [
    { do: 'get', key: '${data.key}', as: 'made' },
    { do: 'set', key: '${data.key}', value: '(made || 0) + 1' },
    {
      do: 'when',
      condition: '(made || 0) < data.failures',
      then: [{ do: 'throw', error: 'rpc', status: 503, message: 'Not yet' }],
    },
    reply('{ attempts: (made || 0) + 1 }'),
  ]),
  slowOnce: message('slowOnce', [
    { do: 'get', key: '${data.key}', as: 'made' },
    { do: 'set', key: '${data.key}', value: '(made || 0) + 1' },
    { do: 'when', condition: '!made', then: [{ do: 'delay', ms: 5000 }] },
    reply('{ attempt: (made || 0) + 1 }'),
  ]),
  countThenFail: message('countThenFail', [
    { do: 'get', key: '${data.key}', as: 'made' },
    { do: 'set', key: '${data.key}', value: '(made || 0) + 1' },
    { do: 'delay', ms: 400 },
    reply('{ made: (made || 0) + 1 }'),
  ]),
};

const wire = (to: string, policies?: Policies) => ({
  name: 'CALC',
  from: 'gateway',
  to,
  ...(policies === undefined ? {} : { policies }),
});
const retry = { attempts: 3, initialMs: 1, maxMs: 5 };

export const everything: Flow = {
  version: 1,
  name: 'Everything at once',
  services: {
    gateway: gateway(Object.fromEntries(Object.entries(routes).map(([id, steps]) => [id, route(`GET /${id}`, steps)]))),
    calc: tcpService('calc', calc),
  },
  brokers: {},
  wires: {
    plain: wire('calc'),
    dangling: wire('gone'),
    retrying: wire('calc', { retry }),
    falling: wire('calc', { fallback: { value: '{ n: data.n, instead: error.message }' }, deadLetter: {}, retry }),
    hedging: wire('calc', { hedge: { afterMs: 50 } }),
    breaking: wire('calc', { breaker: { failures: 2, halfOpenAfterMs: 600_000 } }),
    rating: wire('calc', { rate: { perSecond: 0.01, burst: 1 } }),
    bounded: wire('calc', { bulkhead: { limit: 1, queue: 0 } }),
    hasty: wire('calc', { timeout: { ms: 50 } }),
    // The first attempt gives up; the second one gets the answer of the run that the first one began.
    once: wire('calc', { retry: { ...retry, attempts: 8 }, timeout: { ms: 150 }, idempotency: true }),
    self: { name: 'SELF', from: 'calc', to: 'calc' },
  },
  drivers: Object.fromEntries(
    Object.keys(routes).map((id) => [id, { name: id, position, to: 'gateway', request: `GET /${id}`, perSecond: 0 }]),
  ),
  externals: {},
  notes: {},
};
