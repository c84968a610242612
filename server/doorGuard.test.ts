import { expect, test } from 'vitest';
import { refuseRequest } from './doorGuard.ts';

const onLoopback = { host: '127.0.0.1', publicHostnames: [] as string[] };
const isRefused = (method: string, headers: object, settings = onLoopback): boolean =>
  refuseRequest({ method, headers }, settings) !== undefined;

test('on loopback only our own names are answered', () => {
  const names = [
    'localhost:3000',
    '127.0.0.1',
    '[::1]:3000',
    'LOCALHOST',
    'evil.example:3000',
    '',
    '127.0.0.1.evil.example',
  ];
  expect(names.filter((host) => isRefused('GET', { host }))).toEqual([
    'evil.example:3000',
    '',
    '127.0.0.1.evil.example',
  ]);
});

test('a public name is answered when the settings say so', () => {
  expect(isRefused('GET', { host: 'play.example' }, { host: '127.0.0.1', publicHostnames: ['play.example'] })).toBe(
    false,
  );
});

test('beyond loopback any name will do', () => {
  expect(isRefused('GET', { host: 'play.example' }, { host: '0.0.0.0', publicHostnames: [] })).toBe(false);
});

test('a page of another origin may read nothing away and change nothing', () => {
  const host = 'localhost:3000';
  const origins = ['http://localhost:3000', 'http://localhost:3001', 'http://evil.example', 'null', 'nonsense'];
  const refused = origins.filter((origin) => isRefused('POST', { host, origin }));
  expect(refused).toEqual(['http://localhost:3001', 'http://evil.example', 'null', 'nonsense']);
  expect(isRefused('POST', { host })).toBe(false);
  expect(isRefused('GET', { host, origin: 'http://evil.example' })).toBe(false);
});
