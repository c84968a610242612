import { randomBytes } from 'node:crypto';
import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { problem, ProblemError, problemStatus, type Problem } from '#shared/problem.ts';
import { isTyped, sendPage } from './sendPage.ts';

interface Failure {
  status: number;
  problem: Problem;
}

/** The rim of the HTTP door: whatever is thrown leaves as `{ ok: false, problem }` with its status. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger = new Logger('Http');

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const failure = this.#failureOf(error);
    if (response.headersSent) response.destroy();
    else if (failure.status === 404 && isTyped(host.switchToHttp().getRequest<Request>()))
      sendPage(response.status(404));
    else response.status(failure.status).json({ ok: false, problem: failure.problem });
  }

  #failureOf(error: unknown): Failure {
    if (error instanceof ProblemError) return { status: problemStatus[error.problem.code], problem: error.problem };
    if (error instanceof HttpException) return fromStatus(error.getStatus(), error.message);
    // What the body parser throws carries a status; a 4xx is the caller's doing and is told as it is.
    const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
    if (error instanceof Error && status >= 400 && status < 500) return fromStatus(status, error.message);
    const code = randomBytes(4).toString('hex');
    this.#logger.error(`A request failed (${code})`, error instanceof Error ? error.stack : String(error));
    const message = `Something went wrong in the server. Its log says more under ${code}; please report it.`;
    return { status: 500, problem: problem('internal', message) };
  }
}

function fromStatus(status: number, message: string): Failure {
  if (status === 404)
    return { status, problem: problem('notFound', `${message}. See docs/protocol.md for what there is.`) };
  if (status === 413) return { status, problem: problem('tooLarge', 'A body may take 2 MB. Send less at once.') };
  return { status, problem: problem('badInput', `${message}. Send a JSON object.`) };
}
