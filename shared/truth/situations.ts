import { transports } from '../transports/transport.ts';
import type { TruthColumn } from './columns.ts';

/** Something done to the flow before, while or after the message is on its way. */
export type TruthAct = 'kill callee' | 'start callee' | 'kill broker' | 'start broker';

/** One row of the table of truth: what is sent, and what happens to whom meanwhile. */
export interface Situation {
  id: string;
  group:
    | 'All is well'
    | 'Nobody there'
    | 'Something dies'
    | 'What survives a restart'
    | 'The handler fails'
    | 'Several replicas'
    | 'In which order';
  title: string;
  call: 'send' | 'emit';
  /** Which handler of the callee is meant. */
  pattern: string;
  replicas?: number;
  /** So many of them, numbered from 1: events one right after the other, requests at once. Without it, one. */
  row?: number;
  /** All of the row have the same key, which only Kafka knows. */
  isKeyed?: true;
  /** The broker shall keep it on disk, which only RabbitMQ can be told. */
  isPersistent?: true;
  /** It may hold up whatever comes after it, for ever. */
  isAlone?: true;
  before?: readonly TruthAct[];
  /** As soon as the handler has begun. */
  during?: readonly TruthAct[];
  /** When the caller has what it gets. */
  after?: readonly TruthAct[];
}

const send = (pattern: string) => ({ call: 'send' as const, pattern });
const emit = (pattern: string) => ({ call: 'emit' as const, pattern });
const survives = 'What survives a restart';
const order = 'In which order';
const row = 5;

export const situations: readonly Situation[] = [
  { id: 'send', group: 'All is well', title: 'send, and the handler replies', ...send('ping') },
  { id: 'emit', group: 'All is well', title: 'emit to an event handler', ...emit('happened') },
  { id: 'stream', group: 'All is well', title: 'send, and the handler replies three values', ...send('stream') },
  { id: 'undefined', group: 'All is well', title: 'send, and the handler returns undefined', ...send('nothing') },
  { id: 'emit-message', group: 'All is well', title: 'emit to a message handler', ...emit('ping') },
  { id: 'send-event', group: 'All is well', title: 'send to an event handler', ...send('happened') },

  { id: 'send-no-handler', group: 'Nobody there', title: 'send a pattern without handler', ...send('unknown') },
  { id: 'emit-no-handler', group: 'Nobody there', title: 'emit a pattern without handler', ...emit('unknown') },
  {
    id: 'send-no-listener',
    group: 'Nobody there',
    title: 'send while the callee is down',
    ...send('ping'),
    before: ['kill callee'],
    after: ['start callee'],
  },
  {
    id: 'emit-no-listener',
    group: 'Nobody there',
    title: 'emit while the callee is down',
    ...emit('happened'),
    before: ['kill callee'],
    after: ['start callee'],
  },

  {
    id: 'callee-dies',
    group: 'Something dies',
    title: 'the callee dies during the call',
    ...send('slow'),
    during: ['kill callee'],
  },
  {
    id: 'callee-returns',
    group: 'Something dies',
    title: 'send after the callee was restarted',
    ...send('ping'),
    before: ['kill callee', 'start callee'],
  },
  {
    id: 'send-no-broker',
    group: 'Something dies',
    title: 'send while the broker is down',
    ...send('ping'),
    before: ['kill broker'],
  },
  {
    id: 'emit-no-broker',
    group: 'Something dies',
    title: 'emit while the broker is down',
    ...emit('happened'),
    before: ['kill broker'],
    after: ['start broker'],
  },
  {
    id: 'broker-dies',
    group: 'Something dies',
    title: 'the broker dies during the call',
    ...send('slow'),
    during: ['kill broker'],
  },
  {
    id: 'broker-returns',
    group: 'Something dies',
    title: 'send after the broker was restarted',
    ...send('ping'),
    before: ['kill broker', 'start broker'],
  },
  {
    id: 'row-no-listener',
    group: survives,
    title: 'five events in a row while the callee is down',
    ...emit('numbered'),
    row,
    before: ['kill callee'],
    after: ['start callee'],
  },
  {
    id: 'emit-survives',
    group: survives,
    title: 'emit while the callee is down, then the broker is restarted',
    ...emit('happened'),
    before: ['kill callee'],
    after: ['kill broker', 'start broker', 'start callee'],
  },
  {
    id: 'send-survives',
    group: survives,
    title: 'send while the callee is down, then the broker is restarted',
    ...send('ping'),
    before: ['kill callee'],
    after: ['kill broker', 'start broker', 'start callee'],
  },
  {
    id: 'persistent-survives',
    group: survives,
    title: 'emit persistently while the callee is down, then the broker is restarted',
    ...emit('happened'),
    isPersistent: true,
    before: ['kill callee'],
    after: ['kill broker', 'start broker', 'start callee'],
  },
  {
    id: 'event-unfinished',
    group: survives,
    title: 'emit, and the callee is restarted while it handles it',
    ...emit('slowly'),
    during: ['kill callee'],
    after: ['start callee'],
  },

  { id: 'error', group: 'The handler fails', title: 'send, and the handler throws an Error', ...send('error') },
  {
    id: 'rpc-exception',
    group: 'The handler fails',
    title: 'send, and the handler throws an RpcException with an object',
    ...send('refuse'),
  },
  {
    id: 'emit-error',
    group: 'The handler fails',
    title: 'emit, and the handler throws',
    ...emit('broken'),
    isAlone: true,
  },
  {
    id: 'never',
    group: 'The handler fails',
    title: 'send, and the handler never ends',
    ...send('never'),
    isAlone: true,
  },

  { id: 'send-three', group: 'Several replicas', title: 'send to three replicas', ...send('ping'), replicas: 3 },
  { id: 'emit-three', group: 'Several replicas', title: 'emit to three replicas', ...emit('happened'), replicas: 3 },

  { id: 'row', group: order, title: 'five events in a row', ...emit('numbered'), row },
  { id: 'row-slow', group: order, title: 'five events in a row, the first takes long', ...emit('uneven'), row },
  {
    id: 'row-slow-requests',
    group: order,
    title: 'five requests at once, the first takes long',
    ...send('unevenly'),
    row,
  },
  {
    id: 'row-slow-three',
    group: order,
    title: 'five events in a row to three replicas, the first takes long',
    ...emit('uneven'),
    row,
    replicas: 3,
  },
  {
    id: 'row-key-three',
    group: order,
    title: 'five events with one key to three replicas, the first takes long',
    ...emit('uneven'),
    row,
    replicas: 3,
    isKeyed: true,
  },
];

/** Why a transport has no cell for it; undefined where it has one. */
export function whyNoCell({ transport }: TruthColumn, situation: Situation): string | undefined {
  const { before = [], during = [], after = [], isKeyed, isPersistent } = situation;
  const isAboutBroker = [...before, ...during, ...after].some((act) => act.endsWith('broker'));
  if (isAboutBroker && !transports[transport].viaBroker) return 'no broker';
  if (isPersistent === true && transport !== 'rmq')
    return transport === 'kafka' ? 'always persistent' : 'no such choice';
  if (isKeyed === true && transport !== 'kafka') return 'no keys';
  return undefined;
}
