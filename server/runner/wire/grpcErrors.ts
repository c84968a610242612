/** https://grpc.github.io/grpc/core/md_doc_statuscodes.html, in the order of their numbers. */
const statuses = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
] as const;
type StatusName = (typeof statuses)[number];

const codeOf = (name: StatusName): number => statuses.indexOf(name);

/** What @grpc/grpc-js gives a caller: an Error whose `code` is a number and whose text begins with it. */
export interface GrpcError extends Error {
  code: number;
  details: string;
  /** What came with the status; empty when nothing came. */
  metadata?: { getMap: () => Readonly<Record<string, unknown>> };
}

/** `14 UNAVAILABLE: Connection closed` */
export function grpcError(name: StatusName, details: string): GrpcError {
  const code = codeOf(name);
  return Object.assign(new Error(`${code} ${name}: ${details}`), { code, details });
}

export const isGrpcError = (error: unknown): error is GrpcError =>
  error instanceof Error && 'details' in error && 'code' in error && typeof error.code === 'number';

export const isDeadlineExceeded = (error: unknown): boolean =>
  isGrpcError(error) && error.code === codeOf('DEADLINE_EXCEEDED');

/**
 * The channel's own word that there is no connection. One that a service answers comes with its headers, unless it ends a
 * stream whose headers have come before.
 */
export const isUnreached = (error: unknown): boolean =>
  isGrpcError(error) &&
  error.code === codeOf('UNAVAILABLE') &&
  Object.keys(error.metadata?.getMap() ?? {}).length === 0;

/** Longer texts would not fit into a header of HTTP/2. */
const maxDetails = 4000;

/**
 * The status that a reply's error becomes, as @grpc/grpc-js reads it: its `code` when that is one of gRPC's, else 2 UNKNOWN;
 * its `details`, else its `message`.
 */
export function statusOf(error: unknown): { code: number; details: string } {
  const known: Record<string, unknown> = typeof error === 'object' && error !== null ? { ...error } : {};
  const { code, details } = known;
  const message = error instanceof Error ? error.message : known['message'];
  const text = typeof error === 'string' ? error : (textOf(details) ?? textOf(message) ?? 'Unknown Error');
  const isCode = typeof code === 'number' && code !== codeOf('OK') && statuses[code] !== undefined;
  return {
    code: isCode ? code : codeOf('UNKNOWN'),
    details: text.slice(0, maxDetails).replace(/\p{Surrogate}/gu, '\uFFFD'),
  };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
