import { expect, test } from 'vitest';
import { loadBalancing } from '#shared/examples/loadBalancing.ts';
import { pingPong } from '#shared/examples/pingPong.ts';
import { checkFlow } from '#shared/flow/checkFlow.ts';
import { applyEdits, type Edit } from '#shared/flow/edits.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { applyWithInverse } from '#shared/flow/invert.ts';
import { connect } from './connect.ts';
import { duplication, removal } from './edits.ts';
import { connectionsOf } from './geometry/connections.ts';
import { clipOf } from './gestures/clip.ts';
import { pasteOf } from './gestures/paste.ts';

function after(flow: Flow, edits: Edit[]): Flow {
  const applied = applyEdits(flow, edits);
  if (!applied.ok) throw new Error(applied.problem.message);
  return applied.value;
}

const { registries: _none, ...withoutRegistries } = loadBalancing;
const tcp = (flow: Flow, service = 'prices') => flow.services[service]?.listeners['tcp'];

test('a line from a service to a registry registers its replicas there, once', () => {
  const bare = after(loadBalancing, [
    { edit: 'putListener', service: 'prices', id: 'tcp', listener: { transport: 'tcp', port: 4001 } },
  ]);
  const result = connect(bare, 'prices', 'discovery');
  expect(result).toMatchObject({ ok: true });
  const drawn = after(bare, result.ok ? result.edits : []);
  expect(tcp(drawn)).toEqual({ transport: 'tcp', port: 4001, registry: 'discovery' });
  expect(connect(drawn, 'prices', 'discovery')).toEqual({ ok: false, why: 'prices registers there already.' });
  expect(connectionsOf(drawn).map(({ id }) => id)).toContain('registers:prices:discovery');
});

test('who is not reached by tcp or grpc cannot register, and a registry leads nowhere', () => {
  expect(connect(loadBalancing, 'gateway', 'discovery')).toMatchObject({ ok: false });
  expect(connect(loadBalancing, 'shopper', 'discovery')).toMatchObject({ ok: false });
  expect(connect(loadBalancing, 'discovery', 'prices')).toMatchObject({ ok: false });
});

test('a registry that is removed is not missed, and one undo brings it back with all who registered', () => {
  const edits = removal(loadBalancing, [{ kind: 'registry', id: 'discovery' }]);
  const applied = applyWithInverse(loadBalancing, edits);
  if (!applied.ok) throw new Error(applied.problem.message);
  const { flow, inverse } = applied.value;
  expect(tcp(flow)).toEqual({ transport: 'tcp' });
  expect(Object.keys(flow)).not.toContain('registries');
  expect(checkFlow(flow)).toEqual([]);
  expect(after(flow, inverse)).toEqual(loadBalancing);
});

test('a listener that names a registry which is not drawn says so, and runs', () => {
  expect(checkFlow(withoutRegistries)).toMatchObject([
    { code: 'missingRegistry', at: 'services.prices.listeners.tcp.registry', severity: 'error' },
  ]);
});

test('copied together a service registers with the copy, copied alone with the one it knew, elsewhere with none', () => {
  const both = duplication(loadBalancing, [
    { kind: 'service', id: 'prices' },
    { kind: 'registry', id: 'discovery' },
  ]);
  const [service = '', registry = ''] = ['services', 'registries'].map(
    (part) => both.copies.find((copy) => copy.part === part)?.id,
  );
  const doubled = after(loadBalancing, both.edits);
  expect(tcp(doubled, service)).toEqual({ transport: 'tcp', registry });
  expect(doubled.registries?.[registry]?.name).toBe('discovery 2');

  const alone = duplication(loadBalancing, [{ kind: 'service', id: 'prices' }]);
  const copy = alone.copies[0]?.id ?? '';
  expect(tcp(after(loadBalancing, alone.edits), copy)).toEqual({ transport: 'tcp', registry: 'discovery' });

  const clip = clipOf(loadBalancing, [{ kind: 'service', id: 'prices' }]) ?? loadBalancing;
  const elsewhere = pasteOf(pingPong, clip, { x: 0, y: 0 });
  expect(tcp(after(pingPong, elsewhere.edits))).toEqual({ transport: 'tcp' });
});
