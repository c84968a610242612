import { z } from 'zod';
import { idSchema } from '../ids.ts';
import { problem, problemFromZod, type Problem } from '../problem.ts';
import { listenerSchema } from '../transports/transport.ts';
import {
  flowSchema,
  handlerSchema,
  itemSchemas,
  parts,
  placedParts,
  positionSchema,
  type Flow,
  type Part,
} from './flow.ts';
import { Draft } from './draft.ts';
import { own } from './lookup.ts';
import type { Parsed } from './parseFlow.ts';
import { insertAt, indexOf, withoutKey } from './records.ts';

/**
 * One change to a Flow, as data: a closed union. `index` keeps an item at its place among its sisters when a removal is undone.
 * A removal never cascades: who removes a service sends the removals of its wires along, as one list.
 */
const part = z.enum(parts);
const index = z.number().int().min(0).optional();

export const editSchema = z.discriminatedUnion('edit', [
  z.strictObject({ edit: z.literal('renameFlow'), name: flowSchema.shape.name }),
  /** Adds an item or replaces it whole. */
  z.strictObject({ edit: z.literal('put'), part, id: idSchema, value: z.unknown(), index }),
  z.strictObject({ edit: z.literal('remove'), part, id: idSchema }),
  /** Changes one field of an item; without `value` the field is taken away. */
  z.strictObject({
    edit: z.literal('set'),
    part,
    id: idSchema,
    field: z.string().regex(/^[a-z][A-Za-z]{0,30}$/, 'a field is a plain word'),
    value: z.unknown().optional(),
  }),
  z.strictObject({ edit: z.literal('move'), part: z.enum(placedParts), id: idSchema, position: positionSchema }),
  z.strictObject({ edit: z.literal('putHandler'), service: idSchema, id: idSchema, handler: handlerSchema, index }),
  z.strictObject({ edit: z.literal('removeHandler'), service: idSchema, id: idSchema }),
  z.strictObject({ edit: z.literal('putListener'), service: idSchema, id: idSchema, listener: listenerSchema, index }),
  z.strictObject({ edit: z.literal('removeListener'), service: idSchema, id: idSchema }),
]);
export type Edit = z.infer<typeof editSchema>;
export type EditKind = Edit['edit'];
type EditOf<K extends EditKind> = Extract<Edit, { edit: K }>;

/** Applies one edit, leaving the given flow untouched. A refused edit is a Problem. */
export function applyEdit(flow: Flow, edit: Edit): Parsed<Flow> {
  const draft = new Draft(flow);
  const refusal = changeDraft(draft, edit);
  return refusal === undefined ? { ok: true, value: draft.done() } : { ok: false, problem: refusal };
}

/** Applies a list as one: all of it or nothing. */
export function applyEdits(flow: Flow, edits: readonly Edit[]): Parsed<Flow> {
  const draft = new Draft(flow);
  for (const [position, edit] of edits.entries()) {
    const refusal = changeDraft(draft, edit);
    if (refusal !== undefined) return { ok: false, problem: inList(refusal, position) };
  }
  return { ok: true, value: draft.done() };
}

/** The same problem, with its place in the list of edits. */
export function inList(refusal: Problem, position: number): Problem {
  return { ...refusal, at: `edits.${position}${refusal.at === undefined ? '' : `.${refusal.at}`}` };
}

/** Makes one change, or says why not and changes nothing. The only place that changes a Flow. */
export function changeDraft(draft: Draft, edit: Edit): Problem | undefined {
  switch (edit.edit) {
    case 'renameFlow':
      draft.rename(edit.name);
      return undefined;
    case 'put':
      return putItem(draft, edit);
    case 'remove':
      if (!Object.hasOwn(draft.items(edit.part), edit.id)) return missing(edit.part, edit.id);
      draft.remove(edit.part, edit.id);
      return undefined;
    case 'set':
      return setField(draft, edit);
    case 'move':
      return move(draft, edit);
    case 'putHandler':
      return putInner(draft, { ...edit, inner: 'handlers', value: edit.handler });
    case 'putListener':
      return putInner(draft, { ...edit, inner: 'listeners', value: edit.listener });
    case 'removeHandler':
      return removeInner(draft, { ...edit, inner: 'handlers' });
    case 'removeListener':
      return removeInner(draft, { ...edit, inner: 'listeners' });
  }
}

/** Items that were parsed once are parsed no more: one edit is applied again and again while it waits for the server. */
const parsedItems = new WeakMap<object, { part: Part; item: unknown }>();

function parseItem(part: Part, value: unknown): Parsed<unknown> {
  const known = typeof value === 'object' && value !== null ? parsedItems.get(value) : undefined;
  if (known?.part === part) return { ok: true, value: known.item };
  const parsed = itemSchemas[part].safeParse(value);
  if (!parsed.success) return { ok: false, problem: problemFromZod(parsed.error, 'value') };
  const item = { part, item: parsed.data };
  parsedItems.set(parsed.data, item);
  if (typeof value === 'object' && value !== null) parsedItems.set(value, item);
  return { ok: true, value: parsed.data };
}

/** Does ahead what is slow about an edit, so that a long list of them can be applied quickly afterwards. */
export function prepareEdit(edit: Edit): void {
  if (edit.edit === 'put') parseItem(edit.part, edit.value);
}

function putItem(draft: Draft, edit: EditOf<'put'>): Problem | undefined {
  const parsed = parseItem(edit.part, edit.value);
  if (!parsed.ok) return parsed.problem;
  draft.put(edit.part, { key: edit.id, value: parsed.value, index: edit.index });
  return undefined;
}

function setField(draft: Draft, edit: EditOf<'set'>): Problem | undefined {
  const items = draft.items(edit.part);
  if (!Object.hasOwn(items, edit.id)) return missing(edit.part, edit.id);
  const item: Record<string, unknown> = { ...(items[edit.id] as object) };
  if (edit.value === undefined) delete item[edit.field];
  else item[edit.field] = edit.value;
  const parsed = parseItem(edit.part, item);
  if (!parsed.ok) return parsed.problem;
  draft.put(edit.part, { key: edit.id, value: parsed.value });
  return undefined;
}

/** The rest of the item is as it was, and the edit's position has been parsed with the edit. */
function move(draft: Draft, { part: of, id, position }: EditOf<'move'>): Problem | undefined {
  const items = draft.items(of);
  if (!Object.hasOwn(items, id)) return missing(of, id);
  draft.put(of, { key: id, value: { ...(items[id] as object), position } });
  return undefined;
}

interface InnerEdit {
  service: string;
  id: string;
  inner: 'handlers' | 'listeners';
  value?: unknown;
  index?: number | undefined;
}

function putInner(draft: Draft, edit: InnerEdit): Problem | undefined {
  const service = own(draft.current.services, edit.service);
  if (service === undefined) return missing('services', edit.service);
  const items = insertAt<unknown>(service[edit.inner], { key: edit.id, value: edit.value, index: edit.index });
  draft.put('services', { key: edit.service, value: { ...service, [edit.inner]: items } });
  return undefined;
}

function removeInner(draft: Draft, edit: InnerEdit): Problem | undefined {
  const service = own(draft.current.services, edit.service);
  if (service === undefined) return missing('services', edit.service);
  if (indexOf(service[edit.inner], edit.id) < 0) return missing(`services.${edit.service}.${edit.inner}`, edit.id);
  const left = { ...service, [edit.inner]: withoutKey<unknown>(service[edit.inner], edit.id) };
  draft.put('services', { key: edit.service, value: left });
  return undefined;
}

function missing(where: string, id: string): Problem {
  const message = `There is no "${id}" in ${where}; somebody may have removed it. Read the flow again and repeat the change.`;
  return problem('notFound', message, `${where}.${id}`);
}
