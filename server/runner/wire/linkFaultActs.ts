import { isGrpcError } from './grpcErrors.ts';
import type { Fault, LinkFault, LinkFaultKind } from '#shared/faults/fault.ts';

const lastingKinds: readonly LinkFaultKind[] = ['latency', 'bandwidth', 'slicer', 'corrupt'];
const lasting: ReadonlySet<string> = new Set(lastingKinds);

/** Acts on everything that comes by, as long as it is on; the others act once on a connection. */
export const isLasting = (fault: Fault): fault is LinkFault => lasting.has(fault.kind);

export const refuses = ({ kind, rate }: LinkFault): boolean => kind === 'down' && rate >= 1;

/** Nobody listens: told by the system, or by Nest's client of a broker, which goes on trying. */
export const isRefused = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error
    ? error.code === 'ECONNREFUSED' || (isGrpcError(error) && error.details.includes('ECONNREFUSED'))
    : error === 'Error: Connection lost. Trying to reconnect...';

export const noteOf = ({ kind }: LinkFault): string => `The ${kind} fault acted on the connection.`;
