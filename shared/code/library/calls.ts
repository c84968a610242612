import type { LibraryFile } from './file.ts';

/** What services ask and tell each other with, and what becomes of errors. */
export const callFiles: readonly LibraryFile[] = [
  {
    path: 'call-error',
    exports: ['CallError'],
    needs: [],
    text: `/**
 * A call to another service that failed. It marks the error as "of a call" while it travels through a handler, so that an
 * HTTP handler can answer 502, 504 or the callee's own status for it.
 */
export class CallError extends Error {
  override readonly name = 'CallError';

  constructor(
    /** Exactly what the ClientProxy gave: an Error, an object or a text. */
    readonly raw: unknown,
    /** Nobody answered in time. */
    readonly timedOut = false,
  ) {
    super(messageOf(raw));
  }
}

function messageOf(raw: unknown): string {
  // Of a deadline gRPC tells how long it took, too, which is another time each time.
  if (raw instanceof Error) return raw.message.replace(/^(4 DEADLINE_EXCEEDED: [^,]*?) after .*$/s, '$1');
  if (typeof raw !== 'object' || raw === null) return String(raw ?? '');
  const { name, message } = raw as { name?: unknown; message?: unknown };
  if (Array.isArray(raw) || typeof message !== 'string') return JSON.stringify(raw);
  return typeof name === 'string' && name !== 'Error' ? name + ': ' + message : message;
}
`,
  },
  {
    path: 'answer',
    exports: ['answerOf', 'tell', 'noWire'],
    needs: ['CallError'],
    text: `import { Logger } from '@nestjs/common';
import { EmptyError, lastValueFrom, type Observable, TimeoutError, toArray } from 'rxjs';
import { CallError } from './call-error.js';

/** Waits for the reply: one value as it is, several as a list. */
export async function answerOf(reply$: Observable<unknown>): Promise<any> {
  const values = await lastValueFrom(reply$.pipe(toArray())).catch((error: unknown) => {
    throw new CallError(error, error instanceof TimeoutError || isDeadlineExceeded(error));
  });
  if (values.length === 0) throw new EmptyError();
  return values.length === 1 ? values[0] : values;
}

/** What the deadline of gRPC is to a call, a timeout is to others. */
const isDeadlineExceeded = (error: any): boolean => error instanceof Error && 'details' in error && (error as any).code === 4;

const logger = new Logger('Events');

/** Publishes an event. Nobody waits for it, so nobody is told when it fails but the log. */
export function tell(event$: Observable<unknown>): void {
  event$.subscribe({ error: (error: unknown) => logger.warn(error) });
}

/** Stands where a step calls over a wire that is not drawn. */
export function noWire(message: string): never {
  throw new Error(message);
}
`,
  },
  {
    path: 'errors',
    exports: ['errorInScope', 'passedOn', 'describeError'],
    needs: ['CallError'],
    text: `import { HttpException } from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';
import { CallError } from './call-error.js';

/** An error as plain data, whatever was thrown: so error.message is always there. */
export function errorInScope(error: unknown): any {
  if (error instanceof CallError) return errorInScope(error.raw);
  if (error instanceof RpcException) return errorInScope(error.getError());
  if (error instanceof HttpException) return { ...plain(error), status: error.getStatus() };
  if (error instanceof Error) return plain(error);
  return typeof error === 'object' && error !== null ? error : { message: String(error) };
}

/**
 * What a called service answered goes on from a message handler as RpcException: thrown bare, Nest's exception filter
 * would make "Internal server error" of it.
 */
export function passedOn(error: unknown): unknown {
  return error instanceof CallError ? new RpcException(errorInScope(error)) : error;
}

/** What a ClientProxy gave instead of a reply: { name, message, code? } of an Error, an object or a text as it is. */
export const describeError = (error: unknown): any => (error instanceof Error ? plain(error) : error);

function plain(error: Error): { name: string; message: string; code?: unknown } {
  const { name, message } = error;
  return 'code' in error && error.code !== undefined ? { name, message, code: error.code } : { name, message };
}
`,
  },
  {
    path: 'http-error.filter',
    exports: ['HttpErrorFilter'],
    needs: ['CallError'],
    text: `import { type ArgumentsHost, Catch, HttpException } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import { EmptyError } from 'rxjs';
import { CallError } from './call-error.js';

/**
 * Nest's own exception filter, which also knows what to answer when a handler's call to another service failed: 504 for a
 * timeout, the callee's status of 400 to 599 when it gave one, else 502.
 */
@Catch()
export class HttpErrorFilter extends BaseExceptionFilter {
  override catch(exception: unknown, host: ArgumentsHost): void {
    const error = exception instanceof EmptyError ? new CallError(exception) : exception;
    super.catch(error instanceof CallError ? toHttpException(error) : error, host);
  }
}

function toHttpException(error: CallError): HttpException {
  const statusCode = error.timedOut ? 504 : (statusOf(error.raw) ?? 502);
  return new HttpException({ statusCode, message: error.message }, statusCode);
}

function statusOf(raw: unknown): number | undefined {
  if (typeof raw !== 'object' || raw === null || raw instanceof Error || !('status' in raw)) return undefined;
  const { status } = raw;
  return typeof status === 'number' && Number.isInteger(status) && status >= 400 && status <= 599 ? status : undefined;
}
`,
  },
];
