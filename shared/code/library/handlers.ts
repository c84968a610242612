import type { LibraryFile } from './file.ts';

/** What handlers work with. */
export const handlerFiles: readonly LibraryFile[] = [
  {
    path: 'store',
    exports: ['Store'],
    needs: [],
    text: `import { Injectable } from '@nestjs/common';

/**
 * The service's own memory. It ends with the process, and every replica has its own: put a database behind these two
 * methods before you count on it.
 */
@Injectable()
export class Store {
  /** Every value by its key; to be read only. */
  readonly values: Record<string, any> = Object.create(null);

  get(key: string): any {
    return this.values[key];
  }

  /** undefined forgets the key. */
  set(key: string, value: unknown): void {
    if (value === undefined) delete this.values[key];
    else this.values[key] = value;
  }
}
`,
  },
  {
    path: 'meta',
    exports: ['newId', 'messageMeta', 'httpMeta'],
    needs: [],
    text: `import { randomBytes } from 'node:crypto';

/** A fresh id: 16 hex digits. */
export const newId = (): string => randomBytes(8).toString('hex');

/** About the message that is being handled. */
export interface Meta {
  traceId: string;
  correlationId: string;
  pattern: any;
  /** Which attempt of its call this message is, from 1. */
  attempt: number;
  /** Which replica handles it, from 0: the environment variable REPLICA. */
  replica: number;
}

/** Of a message; the context is the one that @Ctx() gives. */
export function messageMeta(pattern: unknown, context: any): Meta {
  // Of gRPC the context is the metadata themselves.
  const metadata = context?.getMetadata?.() ?? context?.getMap?.() ?? {};
  return metaOf(pattern, metadata, undefined);
}

/** Of an HTTP request. */
export function httpMeta(route: string, headers: Record<string, any>): Meta {
  return metaOf(route, headers, headers['x-correlation-id']);
}

function metaOf(pattern: unknown, headers: Record<string, any>, correlationId: unknown): Meta {
  const [, given] = /^00-([0-9a-f]{32})-/.exec(String(headers['traceparent'] ?? '')) ?? [];
  const traceId = given ?? randomBytes(16).toString('hex');
  return {
    traceId,
    correlationId: typeof correlationId === 'string' ? correlationId : traceId,
    pattern,
    attempt: Number(headers['attempt'] ?? 1),
    replica: Number(process.env.REPLICA ?? 0),
  };
}
`,
  },
  {
    path: 'random',
    exports: ['random'],
    needs: [],
    text: `/** From 0 up to, but not including, 1. */
export const random = (): number => Math.random();
`,
  },
  {
    path: 'delay',
    exports: ['delay'],
    needs: [],
    text: `import { setTimeout } from 'node:timers/promises';

/** Works for so long, give or take jitterMs. */
export function delay(ms: number, jitterMs = 0): Promise<void> {
  return setTimeout(Math.max(0, ms + (Math.random() * 2 - 1) * jitterMs));
}
`,
  },
  {
    path: 'parallel',
    exports: ['parallel'],
    needs: [],
    text: `/** How a branch ended the whole handler: with this reply. */
export interface Ending {
  reply: unknown;
}

/** Runs all branches at once and waits for every one; then throws the first error, or gives the first ending. */
export async function parallel(branches: readonly (() => Promise<Ending | void>)[]): Promise<Ending | undefined> {
  const ends = await Promise.allSettled(branches.map((branch) => branch()));
  let first: Ending | undefined;
  for (const end of ends) {
    if (end.status === 'rejected') throw end.reason;
    first ??= end.value ?? undefined;
  }
  return first;
}
`,
  },
  {
    path: 'stream',
    exports: ['streamOf'],
    needs: [],
    text: `import { defer, map, type Observable, range, take, timer } from 'rxjs';

/** So many values: the first at once, then one each everyMs. */
export function streamOf<T>(
  { count, everyMs = 0 }: { count: number; everyMs?: number },
  value: (index: number) => T,
): Observable<T> {
  return defer(() => (everyMs === 0 ? range(0, count) : timer(0, everyMs).pipe(take(count)))).pipe(map(value));
}
`,
  },
  {
    path: 'compute',
    exports: ['compute', 'fill'],
    needs: ['random'],
    text: `import { random } from './random.js';

/**
 * Expressions that could not be written into the code as they stand: functions with statements, assignments, and mistakes.
 * They are compiled when they are first needed, and fail then if they are wrong, as they do on the canvas.
 */
const compiled = new Map<string, Function>();

export function compute(source: string, scope: Record<string, unknown>): any {
  const names = Object.keys(scope);
  const key = names.join() + ':' + source;
  const known = compiled.get(key) ?? new Function('random', ...names, '"use strict"; return (\\n' + source + '\\n);');
  compiled.set(key, known);
  return known(random, ...Object.values(scope));
}

/** A text with expressions in it, each between a dollar with a brace and the first brace that makes it whole. */
export function fill(text: string, scope: Record<string, unknown>): string {
  let filled = '';
  let at = 0;
  for (let open = text.indexOf('$' + '{'); open !== -1; open = text.indexOf('$' + '{', at)) {
    let close = text.indexOf('}', open);
    while (close !== -1 && !isExpression(text.slice(open + 2, close))) close = text.indexOf('}', close + 1);
    if (close === -1) throw new SyntaxError('An expression inside this text has a mistake: ' + text);
    filled += text.slice(at, open) + String(compute(text.slice(open + 2, close), scope));
    at = close + 1;
  }
  return filled + text.slice(at);
}

function isExpression(source: string): boolean {
  try {
    return source.trim() !== '' && new Function('"use strict"; return (\\n' + source + '\\n);') !== undefined;
  } catch {
    return false;
  }
}
`,
  },
];
