const anchorUs = BigInt(Date.now()) * 1000n - process.hrtime.bigint() / 1000n;

/** Microseconds since 1970, never stepping back: the clock of TraceEvents, the same in the runner. */
export const nowUs = (): number => Number(process.hrtime.bigint() / 1000n + anchorUs);

/** Tells a runner how this clock is set: then events of several processes stand in the order in which they happened. */
export const clockArgument = `--clock=${anchorUs}`;
