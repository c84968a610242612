import type { Edit } from '#shared/flow/edits.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { itemsOf, own } from '#shared/flow/lookup.ts';

/** What somebody else's edits did to what we had just changed, as one sentence; `flow` is the one before them. Pure. */
export function overlapText(who: string, edits: readonly Edit[], flow: Flow): string | undefined {
  // Where something stands is seen.
  const told = edits.filter((edit) => edit.edit !== 'move');
  const [first, ...others] = told;
  if (first === undefined) return undefined;
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  if (first.edit === 'remove') return `${who} removed ${nameOf(flow, first)}${more}, which you had just changed.`;
  return `${who} changed ${whatOf(flow, first)}${more} just after you. What you see is theirs.`;
}

function whatOf(flow: Flow, edit: Edit): string {
  switch (edit.edit) {
    case 'renameFlow':
      return 'the name of the flow';
    case 'set':
      return `the ${edit.field.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} of ${nameOf(flow, edit)}`;
    case 'putHandler':
    case 'removeHandler':
      return `a handler of ${nameOf(flow, { part: 'services', id: edit.service })}`;
    case 'putListener':
    case 'removeListener':
      return `a listener of ${nameOf(flow, { part: 'services', id: edit.service })}`;
    case 'put':
    case 'remove':
    case 'move':
      return nameOf(flow, edit);
  }
}

function nameOf(flow: Flow, { part, id }: Pick<Extract<Edit, { edit: 'remove' }>, 'part' | 'id'>): string {
  const item: object | undefined = own<object>(itemsOf(flow, part), id);
  if (item === undefined) return id;
  if ('name' in item && typeof item.name === 'string') return item.name;
  if ('title' in item && typeof item.title === 'string') return item.title;
  return part === 'notes' ? 'a note' : id;
}
