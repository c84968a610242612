import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter, type HttpServer } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import { RpcException } from '@nestjs/microservices';
import { throwError, type Observable } from 'rxjs';
import type { FilterKind } from '#shared/flow/nestSettings.ts';

/** The filters that a service can have for all of its messages, each as people write it. Over HTTP they leave Nest's own answer. */

abstract class MessageFilter extends BaseExceptionFilter {
  override catch(exception: unknown, host: ArgumentsHost): Observable<never> | void {
    // A filter's `catch`, not a promise's.
    // oxlint-disable-next-line promise/valid-params
    if (host.getType() === 'http') return super.catch(exception, host);
    return throwError(() => this.answer(exception));
  }

  /** What the reply carries as its `err`. */
  protected abstract answer(exception: unknown): unknown;
}

/** Any exception answers with its status and message, instead of "Internal server error". */
@Catch()
export class KeepMessageFilter extends MessageFilter {
  protected answer(exception: unknown): unknown {
    if (exception instanceof RpcException) return answerOf(exception.getError());
    if (exception instanceof HttpException) {
      return { status: exception.getStatus(), message: messageOf(exception.getResponse()) ?? exception.message };
    }
    return answerOf(exception instanceof Error ? exception.message : exception);
  }
}

const answerOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null ? error : { status: 'error', message: error };

function messageOf(response: string | object): unknown {
  return typeof response === 'object' && 'message' in response ? response.message : undefined;
}

/** The one of Nest's documentation: an RpcException answers with what it was made of, a text as a mere text. */
@Catch(RpcException)
export class RpcExceptionFilter extends MessageFilter {
  protected answer(exception: RpcException): unknown {
    return exception.getError();
  }
}

/** Hands the exception itself on. An Error has no properties of its own that JSON could write: `{}` goes over the wire. */
@Catch()
export class AsIsFilter extends MessageFilter {
  protected answer(exception: unknown): unknown {
    return exception;
  }
}

const filters = { keepMessage: KeepMessageFilter, rpcException: RpcExceptionFilter, asIs: AsIsFilter } as const;

/** `adapter`: what answers over HTTP, where the application has that. */
export const makeFilter = (kind: FilterKind, adapter?: HttpServer): ExceptionFilter => new filters[kind](adapter);
