import { expect, test } from 'vitest';
import { applyEdits } from '#shared/flow/edits.ts';
import { emptyFlow, type Flow, type Service } from '#shared/flow/flow.ts';
import { tokenOf } from '#shared/flow/token.ts';
import { connect } from './connect.ts';

const position = { x: 0, y: 0 };
const service = (name: string, listeners: Service['listeners']): Service => ({
  name,
  position,
  replicas: 1,
  listeners,
  handlers: {},
});

const flow: Flow = {
  ...emptyFlow('To connect'),
  services: {
    web: service('api-gateway', { web: { transport: 'http' } }),
    users: service('users', { tcp: { transport: 'tcp' } }),
    mail: service('mail', { redis: { transport: 'redis', broker: 'redis' } }),
  },
  brokers: { redis: { name: 'redis', transport: 'redis', position } },
  drivers: { buyer: { name: 'buyer', position, to: 'nobody', request: 'GET /', perSecond: 0 } },
};

/** The flow after connecting; throws the reason when it is refused. */
function connected(before: Flow, from: string, to: string): Flow {
  const result = connect(before, from, to);
  if (!result.ok) throw new Error(result.why);
  const applied = applyEdits(before, result.edits);
  if (!applied.ok) throw new Error(applied.problem.message);
  return applied.value;
}

test('a wire to a service is named after it and gives up after five seconds', () => {
  expect(Object.values(connected(flow, 'web', 'users').wires)).toEqual([
    { name: 'USERS', from: 'web', to: 'users', policies: { timeout: { ms: 5000 } } },
  ]);
});

test('a wire to a service that listens on a broker leads to the broker', () => {
  expect(Object.values(connected(flow, 'users', 'mail').wires)).toEqual([
    { name: 'EVENTS', from: 'users', to: 'redis' },
  ]);
});

test('two wires of one service never share a name', () => {
  const twice = { ...flow, services: { ...flow.services, more: service('users', { tcp: { transport: 'tcp' } }) } };
  const wires = Object.values(connected(connected(twice, 'web', 'users'), 'web', 'more').wires);
  expect(wires.map(({ name }) => name)).toEqual(['USERS', 'USERS_2']);
});

test('from a broker to a service means that the service listens there', () => {
  expect(Object.values(connected(flow, 'redis', 'users').services['users']?.listeners ?? {})).toEqual([
    { transport: 'tcp' },
    { transport: 'redis', broker: 'redis' },
  ]);
});

test('from a driver to a gateway means that it asks that one', () => {
  expect(connected(flow, 'buyer', 'web').drivers['buyer']?.to).toBe('web');
});

test.each([
  ['users', 'users', /itself/],
  ['users', 'web', /http listener/],
  ['redis', 'mail', /already/],
  ['redis', 'buyer', /Only a service/],
  ['buyer', 'users', /HTTP/],
  ['users', 'buyer', /leads to/],
])('from %s to %s is refused with a reason', (from, to, why) => {
  const result = connect(flow, from, to);
  expect(result.ok ? '' : result.why).toMatch(why);
});

test('a second wire between the same two is refused', () => {
  expect(connect(connected(flow, 'web', 'users'), 'web', 'users').ok).toBe(false);
});

test('tokens are written as NestJS code writes them', () => {
  expect(['api-gateway', 'big spender!', '日本'].map(tokenOf)).toEqual(['API_GATEWAY', 'BIG_SPENDER', 'CLIENT']);
});
