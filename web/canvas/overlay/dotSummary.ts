import type { Flow } from '#shared/flow/flow.ts';
import { connectionsOf, outsideLine } from '../geometry/connections.ts';
import type { Dot, DotShape } from './choreographer.ts';

const words: Record<DotShape, [one: string, many: string]> = {
  request: ['request', 'requests'],
  reply: ['reply', 'replies'],
  event: ['event', 'events'],
  error: ['error', 'errors'],
  ghost: ['unanswered', 'unanswered'],
  lost: ['lost', 'lost'],
};

/** The dots on the canvas in words, line by line: `3 requests, 1 error on ORDERS`. Pure. */
export function dotSummary(dots: readonly Pick<Dot, 'line' | 'shape'>[], flow: Flow): string[] {
  if (dots.length === 0) return [];
  const counts = new Map<string, Map<DotShape, number>>();
  for (const { line, shape } of dots) {
    const shapes = counts.get(line) ?? new Map<DotShape, number>();
    shapes.set(shape, (shapes.get(shape) ?? 0) + 1);
    counts.set(line, shapes);
  }
  const names = lineNames(flow);
  return [...counts].map(([line, shapes]) => {
    const parts = [...shapes].map(([shape, count]) => `${count} ${words[shape][count === 1 ? 0 : 1]}`);
    return `${parts.join(', ')} on ${names.get(line) ?? 'a line that is gone'}`;
  });
}

/** A wire by its name, other lines by the boxes at their ends. */
function lineNames(flow: Flow): Map<string, string> {
  const boxes = new Map(
    [flow.services, flow.brokers, flow.drivers, flow.externals, flow.registries ?? {}].flatMap((items) =>
      Object.entries(items).map(([id, { name }]) => [id, name] as const),
    ),
  );
  const outside = Object.entries(flow.services).map(
    ([id, { name }]) => [outsideLine(id), `the way from outside to ${name}`] as const,
  );
  return new Map([
    ...outside,
    ...connectionsOf(flow).map(
      ({ id, wire, from, to }) =>
        [id, flow.wires[wire ?? '']?.name ?? `${boxes.get(from) ?? from} to ${boxes.get(to) ?? to}`] as const,
    ),
  ]);
}
