import { EventEmitter, once } from 'node:events';
import type { NextFunction, Request, Response } from 'express';

/** Knows how many requests are being answered, so that a server which stops can let them end. */
export class InFlight {
  readonly #ended = new EventEmitter();
  #count = 0;

  readonly count = (_request: Request, response: Response, next: NextFunction): void => {
    this.#count += 1;
    response.once('close', () => {
      this.#count -= 1;
      if (this.#count === 0) this.#ended.emit('all');
    });
    next();
  };

  /** Resolves when none is left, at the latest after `withinMs`. */
  async settled(withinMs: number): Promise<void> {
    if (this.#count === 0) return;
    await once(this.#ended, 'all', { signal: AbortSignal.timeout(withinMs) }).catch(() => undefined);
  }
}
