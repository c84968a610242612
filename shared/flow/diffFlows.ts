import type { Edit } from './edits.ts';
import { parts, type Flow, type Part } from './flow.ts';
import { itemsOf, own } from './lookup.ts';

/** The edits that make `to` out of `from`. What is the same in both is not touched, so that whoever changes it meanwhile keeps it. */
export function diffFlows(from: Flow, to: Flow): Edit[] {
  const rename: Edit[] = from.name === to.name ? [] : [{ edit: 'renameFlow', name: to.name }];
  return [...rename, ...parts.flatMap((part) => diffPart(part, from, to))];
}

function diffPart(part: Part, from: Flow, to: Flow): Edit[] {
  const before: Readonly<Record<string, unknown>> = itemsOf(from, part);
  const after: Readonly<Record<string, unknown>> = itemsOf(to, part);
  const removals = Object.keys(before)
    .filter((id) => !Object.hasOwn(after, id))
    .map((id): Edit => ({ edit: 'remove', part, id }));
  /** The order in which the items stand while the edits are applied. */
  const order = Object.keys(before).filter((id) => Object.hasOwn(after, id));
  const puts: Edit[] = [];
  for (const [index, [id, value]] of Object.entries(after).entries()) {
    const stands = order.indexOf(id);
    if (stands === index && same(own(before, id), value)) continue;
    puts.push(stands === index ? { edit: 'put', part, id, value } : { edit: 'put', part, id, value, index });
    if (stands >= 0) order.splice(stands, 1);
    order.splice(index, 0, id);
  }
  return [...removals, ...puts];
}

/** Items hold nothing but JSON; a field that is undefined counts as left out. */
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
