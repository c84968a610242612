import fc from 'fast-check';
import { expect, it } from 'vitest';
import { examples } from '#shared/examples/index.ts';
import type { Handler } from '#shared/flow/flow.ts';
import { javascriptNames } from '#shared/steps/javascriptNames.ts';
import type { Step } from '#shared/steps/step.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import { unknownNames } from './unknownNames.ts';

const places = (steps: Step[], on: Handler['on'] = { message: 'm' }): (string | undefined)[] =>
  unknownNames({ on, steps }, 'h').map(({ at }) => at);
const reply = (value: string): Step => ({ do: 'reply', value });

it('a name that nothing gives is found wherever a step would read it', () => {
  expect(
    places([
      { do: 'log', value: 'usr.name' },
      { do: 'send', wire: 'w', pattern: 'p', data: '{ id: data.id, usr }', as: 'user' },
      { do: 'when', condition: 'usr', then: [{ do: 'set', key: 'k:${usr.id}', value: '[usr]' }] },
      { do: 'throw', error: 'rpc', message: 'no ${usr}' },
      reply('body'),
    ]),
  ).toEqual([
    'h.steps.0.value',
    'h.steps.1.data',
    'h.steps.2.condition',
    'h.steps.2.then.0.key',
    'h.steps.2.then.0.value',
    'h.steps.3.message',
    'h.steps.4.value',
  ]);
});

it('names that something gives are none: results, also of later steps, and those of catch and stream', () => {
  const steps: Step[] = [
    { do: 'log', value: '[user, data, id, meta, state, Math.PI, undefined]' },
    { do: 'send', wire: 'w', pattern: 'p', as: 'user' },
    { do: 'attempt', steps: [], catch: [{ do: 'when', condition: 'error.code', then: [reply('error')] }] },
    { do: 'stream', count: 2, value: '{ index }' },
  ];
  expect(places(steps)).toEqual([]);
  expect(places([reply('error')])).toEqual(['h.steps.0.value']);
  expect(places([reply('index')])).toEqual(['h.steps.0.value']);
  expect(places([reply('[body, params, query, headers]')], { http: 'GET /' })).toEqual([]);
});

it('of what may not be read, or is more than a path, nothing is said', () => {
  const texts = ['data.ok && usr', 'typeof usr', 'data.a ? usr : 1', '[1].map((usr) => usr)', 'usr()', 'usr +'];
  expect(places(texts.map(reply))).toEqual([]);
});

it('no example has a false alarm', () => {
  const found = examples.flatMap(({ flow }) =>
    Object.values(flow.services).flatMap(({ handlers }) =>
      Object.values(handlers).flatMap((handler) => unknownNames(handler, 'h')),
    ),
  );
  expect(found).toEqual([]);
});

it('what is complained of does fail, with these words', async () => {
  const sandbox = createSandbox({ random: () => 0 });
  const name = fc.stringMatching(/^[a-z]{1,8}$/);
  await fc.assert(
    fc.asyncProperty(name, async (word) => {
      const [found] = unknownNames({ on: { message: 'm' }, steps: [reply(`{ a: ${word}.b }`)] }, 'h');
      if (found === undefined) return;
      await expect(sandbox.compile(`{ a: ${word}.b }`).evaluate({ data: {} })).rejects.toThrow(
        `ReferenceError: '${word}' is not defined`,
      );
    }),
    { numRuns: 50 },
  );
  sandbox.dispose();
});

it('every name that the engine brings is known as such', async () => {
  const sandbox = createSandbox({ random: () => 0 });
  const names = (await sandbox.compile('Object.getOwnPropertyNames(globalThis)').evaluate({})) as string[];
  expect(names.filter((name) => !javascriptNames.has(name) && name !== 'random')).toEqual([]);
  sandbox.dispose();
});
