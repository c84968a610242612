import type { Flow } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import { patternText } from '#shared/flow/pattern.ts';
import { errorText } from '#shared/trace.ts';
import { tookUs, type HopView } from '../trace/hopView.ts';
import type { TraceBook } from '../trace/traceBook.ts';
import { durationText } from '../ui/durationText.ts';

export interface Announcement {
  traceId: string;
  text: string;
}

/** The newest trace whose first message has ended, as one sentence: `buyer: POST /orders answered 201 in 24 ms.` Pure. */
export function announcement(flow: Flow, book: TraceBook): Announcement | undefined {
  for (const { traceId, hopIds } of [...book.traces.values()].toReversed()) {
    const root = book.hops.get(hopIds[0] ?? '');
    if (root === undefined || root.state === 'pending') continue;
    return { traceId, text: `${senderOf(flow, root)}${patternText(root.pattern)} ${endOf(root)}.` };
  }
  return undefined;
}

function senderOf(flow: Flow, { driver, fromService }: HopView): string {
  const sender = own(flow.drivers, driver ?? '') ?? own(flow.services, fromService ?? '');
  return sender === undefined ? '' : `${sender.name}: `;
}

function endOf(hop: HopView): string {
  const took = durationText(tookUs(hop) / 1000);
  const why = errorText(hop.error);
  switch (hop.state) {
    case 'ok':
      if (hop.kind === 'event') return `was received ${hop.deliveries.length} times`;
      return `answered${hop.status === undefined ? '' : ` ${hop.status}`} in ${took}`;
    case 'failed':
      return `failed${hop.status === undefined ? '' : ` with ${hop.status}`}${why === '' ? '' : `: ${why}`}, after ${took}`;
    case 'timedOut':
      return `got no answer within ${took}`;
    case 'lost':
      return 'was received by nobody';
    case 'cancelled':
      return 'was given up';
    case 'pending':
      return 'is under way';
  }
}
