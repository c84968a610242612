import type { Edit } from '#shared/flow/edits.ts';

/** Where a box stands, what a note says and how boxes are grouped is nothing to the runner. */
export function onlyLooks(edit: Edit): boolean {
  if (edit.edit === 'move' || edit.edit === 'renameFlow') return true;
  return 'part' in edit && (edit.part === 'notes' || edit.part === 'groups');
}
