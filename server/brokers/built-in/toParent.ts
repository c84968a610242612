/** What the built-in broker's process tells the server; parsed again where it arrives. */
export type ToParent =
  | { readonly type: 'listening'; readonly port: number }
  | { readonly type: 'failed'; readonly code: string; readonly message: string };
