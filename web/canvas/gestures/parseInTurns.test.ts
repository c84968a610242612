import { expect, test } from 'vitest';
import { examples } from '#shared/examples/index.ts';
import { emptyFlow } from '#shared/flow/flow.ts';
import { parseFlow } from '#shared/flow/parseFlow.ts';
import { parseInTurns } from './parseInTurns.ts';

const position = { x: 0, y: 0 };
const large = {
  ...emptyFlow('Large'),
  services: Object.fromEntries(
    Array.from({ length: 90 }, (_, index) => [`s${index}`, { name: `s${index}`, position }]),
  ),
  groups: { g: { title: 'All', position, size: { width: 900, height: 900 } } },
};

test('a flow that is parsed in turns is the flow that is parsed at once', async () => {
  for (const flow of [large, { ...emptyFlow(), groups: undefined }, ...examples.map((example) => example.flow)]) {
    expect(await parseInTurns(flow)).toEqual(parseFlow(flow));
  }
  const parsed = await parseInTurns(large);
  expect(parsed.ok && Object.keys(parsed.value.services)).toEqual(Object.keys(large.services));
});

test('what is wrong with a large flow is said with its place, as at once', async () => {
  const services = Object.fromEntries(
    Array.from({ length: 2001 }, (_, index) => [`s${index}`, { name: `s${index}`, position }]),
  );
  for (const wrong of [
    { ...large, services: { ...large.services, s77: { name: '', position } } },
    { ...large, version: 2 },
    { ...large, more: 1 },
    { ...large, wires: [] },
    { ...large, services },
    JSON.parse('{ "version": 1, "services": { "__proto__": {}, "a": {} }, "wires": {} }') as unknown,
    'text',
    null,
  ]) {
    const parsed = await parseInTurns(wrong);
    expect(parsed.ok).toBe(false);
    expect(parsed).toEqual(parseFlow(wrong));
  }
});
