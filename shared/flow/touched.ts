import type { Edit } from './edits.ts';

/**
 * What an edit changes, as a path: `name`, `notes/n1`, `services/orders/name`, `services/orders/handlers/create`. Two edits meet
 * when one path is the other one or lies within it.
 */
export function touchedPlace(edit: Edit): string {
  switch (edit.edit) {
    case 'renameFlow':
      return 'name';
    case 'put':
    case 'remove':
      return `${edit.part}/${edit.id}`;
    case 'set':
      return `${edit.part}/${edit.id}/${edit.field}`;
    case 'move':
      return `${edit.part}/${edit.id}/position`;
    case 'putHandler':
    case 'removeHandler':
      return `services/${edit.service}/handlers/${edit.id}`;
    case 'putListener':
    case 'removeListener':
      return `services/${edit.service}/listeners/${edit.id}`;
  }
}

export function placesMeet(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`);
}
