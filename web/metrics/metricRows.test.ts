import { expect, test } from 'vitest';
import { usersGateway } from '#shared/examples/usersGateway.ts';
import { emptyFlow } from '#shared/flow/flow.ts';
import { pingPong } from '#shared/examples/pingPong.ts';
import { focusOf, metricRows } from './metricRows.ts';

test('everything that is measured has a line, handlers below their service', () => {
  expect(metricRows(pingPong).map(({ kind, label }) => `${kind} ${label}`)).toMatchInlineSnapshot(`
    [
      "driver you",
      "service api-gateway",
      "handler GET /ping",
      "service pong",
      "handler { cmd: 'ping' }",
      "wire PONG",
    ]
  `);
  expect(metricRows(emptyFlow())).toEqual([]);
});

test('the charts show what is selected, else all services', () => {
  const rows = metricRows(pingPong);
  const services = Object.keys(pingPong.services).map((id) => `service:${id}`);
  expect(focusOf(rows, [])).toEqual({ title: 'All services', keys: services });
  expect(focusOf(rows, [{ kind: 'note', id: 'x' }]).title).toBe('All services');
  expect(focusOf(rows, [{ kind: 'wire', id: 'pong' }])).toEqual({ title: 'PONG', keys: ['wire:pong'] });
  expect(focusOf(rows, [{ kind: 'handler', id: 'ping', service: 'pong' }])).toEqual({
    title: "pong · { cmd: 'ping' }",
    keys: ['handler:pong.ping'],
  });
  const two = focusOf(metricRows(usersGateway), [
    { kind: 'service', id: 'gateway' },
    { kind: 'service', id: 'users' },
  ]);
  expect(two.keys).toEqual(['service:gateway', 'service:users']);
  expect(two.title).toMatch(/ and 1 more$/);
});
