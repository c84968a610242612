import { takeLabelSizes } from '../geometryStore.ts';

/** Which line a label belongs to. */
const lines = new WeakMap<Element, string>();

/** One observer for all labels: their sizes come together, after layout, and all labels are placed once. */
const observer =
  typeof ResizeObserver === 'undefined'
    ? undefined
    : new ResizeObserver((entries) => {
        const sizes = new Map<string, { width: number; height: number }>();
        for (const { target, borderBoxSize } of entries) {
          const line = lines.get(target);
          const [size] = borderBoxSize;
          if (line === undefined || size === undefined || size.inlineSize === 0) continue;
          sizes.set(line, { width: size.inlineSize, height: size.blockSize });
        }
        takeLabelSizes(sizes);
      });

/** Keeps the size of a line's label known while it is drawn. */
export function watchLabel(element: Element, line: string): () => void {
  lines.set(element, line);
  observer?.observe(element);
  return () => observer?.unobserve(element);
}
