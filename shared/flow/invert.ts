import type { Edit } from './edits.ts';
import type { Flow } from './flow.ts';
import { Draft } from './draft.ts';
import { changeDraft, inList } from './edits.ts';
import type { Parsed } from './parseFlow.ts';
import { itemsOf, own } from './lookup.ts';
import { indexOf } from './records.ts';

/** The edit that takes `edit` back. `flow` is the flow before `edit`, which must be one that `applyEdit` accepts there. */
export function invertEdit(flow: Flow, edit: Edit): Edit {
  return invertIn(new Draft(flow), edit);
}

function invertIn(draft: Draft, edit: Edit): Edit {
  const flow = draft.current;
  switch (edit.edit) {
    case 'renameFlow':
      return { edit: 'renameFlow', name: flow.name };
    case 'put':
    case 'remove':
      return restoreItem(draft, edit);
    case 'set': {
      const item: Record<string, unknown> = { ...own<object>(itemsOf(flow, edit.part), edit.id) };
      return { ...edit, value: item[edit.field] };
    }
    case 'move': {
      const item = own<{ position: { x: number; y: number } }>(itemsOf(flow, edit.part), edit.id);
      return { ...edit, position: item?.position ?? edit.position };
    }
    case 'putHandler':
    case 'removeHandler': {
      const { service, id } = edit;
      const handlers = own(flow.services, service)?.handlers ?? {};
      const handler = own(handlers, id);
      if (handler === undefined) return { edit: 'removeHandler', service, id };
      return { edit: 'putHandler', service, id, handler, index: indexOf(handlers, id) };
    }
    case 'putListener':
    case 'removeListener': {
      const { service, id } = edit;
      const listeners = own(flow.services, service)?.listeners ?? {};
      const listener = own(listeners, id);
      if (listener === undefined) return { edit: 'removeListener', service, id };
      return { edit: 'putListener', service, id, listener, index: indexOf(listeners, id) };
    }
  }
}

/** The list that takes a whole list back, last change first. Edits that do not fit the flow count for nothing. */
export function invertEdits(flow: Flow, edits: readonly Edit[]): Edit[] {
  const inverses: Edit[] = [];
  const draft = new Draft(flow);
  for (const edit of edits) {
    const inverse = invertIn(draft, edit);
    if (changeDraft(draft, edit) === undefined) inverses.push(inverse);
  }
  return inverses.toReversed();
}

/** Applies a list as one, and gives the list that takes it back. */
export function applyWithInverse(flow: Flow, edits: readonly Edit[]): Parsed<{ flow: Flow; inverse: Edit[] }> {
  const inverse: Edit[] = [];
  const draft = new Draft(flow);
  for (const [position, edit] of edits.entries()) {
    inverse.push(invertIn(draft, edit));
    const refusal = changeDraft(draft, edit);
    if (refusal !== undefined) return { ok: false, problem: inList(refusal, position) };
  }
  return { ok: true, value: { flow: draft.done(), inverse: inverse.toReversed() } };
}

function restoreItem(draft: Draft, edit: Extract<Edit, { edit: 'put' | 'remove' }>): Edit {
  const { part, id } = edit;
  const before = own<unknown>(draft.items(part), id);
  if (before === undefined) return { edit: 'remove', part, id };
  return { edit: 'put', part, id, value: before, index: draft.indexOf(part, id) };
}
