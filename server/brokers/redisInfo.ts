export interface InfoQuestion {
  readonly port: number;
  readonly timeoutMs: number;
  /** Aborted when the answer is not wanted any more. */
  readonly signal: AbortSignal;
}

/** The fields of INFO server of a Redis on loopback; rejects when nothing there answers in time. */
export async function readServerInfo({ port, timeoutMs, signal }: InfoQuestion): Promise<ReadonlyMap<string, string>> {
  const { Redis } = await import('ioredis');
  const client = new Redis({
    host: '127.0.0.1',
    port,
    lazyConnect: true,
    enableReadyCheck: false,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    retryStrategy: () => null,
  });
  // Whatever goes wrong also rejects the call below; without a listener ioredis prints it.
  client.on('error', () => undefined);
  const stop = (): void => client.disconnect();
  signal.addEventListener('abort', stop);
  try {
    await client.connect();
    return parseInfo(await client.info('server'));
  } finally {
    signal.removeEventListener('abort', stop);
    client.disconnect();
  }
}

function parseInfo(text: string): ReadonlyMap<string, string> {
  const pairs = text.split(/\r?\n/).flatMap((line) => {
    const [, name, value] = /^(\w+):(.*)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return new Map(pairs);
}
