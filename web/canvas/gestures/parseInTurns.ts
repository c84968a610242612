import { parts, type Flow, type Part } from '#shared/flow/flow.ts';
import { parseFlow, type Parsed } from '#shared/flow/parseFlow.ts';
import { checkBounds } from '#shared/json.ts';
import { inTurns } from '../../ui/inTurns.ts';

/** So many things are parsed without a pause. */
const slice = 25;
/** More of a kind is refused anyway, and only the whole can tell. */
const most = 2000;

/** As `parseFlow`, with pauses for the page while a large flow is parsed: each few things as a flow of their own. */
export async function parseInTurns(input: unknown): Promise<Parsed<Flow>> {
  const slices = slicesOf(input);
  if (slices.length < 2 || checkBounds(input) !== undefined) return parseFlow(input);
  const parsed: Parsed<Flow>[] = [];
  await inTurns(slices, (one) => parsed.push(parseFlow(one)));
  const [first, ...others] = parsed;
  const refused = parsed.find(({ ok }) => !ok);
  if (first?.ok !== true || refused !== undefined) return refused ?? parseFlow(input);
  const flow: Record<string, unknown> = { ...first.value };
  for (const other of others) {
    if (!other.ok) continue;
    for (const part of parts) flow[part] = joined(flow[part], other.value[part]);
  }
  return { ok: true, value: flow as Flow };
}

function joined(before: unknown, more: unknown): unknown {
  return before === undefined && more === undefined ? undefined : { ...(before as object), ...(more as object) };
}

type Items = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Items =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first one also holds all that is no part of a flow: it may be refused for that. */
function slicesOf(input: unknown): Items[] {
  if (!isRecord(input)) return [];
  const items = parts.map((part): [Part, unknown] => [part, input[part]]);
  if (items.some(([, all]) => all !== undefined && (!isRecord(all) || Object.keys(all).length > most))) return [];
  const frame = Object.fromEntries(
    Object.entries(input).filter(([key]) => !(parts as readonly string[]).includes(key)),
  );
  return items.flatMap(([part, all]) =>
    (all === undefined ? [] : cut(all as Items)).map((few) => ({ ...frame, [part]: few })),
  );
}

function cut(all: Items): Items[] {
  const entries = Object.entries(all);
  const count = Math.ceil(entries.length / slice);
  return Array.from({ length: count }, (_, index) =>
    Object.fromEntries(entries.slice(index * slice, (index + 1) * slice)),
  );
}
