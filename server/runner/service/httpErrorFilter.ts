import { Catch, HttpException, type ArgumentsHost } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import { CallError } from './callError.ts';

/**
 * What HTTP answers when a handler's call over a wire failed: 504 for a timeout, the callee's `status` of 400 to 599 when it
 * gave one, else 502. All else is left to Nest. Message handlers throw no CallError, so it may be theirs, too.
 */
@Catch(CallError)
export class HttpErrorFilter extends BaseExceptionFilter {
  override catch(exception: CallError, host: ArgumentsHost): void {
    // oxlint-disable-next-line promise/valid-params -- a filter's `catch`, not a promise's
    super.catch(toHttpException(exception), host);
  }
}

function toHttpException(error: CallError): HttpException {
  const statusCode = error.timedOut ? 504 : (calleeStatus(error.raw) ?? 502);
  return new HttpException({ statusCode, message: error.message }, statusCode);
}

function calleeStatus(raw: unknown): number | undefined {
  if (typeof raw !== 'object' || raw === null || raw instanceof Error || !('status' in raw)) return undefined;
  const { status } = raw;
  return typeof status === 'number' && Number.isInteger(status) && status >= 400 && status <= 599 ? status : undefined;
}
