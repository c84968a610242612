import type { LibraryFile } from './file.ts';

const base = {
  path: 'message.filter',
  exports: ['MessageFilter'],
  needs: ['CallError'],
  text: `import type { ArgumentsHost } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import { type Observable, throwError } from 'rxjs';
import { CallError } from './call-error.js';

/** Decides what messages are answered with instead of a value. HTTP gets Nest's own answer. */
export abstract class MessageFilter extends BaseExceptionFilter {
  override catch(exception: unknown, host: ArgumentsHost): Observable<never> | void {
    if (host.getType() === 'http') return super.catch(exception, host);
    const raw = exception instanceof CallError ? exception.raw : exception;
    return throwError(() => this.answer(raw));
  }

  protected abstract answer(exception: unknown): unknown;
}
`,
} satisfies LibraryFile;

/** What `app.useGlobalFilters` gets. */
export const filterFiles: readonly LibraryFile[] = [
  base,
  {
    path: 'keep-message.filter',
    exports: ['KeepMessageFilter'],
    needs: base.exports,
    text: `import { Catch, HttpException } from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';
import { MessageFilter } from './message.filter.js';

/** Any exception answers with its status and message, instead of "Internal server error". */
@Catch()
export class KeepMessageFilter extends MessageFilter {
  protected answer(exception: unknown): unknown {
    if (exception instanceof RpcException) return answerOf(exception.getError());
    if (exception instanceof HttpException) {
      const response = exception.getResponse();
      const message = typeof response === 'object' && 'message' in response ? response.message : undefined;
      return { status: exception.getStatus(), message: message ?? exception.message };
    }
    return answerOf(exception instanceof Error ? exception.message : exception);
  }
}

const answerOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null ? error : { status: 'error', message: error };
`,
  },
  {
    path: 'rpc-exception.filter',
    exports: ['RpcExceptionFilter'],
    needs: base.exports,
    text: `import { Catch } from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';
import { MessageFilter } from './message.filter.js';

/** An RpcException answers with what it was made of. */
@Catch(RpcException)
export class RpcExceptionFilter extends MessageFilter {
  protected answer(exception: RpcException): unknown {
    return exception.getError();
  }
}
`,
  },
  {
    path: 'as-is.filter',
    exports: ['AsIsFilter'],
    needs: base.exports,
    text: `import { Catch } from '@nestjs/common';
import { MessageFilter } from './message.filter.js';

/** Hands the exception itself on; JSON writes what it has as properties of its own, which of an Error is nothing. */
@Catch()
export class AsIsFilter extends MessageFilter {
  protected answer(exception: unknown): unknown {
    return exception;
  }
}
`,
  },
];
