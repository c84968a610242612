import { expect, it } from 'vitest';
import { isAllowedHost } from './allowedHost.ts';

it('allows this machine by its plain names only', () => {
  const hosts = ['localhost', 'LOCALHOST', '127.0.0.1', '127.8.8.8', '::1'];
  expect(hosts.filter((host) => !isAllowedHost(host, 4000, []))).toEqual([]);
});

it('refuses everything else, spellings of loopback that need a resolver too', () => {
  const hosts = ['127.1', '0x7f000001', '2130706433', '0.0.0.0', '127.0.0.1.nip.io', 'example.com', '10.0.0.1', '::'];
  expect(hosts.filter((host) => isAllowedHost(host, 4000, []))).toEqual([]);
});

it('allows what is listed, as a host or as a host and port', () => {
  const listed = ['billing.local', '10.0.0.1:4000'];
  expect(isAllowedHost('Billing.local', 1, listed)).toBe(true);
  expect(isAllowedHost('10.0.0.1', 4000, listed)).toBe(true);
  expect(isAllowedHost('10.0.0.1', 4001, listed)).toBe(false);
});
