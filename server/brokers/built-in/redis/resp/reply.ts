// What the broker can say, apart from how RESP2 and RESP3 write it.
// Text is one character per byte (latin1) everywhere in the broker, so that any bytes a client names come back unchanged.

export type RespVersion = 2 | 3;

export type Reply =
  | { readonly type: 'simple'; readonly text: string }
  | { readonly type: 'error'; readonly text: string }
  | { readonly type: 'integer'; readonly value: number | bigint }
  | { readonly type: 'bulk'; readonly bytes: Buffer }
  | { readonly type: 'verbatim'; readonly text: string }
  | { readonly type: 'null' }
  | { readonly type: 'array'; readonly items: readonly Reply[] }
  | { readonly type: 'map'; readonly entries: readonly (readonly [Reply, Reply])[] }
  | { readonly type: 'push'; readonly items: readonly Reply[] };

export const ok: Reply = { type: 'simple', text: 'OK' };
export const nil: Reply = { type: 'null' };

export function simple(text: string): Reply {
  return { type: 'simple', text };
}

export function failure(text: string): Reply {
  return { type: 'error', text };
}

export function integer(value: number | bigint): Reply {
  return { type: 'integer', value };
}

export function bulk(value: Buffer | string): Reply {
  return { type: 'bulk', bytes: typeof value === 'string' ? Buffer.from(value, 'latin1') : value };
}

export function bulkOrNil(value: Buffer | string | undefined): Reply {
  return value === undefined ? nil : bulk(value);
}

/** Long text for people: a verbatim string in RESP3, a bulk string in RESP2. */
export function verbatim(text: string): Reply {
  return { type: 'verbatim', text };
}

export function array(items: readonly Reply[]): Reply {
  return { type: 'array', items };
}

export function map(entries: readonly (readonly [string, Reply])[]): Reply {
  return { type: 'map', entries: entries.map(([key, value]) => [bulk(key), value] as const) };
}

/** Sent without being asked for; RESP2 has only arrays for it. */
export function push(items: readonly Reply[]): Reply {
  return { type: 'push', items };
}
