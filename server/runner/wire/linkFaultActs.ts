import type { LinkFault } from '#shared/faults/fault.ts';

/** Acts on everything that comes by, as long as it is on; the others act once on a connection. */
export const isLasting = ({ kind }: LinkFault): boolean => kind === 'latency';

export const refuses = ({ kind, rate }: LinkFault): boolean => kind === 'down' && rate >= 1;

export const isRefused = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ECONNREFUSED';

export const noteOf = ({ kind }: LinkFault): string => `The ${kind} fault acted on the connection.`;
