import fc from 'fast-check';
import type { Edit } from '../flow/edits.ts';
import { groupColours, type Flow, type Handler, type Service, type Wire } from '../flow/flow.ts';
import { filterKinds } from '../flow/nestSettings.ts';
import type { Policies } from '../policies/policies.ts';
import type { Step } from '../steps/step.ts';

/** Random flows and edits for property tests. Ids come from a small pool, so that edits often meet what is there. */

export const anyId = fc.constantFrom('a', 'b', 'gateway', 'orders', 'x-1', 'Y_2');
const name = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() === text && text !== '');
const position = fc.record({ x: fc.integer({ min: -5000, max: 5000 }), y: fc.integer({ min: -5000, max: 5000 }) });
const pattern = fc.oneof(
  fc.constantFrom('order_created', 'ping'),
  fc.record({ cmd: fc.constantFrom('sum', 'get "it"') }),
);

const plainStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('reply' as const), value: fc.constantFrom('data', '{ id }') }),
  fc.record({
    do: fc.constant('send' as const),
    wire: anyId,
    pattern,
    data: fc.constant('data'),
    as: fc.constant('answer'),
  }),
  fc.record({ do: fc.constant('emit' as const), wire: anyId, pattern }),
  fc.record({ do: fc.constant('delay' as const), ms: fc.nat(1000) }),
  fc.record({
    do: fc.constant('throw' as const),
    error: fc.constantFrom('rpc' as const, 'http' as const),
    message: name,
  }),
  fc.record({ do: fc.constant('set' as const), key: fc.constant('k:${id}'), value: fc.constant('1') }),
);
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: plainStep },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('when' as const),
        condition: fc.constant('data'),
        then: fc.array(plainStep, { maxLength: 2 }),
      }),
    },
  ),
  { maxLength: 4 },
);

const expects = fc.dictionary(
  fc.constantFrom('userId', '$items', 'text'),
  fc.constantFrom('string' as const, 'array?' as const, 'integer' as const),
  { maxKeys: 3, noNullPrototype: true },
);
const handlerParts = {
  on: fc.oneof(
    fc.record({ http: fc.constantFrom('POST /orders', 'GET /users/:id') }),
    fc.record({ message: pattern }),
    fc.record({ event: pattern }),
  ),
  steps,
};
export const anyHandler: fc.Arbitrary<Handler> = fc.oneof(
  fc.record(handlerParts),
  fc.record({ ...handlerParts, expects }),
);
const listener = fc.oneof(
  fc.record({ transport: fc.constant('http' as const) }),
  fc.record({ transport: fc.constant('tcp' as const), port: fc.integer({ min: 1, max: 65_535 }) }),
  fc.record({ transport: fc.constant('grpc' as const) }),
  fc.record({ transport: fc.constantFrom('tcp' as const, 'grpc' as const), registry: anyId }),
  fc.record({ transport: fc.constant('redis' as const), broker: anyId }),
  fc.record({ transport: fc.constant('nats' as const), broker: anyId }),
  fc.record({ transport: fc.constant('nats' as const), broker: anyId, queue: anyId }),
  fc.record({ transport: fc.constant('kafka' as const), broker: anyId }),
  fc.record({
    transport: fc.constant('kafka' as const),
    broker: anyId,
    groupId: anyId,
    fromBeginning: fc.boolean(),
    partitions: fc.integer({ min: 1, max: 32 }),
  }),
  fc.record({ transport: fc.constant('mqtt' as const), broker: anyId }),
  fc.record({
    transport: fc.constant('mqtt' as const),
    broker: anyId,
    group: anyId,
    qos: fc.constantFrom(0 as const, 1 as const, 2 as const),
  }),
  fc.record({ transport: fc.constant('rmq' as const), broker: anyId }),
  fc.record({
    transport: fc.constant('rmq' as const),
    broker: anyId,
    queue: anyId,
    durable: fc.boolean(),
    noAck: fc.boolean(),
    prefetch: fc.integer({ min: 1, max: 9 }),
    exchange: fc.constant('topic' as const),
    deadLetterQueue: anyId,
  }),
);
/** In the order of the schema, in which an edit writes them. */
const [head, ways] = [
  { name, position, replicas: fc.integer({ min: 1, max: 9 }) },
  {
    listeners: fc.dictionary(anyId, listener, { maxKeys: 2, noNullPrototype: true }),
    handlers: fc.dictionary(anyId, anyHandler, { maxKeys: 3, noNullPrototype: true }),
  },
];
const nestSettings = {
  inheritAppConfig: fc.boolean(),
  filter: fc.constantFrom(...filterKinds),
  validation: fc.boolean(),
};
const service: fc.Arbitrary<Service> = fc.oneof(
  fc.record({ ...head, ...ways }),
  fc.record({ ...head, ...nestSettings, ...ways }),
);
const ms = fc.integer({ min: 1, max: 9000 });
const policies: fc.Arbitrary<Policies> = fc.record(
  {
    fallback: fc.record({ value: fc.constantFrom('data', 'null') }),
    deadLetter: fc.constant({}),
    retry: fc.record({ attempts: fc.integer({ min: 2, max: 20 }), initialMs: ms, maxMs: fc.constant(9000) }),
    breaker: fc.record({ failures: fc.integer({ min: 1, max: 9 }), halfOpenAfterMs: ms }),
    bulkhead: fc.record({ limit: fc.integer({ min: 1, max: 9 }), queue: fc.nat(9) }),
    rate: fc.record({ perSecond: fc.integer({ min: 1, max: 9 }), burst: fc.integer({ min: 1, max: 9 }) }),
    hedge: fc.record({ afterMs: ms }),
    timeout: fc.record({ ms }),
    idempotency: fc.constant(true as const),
  },
  { requiredKeys: [] },
);
const wire: fc.Arbitrary<Wire> = fc.oneof(
  fc.record({ name, from: anyId, to: anyId }),
  fc.record({
    name,
    from: anyId,
    to: anyId,
    policies,
  }),
);
const items = {
  services: service,
  brokers: fc.record({
    name,
    transport: fc.constantFrom('redis' as const, 'nats' as const, 'kafka' as const, 'mqtt' as const, 'rmq' as const),
    position,
  }),
  wires: wire,
  drivers: fc.record({ name, position, to: anyId, request: fc.constant('POST /orders'), perSecond: fc.nat(5) }),
  externals: fc.record({
    name,
    transport: fc.constant('tcp' as const),
    host: fc.constant('127.0.0.1'),
    port: fc.constant(4001),
    position,
  }),
  notes: fc.record({ text: fc.string({ maxLength: 30 }), position }),
  groups: fc.record({
    title: name,
    colour: fc.constantFrom(...groupColours),
    position,
    size: fc.record({ width: fc.integer({ min: 80, max: 2000 }), height: fc.integer({ min: 80, max: 2000 }) }),
  }),
  registries: fc.record({
    name,
    position,
    heartbeatMs: fc.integer({ min: 100, max: 60_000 }),
    timeoutMs: fc.integer({ min: 200, max: 300_000 }),
  }),
};
const part = <T>(item: fc.Arbitrary<T>) => fc.dictionary(anyId, item, { maxKeys: 4, noNullPrototype: true });

const plainFlow: fc.Arbitrary<Flow> = fc.record({
  version: fc.constant(1 as const),
  name,
  services: part(items.services),
  brokers: part(items.brokers),
  wires: part(items.wires),
  drivers: part(items.drivers),
  externals: part(items.externals),
  notes: part(items.notes),
});
/** With groups and registries or, as every flow was before there were any, without these parts. */
export const anyFlow: fc.Arbitrary<Flow> = fc
  .tuple(plainFlow, part(items.groups), part(items.registries))
  .map(([flow, groups, registries]) => ({
    ...flow,
    ...(Object.keys(groups).length === 0 ? {} : { groups }),
    ...(Object.keys(registries).length === 0 ? {} : { registries }),
  }));

const index = fc.option(fc.nat(4), { nil: undefined });
const put = (Object.keys(items) as (keyof typeof items)[]).map((key) =>
  fc.record({
    edit: fc.constant('put' as const),
    part: fc.constant(key),
    id: anyId,
    value: items[key] as fc.Arbitrary<unknown>,
    index,
  }),
);
const anyPart = fc.constantFrom(
  'services' as const,
  'brokers' as const,
  'wires' as const,
  'drivers' as const,
  'notes' as const,
  'groups' as const,
  'registries' as const,
);

export const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ edit: fc.constant('renameFlow' as const), name }),
  ...put,
  fc.record({ edit: fc.constant('remove' as const), part: anyPart, id: anyId }),
  fc.record({ edit: fc.constant('set' as const), part: anyPart, id: anyId, field: fc.constant('name'), value: name }),
  fc.record({
    edit: fc.constant('set' as const),
    part: fc.constant('services' as const),
    id: anyId,
    field: fc.constant('replicas'),
    value: fc.integer({ min: 1, max: 9 }),
  }),
  fc.record({
    edit: fc.constant('set' as const),
    part: fc.constant('wires' as const),
    id: anyId,
    field: fc.constant('policies'),
  }),
  fc.record({
    edit: fc.constant('move' as const),
    part: fc.constantFrom('services' as const, 'notes' as const, 'groups' as const),
    id: anyId,
    position,
  }),
  fc.record({ edit: fc.constant('putHandler' as const), service: anyId, id: anyId, handler: anyHandler, index }),
  fc.record({ edit: fc.constant('removeHandler' as const), service: anyId, id: anyId }),
  fc.record({ edit: fc.constant('putListener' as const), service: anyId, id: anyId, listener, index }),
  fc.record({ edit: fc.constant('removeListener' as const), service: anyId, id: anyId }),
);
