import { svgPath } from '../geometry/line.ts';
import { useGeometryStore } from '../geometryStore.ts';

/**
 * Lines and labels follow their boxes without React: while hundreds are dragged, each frame has to write two numbers each and
 * nothing else. Both give back what ends it.
 */
export function followLine(paths: readonly SVGPathElement[], line: string): () => void {
  return follow(
    ({ lines }) => lines.get(line),
    (path) => {
      const d = svgPath(path);
      for (const element of paths) element.setAttribute('d', d);
    },
  );
}

export function followLabel(element: HTMLElement, line: string): () => void {
  return follow(
    ({ labels }) => labels.get(line),
    ({ x, y }) => {
      element.style.transform = `translate(-50%, -50%) translate(${x}px, ${y}px)`;
    },
  );
}

type Geometry = ReturnType<typeof useGeometryStore.getState>;

function follow<T>(read: (geometry: Geometry) => T | undefined, write: (value: T) => void): () => void {
  let last: T | undefined;
  const look = (geometry: Geometry): void => {
    const now = read(geometry);
    if (now === undefined || now === last) return;
    last = now;
    write(now);
  };
  look(useGeometryStore.getState());
  return useGeometryStore.subscribe(look);
}
