import { expect, test } from 'vitest';
import { orderSaga } from '../examples/orderSaga.ts';
import { codeFor, type CodeSelection } from './codeFor.ts';
import { generateProject } from './generateProject.ts';

const selections: CodeSelection[] = [
  { kind: 'service', id: 'orders' },
  { kind: 'handler', service: 'orders', id: 'create' },
  { kind: 'wire', id: 'payments' },
];

test.each(selections)('the code of $kind $id is cut from the files of the export', (selection) => {
  const files = generateProject(orderSaga);
  const excerpts = codeFor(orderSaga, selection);
  expect(excerpts.length).toBeGreaterThan(0);
  for (const { path, text, from, to } of excerpts) {
    expect(
      files[path]
        ?.split('\n')
        .slice(from - 1, to)
        .join('\n'),
    ).toBe(text);
  }
});

test('a handler is its steps, and what leads to them', () => {
  const [steps, route] = codeFor(orderSaga, { kind: 'handler', service: 'users', id: 'getUser' });
  expect(steps).toMatchObject({ path: 'apps/users/src/users.service.ts' });
  expect(steps?.text).toBe(
    [
      '  async getUser(data: GetUserDto): Promise<unknown> {',
      "    if (data.id === 'u1') {",
      "      return { id: 'u1', name: 'Ada Lovelace' };",
      '    }',
      '    const user = this.store.get(`user:${data.id}`);',
      '    if (user) {',
      '      return user;',
      '    } else {',
      '      throw new RpcException({ status: 404, message: `User ${data.id} not found` });',
      '    }',
      '  }',
    ].join('\n'),
  );
  expect(route?.text).toContain('@MessagePattern(Patterns.getUser)');
});

test('a wire is its client: where it leads, and what it does around each call', () => {
  const [client] = codeFor(orderSaga, { kind: 'wire', id: 'payments' });
  expect(client?.path).toBe('apps/orders/src/clients/payments.client.ts');
  for (const part of ['name: PAYMENTS', 'Transport.TCP', 'PAYMENTS_TCP_HOST', 'timeout({ each: 2_000 })']) {
    expect(client?.text).toContain(part);
  }
});

test('what is not drawn has no code', () => {
  expect(codeFor(orderSaga, { kind: 'wire', id: 'nobody' })).toEqual([]);
  expect(codeFor(orderSaga, { kind: 'handler', service: 'orders', id: 'nobody' })).toEqual([]);
});
