import { problem, ProblemError } from '#shared/problem.ts';

export interface BrokerUrl {
  readonly host: string;
  readonly port: number;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Without user and password. */
  readonly shown: string;
}

/** How the address of one kind of broker is written. */
export interface UrlForm {
  /** What carries it: `REDIS_URL`. */
  readonly setting: string;
  readonly scheme: string;
  readonly tlsScheme: string;
  readonly defaultPort: number;
  /** `a Redis` */
  readonly what: string;
}

/** `scheme://[[user]:password@]host[:port]`, or `host:port` alone. Throws a ProblemError that does not repeat the text. */
export function parseBrokerUrl(text: string, form: UrlForm): BrokerUrl {
  const { scheme, tlsScheme, defaultPort, what } = form;
  const full = text.includes('://') ? text : `${scheme}://${text}`;
  const url = URL.canParse(full) ? new URL(full) : undefined;
  if (url?.protocol === `${tlsScheme}:`) throw refused(`asks for TLS (${tlsScheme}://), which is not supported`, form);
  if (url?.protocol !== `${scheme}:` || url.hostname === '') throw refused(`is not the address of ${what}`, form);
  // A URL writes an IPv6 host in brackets, sockets want it without.
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? defaultPort : Number(url.port);
  return {
    host,
    port,
    username: decode(url.username, form),
    password: decode(url.password, form),
    shown: `${scheme}://${url.hostname}:${port}`,
  };
}

function decode(part: string, form: UrlForm): string | undefined {
  if (part === '') return undefined;
  try {
    return decodeURIComponent(part);
  } catch {
    throw refused('has a user or password with a % that begins no escape (write %25 for it)', form);
  }
}

function refused(why: string, { setting, scheme }: UrlForm): ProblemError {
  return new ProblemError(
    problem('brokerFailed', `${setting} ${why}. Write ${scheme}://host:port, or type: unset ${setting}`),
  );
}
