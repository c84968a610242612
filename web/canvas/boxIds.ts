import type { PlacedPart } from '#shared/flow/flow.ts';
import { partKinds } from '../flow/placed.ts';
import type { Selectable } from '../flow/selectionStore.ts';

/** React Flow's node ids: the part and the id of what the box shows. React Flow's words stay inside this folder. */

export interface BoxId {
  part: PlacedPart;
  id: string;
}

export const nodeId = ({ part, id }: BoxId): string => `${part}:${id}`;

export function boxOf(node: string): BoxId {
  const colon = node.indexOf(':');
  return { part: node.slice(0, colon) as PlacedPart, id: node.slice(colon + 1) };
}

export const selectableOf = ({ part, id }: BoxId): Selectable => ({ kind: partKinds[part], id });

export function boxOfSelectable({ kind, id, service }: Selectable): BoxId | undefined {
  if (kind === 'handler') return service === undefined ? undefined : { part: 'services', id: service };
  const found = (Object.keys(partKinds) as PlacedPart[]).find((part) => partKinds[part] === kind);
  return found === undefined ? undefined : { part: found, id };
}
