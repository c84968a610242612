import type { Selectable } from '../flow/selectionStore.ts';
import { boxOf, selectableOf } from './boxIds.ts';

/** What of the drawing an element of the page belongs to. */
export function itemAt(target: Element): Selectable | undefined {
  const wire = target.closest<HTMLElement>('[data-wire]')?.dataset['wire'];
  if (wire !== undefined) return { kind: 'wire', id: wire };
  const node = target.closest<HTMLElement>('.react-flow__node')?.dataset['id'];
  if (node === undefined) return undefined;
  const box = boxOf(node);
  const handler = target.closest<HTMLElement>('[data-handler]')?.dataset['handler'];
  return handler === undefined ? selectableOf(box) : { kind: 'handler', id: handler, service: box.id };
}
