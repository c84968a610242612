import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { examples } from '#shared/examples/index.ts';
import { anyFlow } from '#shared/testing/arbitraries.ts';
import { dictionary } from './dictionary.ts';
import { flowLink, packedIn, packFlow, unpackFlow } from './flowLink.ts';

test('any flow comes back from its link as it was', () => {
  fc.assert(
    fc.property(anyFlow, (flow) => {
      const link = flowLink(flow, 'http://localhost:3000');
      expect(unpackFlow(packedIn(link) ?? '')).toEqual({ ok: true, value: flow });
    }),
  );
});

test.for(examples)('the link of $id is short enough for any chat and mail', ({ id, flow }) => {
  const link = flowLink(flow, 'https://playground.example.com');
  // The longest example is twice the order saga, with policies on every wire.
  expect(link.length).toBeLessThan(id === 'saga-that-undoes' ? 2500 : 2000);
  expect(link).toMatch(/^https:\/\/playground\.example\.com\/#flow=1\.[A-Za-z0-9_-]+$/);
});

test('a link that was cut, changed or never was one is refused in words', () => {
  const packed = packFlow(examples[0]?.flow ?? expect.fail('There are no examples'));
  for (const bad of [packed.slice(0, -20), `${packed.slice(0, 40)}AAAA${packed.slice(44)}`, '1.', '1.%%%', '']) {
    expect(unpackFlow(bad)).toMatchObject({ ok: false, problem: { code: 'badInput' } });
  }
  expect(unpackFlow(`2.${packed}`)).toMatchObject({
    problem: { message: expect.stringContaining('another version') as string },
  });
  expect(packedIn('http://localhost:3000/s/abc')).toBeUndefined();
});

test('a link that unpacks to something huge is given up early', () => {
  const bytes = deflateRawSync(`[${'0,'.repeat(20_000_000)}0]`);
  expect(bytes.length).toBeLessThan(100_000);
  expect(unpackFlow(`1.${bytes.toString('base64url')}`)).toMatchObject({ ok: false });
});

test('links that are out there go on opening: the dictionary never changes', () => {
  expect(createHash('sha256').update(dictionary).digest('hex')).toBe(
    '9e4c6fcac8441f0dfc66a393da1a4fa1ad77977c443a31528530cfb199dc2387',
  );
});
