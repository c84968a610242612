import { expect, test } from 'vitest';
import { packetText } from './packetText.ts';

const packet = { err: { status: 'error', message: 'no' }, isDisposed: true, id: 'a1' };
const json = '{"err":{"status":"error","message":"no"},"isDisposed":true,"id":"a1"}';

test('a packet is shown as the text that is written, whatever its serializer makes of it', () => {
  expect(packetText(packet)).toBe(json);
  expect(packetText(json)).toBe(json);
  expect(packetText(Buffer.from(json))).toBe(json);
  expect(packetText({ data: json, headers: undefined })).toBe(json);
});

test('what JSON loses is lost here, too', () => {
  expect(packetText({ err: new Error('on fire'), isDisposed: true })).toBe('{"err":{},"isDisposed":true}');
});

test('a packet that cannot be written has no text, and a long one is cut', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  expect(packetText({ err: circle })).toBeUndefined();
  expect(packetText(undefined)).toBeUndefined();
  expect(packetText({ err: 'x'.repeat(10_000) })).toHaveLength(8007);
});
