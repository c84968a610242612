import { ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { hopContext } from './context.ts';
import { describeThrown } from './describeThrown.ts';
import type { Tracer } from './tracer.ts';

/** Nest's own ValidationPipe, as `new ValidationPipe()` makes it; what it throws, before any handler has begun, is told. */
export class TracedValidationPipe extends ValidationPipe {
  readonly #tracer: Tracer;

  constructor(tracer: Tracer) {
    super();
    this.#tracer = tracer;
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    try {
      return await super.transform(value, metadata);
    } catch (error) {
      const hop = hopContext.getStore();
      if (hop !== undefined) {
        this.#tracer.hop('threw', hop, { error: describeThrown(error), note: 'Thrown by the ValidationPipe.' });
      }
      throw error;
    }
  }
}
