import { expect, test } from 'vitest';
import { hopsOf, recorded } from '../trace/testing/recordings.ts';
import { clientCallOf, curlOf } from './copyAs.ts';

const doors = { origin: 'http://localhost:3000', session: 'abc', port: 4001 };
const hops = hopsOf(recorded('event-handler-threw'));
const of = (pattern: string) => {
  const hop = hops.find((one) => JSON.stringify(one.pattern).includes(pattern));
  if (hop === undefined) throw new Error(`No ${pattern} was recorded`);
  return hop;
};

test('an HTTP request is copied as a curl line to its service', () => {
  const hop = of('POST /orders');
  expect(curlOf(hop, { sku: "Ann's book" }, doors)).toBe(
    String.raw`curl -X POST 'http://127.0.0.1:4001/orders' -H 'content-type: application/json' -d '{"sku":"Ann'\''s book"}'`,
  );
  expect(curlOf(hop, undefined, { ...doors, port: undefined })).toBe(undefined);
  expect(clientCallOf(hop, {})).toBe(undefined);
});

test('a message is copied as a curl line over its wire, and as the call of a client', () => {
  const request = of('create_order');
  expect(curlOf(request, { amount: 12 }, doors)).toBe(
    `curl -X POST 'http://localhost:3000/api/sessions/abc/send' -H 'content-type: application/json' -d '{"wire":"orders","pattern":{"cmd":"create_order"},"data":{"amount":12},"kind":"request"}'`,
  );
  expect(clientCallOf(request, { amount: 12 })).toBe(
    `const reply = await firstValueFrom(client.send({ cmd: 'create_order' }, {"amount":12}));`,
  );
  expect(clientCallOf(of('order_created'), { id: 7 })).toBe(`client.emit("order_created", {"id":7});`);
});
