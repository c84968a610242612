/** One thing that a client asks for. Texts are latin1: one character per byte, so that any subject survives. */
export type Request =
  | { readonly op: 'connect'; readonly options: string }
  | { readonly op: 'ping' }
  | { readonly op: 'pong' }
  | { readonly op: 'sub'; readonly subject: string; readonly queue?: string; readonly sid: string }
  /** After `max` messages; at once without it. */
  | { readonly op: 'unsub'; readonly sid: string; readonly max?: number }
  | Publication;

export interface Publication {
  readonly op: 'pub';
  readonly subject: string;
  readonly reply?: string;
  /** With its `NATS/1.0` line, as it came. */
  readonly headers?: Buffer;
  readonly payload: Buffer;
}
