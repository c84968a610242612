import { transformSync } from 'esbuild';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { examples } from '../examples/index.ts';
import type { Flow } from '../flow/flow.ts';
import { parseFlow } from '../flow/parseFlow.ts';
import type { Step } from '../steps/step.ts';
import { generateProject, type ProjectFiles } from './generateProject.ts';

const files = (example: string): ProjectFiles => {
  const found = examples.find(({ id }) => id === example);
  if (found === undefined) throw new Error(`There is no example ${example}`);
  return generateProject(found.flow);
};

test('a service is an application of its own, in the folders of a Nest workspace', () => {
  const paths = Object.keys(files('order-saga')).filter((path) => path.startsWith('apps/orders/src'));
  expect(paths.sort()).toEqual([
    'apps/orders/src/clients/events.client.ts',
    'apps/orders/src/clients/inventory.client.ts',
    'apps/orders/src/clients/payments.client.ts',
    'apps/orders/src/clients/users.client.ts',
    'apps/orders/src/health.controller.ts',
    'apps/orders/src/main.ts',
    'apps/orders/src/orders.controller.ts',
    'apps/orders/src/orders.module.ts',
    'apps/orders/src/orders.service.ts',
  ]);
});

test('the flow itself comes along, and reads back as the same flow', () => {
  for (const { id, flow } of examples) {
    const parsed = parseFlow(JSON.parse(files(id)['patchbay.json'] ?? ''));
    expect(parsed).toEqual({ ok: true, value: flow });
  }
});

test('expressions appear as they were drawn', () => {
  const text = files('order-saga')['apps/inventory/src/inventory.service.ts'] ?? '';
  expect(text).toContain('if (data.items.some(item => item.quantity > 100)) {');
});

/** Names and texts that try to end what they stand in. */
const nasty = fc.oneof(
  fc.constantFrom(
    '*/ process.exit(1); /*',
    "'); process.exit(1); ('",
    '`${process.exit(1)}`',
    '\n// gone\n',
    '../../etc/passwd',
    '__proto__',
    'constructor',
    'Clients',
    'health',
    'main',
    'service',
    '注文',
    'x'.repeat(80),
    '\\',
    '\u2028alert()',
    "{{ .Values }} #! %{a} $'x'",
  ),
  fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }).filter((text) => text.trim() !== ''),
);
const name = nasty.map((text) => text.trim().slice(0, 80)).filter((text) => text !== '');
const expression = fc.oneof(
  fc.constantFrom(
    'data',
    '{ id, state, meta, random: random() }',
    'data.items.map(x => x.y)',
    'data.a.b.map((x) => x.lines.map((y) => y))',
    '`${data.x}`',
    '() => { return 1 }',
    'data // comment',
    'data /* ',
    '/\\//.test(data)',
    'Error + Promise + of + error + index',
    "'*/' + `\n`",
    '}',
    ')',
    '1;',
    'await x',
    '\u2028',
  ),
  nasty,
);
const template = fc.oneof(
  fc.constantFrom('a${data.b}`c', '${', '${data', '$${id}\r\n\\', '${() => { return 1 }}'),
  nasty,
);
const as = fc.constantFrom(
  'Error',
  'Promise',
  'of',
  'caught',
  'Patterns',
  'delay',
  'answer',
  'Store',
  'globalThis',
  'compute',
);
/** These two are refused in any flow. */
const key = nasty.filter((text) => text !== '__proto__' && text !== 'constructor');
const anyPattern = fc.oneof(nasty, fc.dictionary(key, nasty, { minKeys: 1, maxKeys: 3 }));

const steps: fc.Memo<Step[]> = fc.memo((depth) => {
  const plain = fc.oneof<fc.Arbitrary<Step>[]>(
    fc.record({ do: fc.constant('reply' as const), value: expression }),
    fc.record({
      do: fc.constant('send' as const),
      wire: fc.constantFrom('w', 'v', 'gone'),
      pattern: anyPattern,
      data: expression,
      as,
    }),
    fc.record({ do: fc.constant('emit' as const), wire: fc.constantFrom('w', 'v'), pattern: anyPattern }),
    fc.record({ do: fc.constant('delay' as const), ms: fc.nat(9), jitterMs: fc.nat(9) }),
    fc.record({
      do: fc.constant('throw' as const),
      error: fc.constantFrom('rpc', 'error', 'http', 'again'),
      status: fc.constant(418),
      message: template,
    }),
    fc.record({ do: fc.constant('set' as const), key: fc.constant('k${id}'), value: expression }),
    fc.record({ do: fc.constant('get' as const), key: template.filter((text) => text !== ''), as }),
    fc.record({ do: fc.constant('stream' as const), count: fc.nat(3), value: expression }),
    fc.record({ do: fc.constant('log' as const), value: expression }),
  );
  if (depth <= 1) return fc.array(plain, { maxLength: 3 });
  const inner = steps(depth - 1);
  const holder = fc.oneof<fc.Arbitrary<Step>[]>(
    fc.record({ do: fc.constant('when' as const), condition: expression, then: inner, else: inner }),
    fc.record({ do: fc.constant('parallel' as const), branches: fc.array(inner, { maxLength: 3 }) }),
    fc.record(
      { do: fc.constant('attempt' as const), steps: inner, catch: inner, finally: inner },
      { requiredKeys: ['do', 'steps'] },
    ),
  );
  return fc.array(fc.oneof(plain, holder), { maxLength: 4 });
});

const on = fc.oneof(
  fc
    .record({ http: fc.constantFrom('POST /orders/:id', 'GET /a/:', 'DELETE /%2F*/') })
    .map(({ http }) => ({ http: http.replace('*', '') })),
  fc.record({ message: anyPattern }),
  fc.record({ event: anyPattern }),
);
const service = fc.record({
  name,
  position: fc.constant({ x: 0, y: 0 }),
  replicas: fc.constantFrom(1, 3),
  listeners: fc.constantFrom(
    {},
    { a: { transport: 'http' as const } },
    { a: { transport: 'tcp' as const }, b: { transport: 'tcp' as const, port: 3000 } },
    { a: { transport: 'redis' as const, broker: 'r' }, b: { transport: 'redis' as const, broker: 'gone' } },
    { a: { transport: 'kafka' as const, broker: 'k', partitions: 5 }, b: { transport: 'kafka' as const, broker: 'k' } },
  ),
  handlers: fc.dictionary(
    fc.constantFrom('create', 'onModuleInit', 'then', 'store', 'logger', 'x-1', 'X_1', '0'),
    fc.record({ on, steps: steps(2) }),
    { maxKeys: 4 },
  ),
});
const policies = fc.record(
  {
    fallback: fc.record({ value: expression }),
    deadLetter: fc.constant({}),
    retry: fc.constant({ attempts: 3, initialMs: 10, maxMs: 1000 }),
    breaker: fc.constant({ failures: 5, halfOpenAfterMs: 10_000 }),
    bulkhead: fc.constant({ limit: 2, queue: 3 }),
    rate: fc.constant({ perSecond: 0.5, burst: 2 }),
    hedge: fc.constant({ afterMs: 100 }),
    timeout: fc.constant({ ms: 1000 }),
    idempotency: fc.constant(true as const),
  },
  { requiredKeys: [] },
);
const wire = fc.record({
  name,
  from: fc.constantFrom('a', 'b'),
  to: fc.constantFrom('a', 'b', 'r', 'k', 'e', 'gone'),
  policies,
});
const flow: fc.Arbitrary<Flow> = fc.record({
  version: fc.constant(1 as const),
  name,
  services: fc.record({ a: service, b: service }),
  brokers: fc.record({
    r: fc.record({ name, transport: fc.constant('redis' as const), position: fc.constant({ x: 0, y: 0 }) }),
    k: fc.record({ name, transport: fc.constant('kafka' as const), position: fc.constant({ x: 0, y: 0 }) }),
  }),
  wires: fc.record({ w: wire, v: wire }),
  drivers: fc.record({
    d: fc.record({
      name,
      position: fc.constant({ x: 0, y: 0 }),
      to: fc.constantFrom('a', 'b'),
      request: fc.constantFrom('POST /orders/1?x=`${1}`', "GET /'*/"),
      data: expression,
      perSecond: fc.constant(0),
    }),
  }),
  externals: fc.record({
    e: fc.record({
      name,
      transport: fc.constant('tcp' as const),
      host: nasty,
      port: fc.constant(4001),
      position: fc.constant({ x: 0, y: 0 }),
    }),
  }),
  notes: fc.constant({}),
});

test('nothing that a person names breaks out of a text, a comment or a path', () => {
  fc.assert(
    fc.property(flow, (drawn) => {
      const parsed = parseFlow(drawn);
      if (!parsed.ok) throw new Error(`${parsed.problem.at} ${parsed.problem.message}`);
      for (const [path, text] of Object.entries(generateProject(parsed.value))) {
        expect(path).toMatch(/^[A-Za-z\d.][\w.-]*(\/[A-Za-z\d.][\w.-]*)*$/);
        expect(path.split('/')).not.toContain('..');
        if (path.endsWith('.json')) JSON.parse(text);
        if (path.endsWith('.ts')) parseAsTypeScript(path, text);
      }
    }),
    { numRuns: 100 },
  );
});

function parseAsTypeScript(path: string, text: string): void {
  try {
    const { code } = transformSync(text, {
      loader: 'ts',
      format: 'esm',
      logLevel: 'silent',
      tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
    });
    // None of ours says that; where it stands it must be inside a text.
    const outside = code.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|\/\/.*|\/\*[^]*?\*\//g, '');
    expect(outside).not.toContain('process.exit');
  } catch (error) {
    throw new Error(`${path}: ${String(error)}\n${text}`, { cause: error });
  }
}
