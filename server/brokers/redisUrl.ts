import { problem, ProblemError } from '#shared/problem.ts';

export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Without user and password. */
  readonly shown: string;
}

const defaultPort = 6379;

/** `redis://[[user]:password@]host[:port]`, or `host:port` alone. Throws a ProblemError that does not repeat the text. */
export function parseRedisUrl(text: string): RedisAddress {
  const full = text.includes('://') ? text : `redis://${text}`;
  const url = URL.canParse(full) ? new URL(full) : undefined;
  if (url?.protocol === 'rediss:') throw refused('asks for TLS (rediss://), which is not supported');
  if (url?.protocol !== 'redis:' || url.hostname === '') throw refused('is not the address of a Redis');
  // A URL writes an IPv6 host in brackets, sockets want it without.
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? defaultPort : Number(url.port);
  return {
    host,
    port,
    username: decode(url.username),
    password: decode(url.password),
    shown: `redis://${url.hostname}:${port}`,
  };
}

function decode(part: string): string | undefined {
  if (part === '') return undefined;
  try {
    return decodeURIComponent(part);
  } catch {
    throw refused('has a user or password with a % that begins no escape (write %25 for it)');
  }
}

function refused(why: string): ProblemError {
  return new ProblemError(
    problem('brokerFailed', `REDIS_URL ${why}. Write redis://host:port, or type: unset REDIS_URL`),
  );
}
