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
import { itemsOf } from './lookup.ts';
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

/** Applies one edit, leaving the given flow untouched. A refused edit is a Problem. The only place that changes a Flow. */
export function applyEdit(flow: Flow, edit: Edit): Parsed<Flow> {
  switch (edit.edit) {
    case 'renameFlow':
      return { ok: true, value: { ...flow, name: edit.name } };
    case 'put':
      return putItem(flow, edit);
    case 'remove':
      return Object.hasOwn(itemsOf(flow, edit.part), edit.id)
        ? { ok: true, value: withItems(flow, edit.part, withoutKey<unknown>(itemsOf(flow, edit.part), edit.id)) }
        : missing(edit.part, edit.id);
    case 'set':
      return setField(flow, edit);
    case 'move':
      return setField(flow, { edit: 'set', part: edit.part, id: edit.id, field: 'position', value: edit.position });
    case 'putHandler':
      return putInner(flow, { ...edit, inner: 'handlers', value: edit.handler });
    case 'putListener':
      return putInner(flow, { ...edit, inner: 'listeners', value: edit.listener });
    case 'removeHandler':
      return removeInner(flow, { ...edit, inner: 'handlers' });
    case 'removeListener':
      return removeInner(flow, { ...edit, inner: 'listeners' });
  }
}

/** Applies a list as one: all of it or nothing. */
export function applyEdits(flow: Flow, edits: readonly Edit[]): Parsed<Flow> {
  let current = flow;
  for (const [position, edit] of edits.entries()) {
    const applied = applyEdit(current, edit);
    if (!applied.ok) {
      const at = applied.problem.at;
      return { ok: false, problem: { ...applied.problem, at: `edits.${position}${at === undefined ? '' : `.${at}`}` } };
    }
    current = applied.value;
  }
  return { ok: true, value: current };
}

function putItem(flow: Flow, edit: EditOf<'put'>): Parsed<Flow> {
  const parsed = itemSchemas[edit.part].safeParse(edit.value);
  if (!parsed.success) return { ok: false, problem: problemFromZod(parsed.error, 'value') };
  const items = insertAt<unknown>(itemsOf(flow, edit.part), { key: edit.id, value: parsed.data, index: edit.index });
  return { ok: true, value: withItems(flow, edit.part, items) };
}

/** A flow that has no groups any more is again one without that part, as it was before the first. */
function withItems(flow: Flow, changed: Part, items: Record<string, unknown>): Flow {
  if (changed !== 'groups' || Object.keys(items).length > 0) return { ...flow, [changed]: items };
  const { groups: _none, ...rest } = flow;
  return rest;
}

function setField(flow: Flow, edit: EditOf<'set'>): Parsed<Flow> {
  const items = itemsOf(flow, edit.part);
  if (!Object.hasOwn(items, edit.id)) return missing(edit.part, edit.id);
  const item: Record<string, unknown> = { ...items[edit.id] };
  if (edit.value === undefined) delete item[edit.field];
  else item[edit.field] = edit.value;
  const parsed = itemSchemas[edit.part].safeParse(item);
  if (!parsed.success) return { ok: false, problem: problemFromZod(parsed.error, 'value') };
  return { ok: true, value: { ...flow, [edit.part]: { ...items, [edit.id]: parsed.data } } };
}

interface InnerEdit {
  service: string;
  id: string;
  inner: 'handlers' | 'listeners';
  value?: unknown;
  index?: number | undefined;
}

function putInner(flow: Flow, edit: InnerEdit): Parsed<Flow> {
  const service = Object.hasOwn(flow.services, edit.service) ? flow.services[edit.service] : undefined;
  if (service === undefined) return missing('services', edit.service);
  const items = insertAt<unknown>(service[edit.inner], { key: edit.id, value: edit.value, index: edit.index });
  return {
    ok: true,
    value: { ...flow, services: { ...flow.services, [edit.service]: { ...service, [edit.inner]: items } } },
  };
}

function removeInner(flow: Flow, edit: InnerEdit): Parsed<Flow> {
  const service = Object.hasOwn(flow.services, edit.service) ? flow.services[edit.service] : undefined;
  if (service === undefined) return missing('services', edit.service);
  if (indexOf(service[edit.inner], edit.id) < 0) return missing(`services.${edit.service}.${edit.inner}`, edit.id);
  const left = { ...service, [edit.inner]: withoutKey<unknown>(service[edit.inner], edit.id) };
  return { ok: true, value: { ...flow, services: { ...flow.services, [edit.service]: left } } };
}

function missing(where: string, id: string): { ok: false; problem: Problem } {
  const message = `There is no "${id}" in ${where}; somebody may have removed it. Read the flow again and repeat the change.`;
  return { ok: false, problem: problem('notFound', message, `${where}.${id}`) };
}
