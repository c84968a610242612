import type { BrokerContents } from '#shared/brokerContents.ts';

/** What the built-in broker's process tells the server; parsed again where it arrives. */
export type ToParent =
  | { readonly type: 'listening'; readonly port: number; readonly tells: boolean }
  | { readonly type: 'contents'; readonly ask: number; readonly contents: BrokerContents }
  | { readonly type: 'failed'; readonly code: string; readonly message: string };

/** What the server asks the built-in broker's process. */
export interface FromParent {
  /** Counts from 1; the answer names it. */
  readonly ask: number;
}
