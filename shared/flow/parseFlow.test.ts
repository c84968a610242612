import fc from 'fast-check';
import { expect, test } from 'vitest';
import { examples } from '../examples/index.ts';
import { anyFlow } from '../testing/arbitraries.ts';
import { parseFlow } from './parseFlow.ts';

test('any flow survives JSON and a URL', () => {
  fc.assert(
    fc.property(anyFlow, (flow) => {
      const url = new URL(`http://localhost/#${encodeURIComponent(JSON.stringify(flow))}`);
      expect(parseFlow(JSON.parse(decodeURIComponent(url.hash.slice(1))))).toEqual({ ok: true, value: flow });
    }),
  );
});

test('every example is a flow of the format', () => {
  for (const { flow } of examples) expect(parseFlow(structuredClone(flow))).toEqual({ ok: true, value: flow });
});

test('parts, replicas and rates may be left out', () => {
  const result = parseFlow({ version: 1, name: 'Tiny', services: { a: { name: 'a', position: { x: 0, y: 0 } } } });
  expect(result).toEqual({
    ok: true,
    value: {
      version: 1,
      name: 'Tiny',
      services: { a: { name: 'a', position: { x: 0, y: 0 }, replicas: 1, listeners: {}, handlers: {} } },
      brokers: {},
      wires: {},
      drivers: {},
      externals: {},
      notes: {},
    },
  });
});

const service = { name: 'a', position: { x: 0, y: 0 } };
const withSteps = (steps: unknown): unknown => ({
  version: 1,
  name: 'x',
  services: { a: { ...service, handlers: { h: { on: { event: 'e' }, steps } } } },
});

test.each([
  ['an unknown field', { version: 1, name: 'x', colour: 'red' }, 'colour'],
  ['another version', { version: 2, name: 'x' }, 'version'],
  ['an id with a dot', { version: 1, name: 'x', services: { 'a.b': service } }, 'services.a.b'],
  ['an inherited name as id', { version: 1, name: 'x', services: { constructor: service } }, 'services.constructor'],
  ['ten replicas', { version: 1, name: 'x', services: { a: { ...service, replicas: 10 } } }, 'services.a.replicas'],
  ['a step of no kind', withSteps([{ do: 'dance' }]), 'services.a.handlers.h.steps.0.do'],
  ['a reply without value', withSteps([{ do: 'reply' }]), 'services.a.handlers.h.steps.0.value'],
  [
    'a bad step inside a branch',
    withSteps([{ do: 'parallel', branches: [[{ do: 'delay', ms: -1 }]] }]),
    'services.a.handlers.h.steps.0.branches.0.0.ms',
  ],
  [
    'an answer of a send to which nobody subscribes',
    withSteps([{ do: 'send', wire: 'w', pattern: 'p', as: 'answer', subscribe: false }]),
    'services.a.handlers.h.steps.0.as',
  ],
  [
    'a route without verb',
    { version: 1, name: 'x', services: { a: { ...service, handlers: { h: { on: { http: '/x' }, steps: [] } } } } },
    'services.a.handlers.h.on.http',
  ],
])('%s is refused with its path', (_case, input, at) => {
  const result = parseFlow(input);
  expect(result.ok).toBe(false);
  if (!result.ok) expect({ code: result.problem.code, at: result.problem.at }).toEqual({ code: 'badInput', at });
});

test('an own __proto__ key is refused, not dropped', () => {
  const result = parseFlow(JSON.parse('{"version":1,"name":"x","services":{"__proto__":{}}}'));
  expect(!result.ok && result.problem.at).toBe('services.__proto__');
});

test('nesting of any depth is refused without overflowing the stack', () => {
  const deep: unknown = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
  expect(parseFlow({ version: 1, name: 'x', services: deep }).ok).toBe(false);
});

test('anything at all is a flow or a problem, never an exception', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => typeof parseFlow(value).ok === 'boolean'),
    { numRuns: 300 },
  );
});
