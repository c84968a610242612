import { describe, expect, it } from 'vitest';
import { newHandler } from '../service/newHandler.ts';
import { curlLine } from './curlLine.ts';

describe('curlLine', () => {
  it.each([
    ['GET /orders/:id', 'curl http://127.0.0.1:4000/orders/1'],
    ['HEAD /', 'curl -I http://127.0.0.1:4000/'],
    ['DELETE /orders/:id', 'curl -X DELETE http://127.0.0.1:4000/orders/1'],
    ['POST /orders', "curl -X POST http://127.0.0.1:4000/orders -H 'content-type: application/json' -d '{}'"],
  ])('calls %s', (route, line) => {
    expect(curlLine(route, 4000)).toBe(line);
  });
});

describe('a new handler', () => {
  it('is a route of a gateway', () => {
    const gateway = { listeners: { web: { transport: 'http' } }, handlers: {} } as const;
    expect(newHandler(gateway)).toEqual({ on: { http: 'GET /hello' }, steps: [{ do: 'reply', value: "'hello'" }] });
  });

  it('is a message with a free name where messages can come', () => {
    const hello = { on: { message: { cmd: 'hello' } }, steps: [] };
    const hybrid = {
      listeners: { web: { transport: 'http' }, tcp: { transport: 'tcp' } },
      handlers: { hello },
    } as const;
    expect(newHandler(hybrid).on).toEqual({ message: { cmd: 'hello2' } });
  });
});
