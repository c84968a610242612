import { errorText } from '#shared/trace.ts';
import { describeError } from '../trace/describeError.ts';

/**
 * A call over a wire that failed. Marks the error as "of a call" while it travels through a handler, so that an HTTP
 * handler can answer 502, 504 or the callee's status for it. At the edge of a message handler `raw` takes its place.
 */
export class CallError extends Error {
  override readonly name = 'CallError';
  /** Exactly what the ClientProxy gave: an Error, an object or a text. */
  readonly raw: unknown;
  /** The wire's timeout ended the call. */
  readonly timedOut: boolean;

  constructor(raw: unknown, timedOut = false) {
    super(raw instanceof Error ? lasting(raw.message) : errorText(describeError(raw)));
    this.raw = raw;
    this.timedOut = timedOut;
  }
}

/** Without how long it took and which port it was: gRPC's text is another one each time. */
const lasting = (message: string): string => message.replace(/^(4 DEADLINE_EXCEEDED: [^,]*?) after .*$/s, '$1');
