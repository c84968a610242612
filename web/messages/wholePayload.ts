import type { Json } from '#shared/json.ts';
import type { Problem } from '#shared/problem.ts';
import { maxEventDataBytes } from '#shared/trace.ts';
import type { HopView } from '../trace/hopView.ts';
import { readPayload } from './readPayload.ts';

type Whole = { ok: true; data: Json | undefined } | { ok: false; problem: Problem };

/** What a message carried, all of it: the stream cuts what is long, the rest is asked for. */
export async function wholePayload({ data, dataSeq, dataBytes }: HopView): Promise<Whole> {
  if (dataSeq === undefined || dataBytes === undefined || dataBytes <= maxEventDataBytes) return { ok: true, data };
  return readPayload(dataSeq);
}
