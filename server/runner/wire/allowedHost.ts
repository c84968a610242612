import { isIP } from 'node:net';

/**
 * Whether a wire may lead there: this machine itself, or a host the owner of the server has listed (`host` or `host:port`).
 * Only plain spellings of loopback count; names and odd numbers (`127.1`, `0x7f000001`) could resolve to anything.
 */
export function isAllowedHost(host: string, port: number, allowedHosts: readonly string[]): boolean {
  const name = host.toLowerCase();
  if (name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'))) return true;
  return allowedHosts.some((allowed) => allowed.toLowerCase() === name || allowed.toLowerCase() === `${name}:${port}`);
}
