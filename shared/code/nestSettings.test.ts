import { expect, test } from 'vitest';
import { exceptions } from '../examples/exceptions.ts';
import type { Flow, Service } from '../flow/flow.ts';
import { codeFor } from './codeFor.ts';
import { generateProject } from './generateProject.ts';

/** What an application sets up for all of its handlers, as code. */

function mainOf(change: (orders: Service) => Partial<Service>): string {
  const { orders } = exceptions.services;
  if (orders === undefined) throw new Error('There is no service "orders".');
  const flow: Flow = { ...exceptions, services: { ...exceptions.services, orders: { ...orders, ...change(orders) } } };
  return generateProject(flow)['apps/orders/src/main.ts'] ?? '';
}

test('filter and pipe stand before the microservice that inherits them', () => {
  const main = mainOf(() => ({}));
  const lines = [
    'app.useGlobalFilters(new KeepMessageFilter(app.getHttpAdapter()));',
    'app.useGlobalPipes(new ValidationPipe());',
    '}, { inheritAppConfig: true });',
  ];
  const places = lines.map((line) => main.indexOf(line));
  expect(places.every((place) => place > 0)).toBe(true);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(main).not.toContain('HttpErrorFilter');
});

test('a hybrid application that inherits nothing says nothing of it', () => {
  const main = mainOf(() => ({ inheritAppConfig: false }));
  expect(main).not.toContain('inheritAppConfig');
  expect(main).toContain('app.useGlobalFilters(new HttpErrorFilter(app.getHttpAdapter()));');
});

test('a microservice has a server for its health here, and inherits from it', () => {
  expect(mainOf(() => ({ inheritAppConfig: false, listeners: { tcp: { transport: 'tcp' } } }))).toContain(
    'inheritAppConfig: true',
  );
});

test('what a handler expects is a class of its own, and the type of its parameter', () => {
  const [, controller, dto] = codeFor(exceptions, { kind: 'handler', service: 'orders', id: 'create' });
  expect(controller?.text).toContain('create(@Payload() data: CreatePayload): Promise<unknown> {');
  expect(dto?.path).toBe('apps/orders/src/orders.dto.ts');
  expect(dto?.text).toBe(`/** What { cmd: 'create_order' } expects of its data. */
export class CreatePayload {
  @IsString()
  userId!: string;

  @IsArray()
  items!: any[];

  [other: string]: any;
}`);
});

test('the packages that the pipe needs are installed where it is used, and nowhere else', () => {
  expect(generateProject(exceptions)['package.json']).toContain('"class-validator"');
  const { gateway = exceptions.services['orders'] } = exceptions.services;
  const plain = gateway === undefined ? exceptions : { ...exceptions, services: { gateway } };
  expect(generateProject(plain)['package.json']).not.toContain('class-validator');
});
