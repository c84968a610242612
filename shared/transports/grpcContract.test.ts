import { expect, test } from 'vitest';
import type { Service } from '../flow/flow.ts';
import type { Pattern } from '../flow/pattern.ts';
import { grpcContract, grpcMethod, grpcProto } from './grpcContract.ts';

const service = (name: string, ...patterns: Pattern[]): Pick<Service, 'name' | 'handlers'> => ({
  name,
  handlers: Object.fromEntries(patterns.map((message, at) => [`h${at}`, { on: { message }, steps: [] }])),
});
const rpcsOf = (...patterns: Pattern[]): string[] =>
  grpcContract(service('orders', ...patterns)).methods.map(({ rpc }) => rpc);

test('a .proto has a method per message pattern, and a stream where a handler streams', () => {
  const contract = grpcContract({
    name: 'Order service',
    handlers: {
      create: { on: { message: { cmd: 'create_order' } }, steps: [] },
      prices: {
        on: { message: 'prices' },
        steps: [{ do: 'when', condition: 'true', then: [{ do: 'stream', value: '1', count: 3 }] }],
      },
      paid: { on: { event: 'paid' }, steps: [] },
      route: { on: { http: 'GET /orders' }, steps: [] },
    },
  });
  expect(grpcProto(contract)).toBe(`syntax = "proto3";

package order_service;

// Any JSON is a payload: numbers, texts, lists, objects, null.
import "google/protobuf/struct.proto";

service OrderService {
  // { cmd: 'create_order' }
  rpc CreateOrder (google.protobuf.Value) returns (google.protobuf.Value);
  // prices
  rpc Prices (google.protobuf.Value) returns (stream google.protobuf.Value);
}
`);
});

test('methods have names of their own, whatever the patterns are', () => {
  expect(rpcsOf('create_order', 'create-order', { cmd: 'create_order' }, 'заказ', '***', '7up')).toEqual([
    'CreateOrder',
    'CreateOrder2',
    'CreateOrder3',
    'Pattern',
    'Pattern2',
    'Pattern7up',
  ]);
});

test('no method takes the place of what every client has', () => {
  expect(rpcsOf('close', 'get_channel', 'constructor', 'wait for ready')).toEqual([
    'Close2',
    'GetChannel2',
    'Constructor2',
    'WaitForReady2',
  ]);
});

test('of two handlers of one pattern there is one method, which is the last one', () => {
  const { methods } = grpcContract({
    name: 'a',
    handlers: {
      one: { on: { message: 'sum' }, steps: [{ do: 'stream', value: '1', count: 2 }] },
      two: { on: { message: 'sum' }, steps: [] },
    },
  });
  expect(methods).toEqual([{ rpc: 'Sum', pattern: 'sum', isStream: false }]);
});

test('what nobody answers has a name that no method has', () => {
  const contract = grpcContract(service('orders', 'create_order'));
  expect(grpcMethod(contract, 'create_order')).toMatchObject({ rpc: 'CreateOrder', isKnown: true });
  expect(grpcMethod(contract, { cmd: 'create order' })).toMatchObject({ rpc: 'CreateOrder2', isKnown: false });
});

test.each([
  ['google', 'google_service', 'GoogleService'],
  ['constructor', 'constructor_service', 'ConstructorService'],
  ['服务', 'service', 'ServiceService'],
  ['3D printer', 'service_3_d_printer', 'Service3DPrinterService'],
  ['api-gateway', 'api_gateway', 'ApiGatewayService'],
])('%s is the package %s and the service %s', (name, packageName, serviceName) => {
  expect(grpcContract(service(name))).toMatchObject({ package: packageName, service: serviceName });
});
