import { maxItems, parts, type Flow, type Part } from '#shared/flow/flow.ts';
import { usualBounds } from '#shared/json.ts';
import { problem, type Problem } from '#shared/problem.ts';

/** How large a flow has become by edits that were each well-formed: it has to stay one that a file, a link and the disk can hold. */

const maxBytes = 4 << 20;
/** An item stands two levels deep in its flow. */
const maxItemDepth = usualBounds.maxDepth - 2;

interface Size {
  /** About, as JSON. */
  bytes: number;
  values: number;
  /** Levels of objects and lists. */
  depth: number;
}

/**
 * Items and parts that no edit has touched are the same objects as before, and nobody changes them: each is measured once.
 * An edit costs what it has touched, and a look at its sisters.
 */
const measured = new WeakMap<object, Size>();

/** Why the flow that a change has made is refused. One that is too large already, from before there were bounds, may shrink. */
export function outgrown(before: Flow, after: Flow): Problem | undefined {
  for (const part of parts) {
    const count = countOf(after, part);
    if (count <= maxItems || count <= countOf(before, part)) continue;
    return problem('badInput', `${part}: at most ${maxItems} of a kind. Add less, or draw a second flow.`, part);
  }
  const [old, size] = [sizeOf(before), sizeOf(after)];
  if (size.bytes > maxBytes && size.bytes > old.bytes) {
    return problem('tooLarge', `A flow may take ${maxBytes >> 20} MB. Make it smaller.`);
  }
  if (size.values > usualBounds.maxValues && size.values > old.values) {
    return problem('tooLarge', `A flow may hold ${usualBounds.maxValues} values. Make it smaller.`);
  }
  return size.depth > maxItemDepth && size.depth > old.depth ? tooDeep(after) : undefined;
}

const countOf = (flow: Flow, part: Part): number => Object.keys(flow[part] ?? {}).length;

function tooDeep(flow: Flow): Problem {
  const deep = parts
    .flatMap((part) => Object.entries<object>(flow[part] ?? {}).map(([id, item]) => ({ at: `${part}.${id}`, item })))
    .find(({ item }) => sizeOfItem(item).depth > maxItemDepth);
  const at = deep?.at ?? '';
  return problem('badInput', `${at} is nested deeper than ${usualBounds.maxDepth} levels. Flatten it.`, at);
}

/** `depth` is that of the deepest item. */
function sizeOf(flow: Flow): Size {
  const size = { bytes: 2, values: 1, depth: 0 };
  for (const part of parts) {
    const items = flow[part];
    if (items !== undefined) add(size, part, sizeOfPart(items));
  }
  return size;
}

function sizeOfPart(items: Readonly<Record<string, object>>): Size {
  const known = measured.get(items);
  if (known !== undefined) return known;
  const size = { bytes: 2, values: 1, depth: 0 };
  for (const [id, item] of Object.entries(items)) add(size, id, sizeOfItem(item));
  measured.set(items, size);
  return size;
}

function sizeOfItem(item: object): Size {
  const known = measured.get(item);
  if (known !== undefined) return known;
  const size = measure(item);
  measured.set(item, size);
  return size;
}

function measure(value: unknown): Size {
  if (typeof value === 'string') return { bytes: value.length + 2, values: 1, depth: 0 };
  if (typeof value !== 'object' || value === null) return { bytes: 5, values: 1, depth: 0 };
  const size = { bytes: 2, values: 1, depth: 0 };
  for (const [key, inner] of Object.entries(value)) add(size, key, measure(inner));
  size.depth += 1;
  return size;
}

function add(size: Size, key: string, inner: Size): void {
  size.bytes += key.length + 4 + inner.bytes;
  size.values += inner.values;
  size.depth = Math.max(size.depth, inner.depth);
}
