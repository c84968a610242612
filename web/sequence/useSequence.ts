import { useMemo } from 'react';
import { useFlowStore } from '../flow/flowStore.ts';
import type { TraceBook } from '../trace/traceBook.ts';
import { shownTrace, useTraceStore } from '../trace/traceStore.ts';
import { sequenceOf, type Sequence } from '../trace/sequence.ts';
import type { SequenceScope } from './sequenceStore.ts';

/** More messages than this make no picture that helps anybody. */
export const maxMessages = 500;

export interface ShownSequence {
  sequence: Sequence;
  title: string;
  /** Where it shows one trace. */
  traceId?: string | undefined;
  /** Messages that the diagram leaves out. */
  left: number;
}

/** The diagram of what is chosen, as the book has it. */
export function useSequence(book: TraceBook, scope: SequenceScope): ShownSequence | undefined {
  const flow = useFlowStore((state) => state.flow);
  const selectedTrace = useTraceStore((state) => state.selectedTrace);
  const { hops, traces } = book;
  const traceId = scope === 'trace' ? shownTrace({ book, selectedTrace }) : undefined;
  const trace = traceId === undefined ? undefined : traces.get(traceId);
  return useMemo(() => {
    if (scope === 'trace') {
      if (trace === undefined) return undefined;
      const shown = trace.hopIds.slice(0, maxMessages).flatMap((id) => hops.get(id) ?? []);
      const title = `trace ${trace.traceId.slice(0, 8)} · ${trace.title}${trace.outcome === '' ? '' : ` · ${trace.outcome}`}`;
      return {
        sequence: sequenceOf(flow, shown),
        title,
        traceId: trace.traceId,
        left: trace.hopIds.length - shown.length,
      };
    }
    if (hops.size === 0) return undefined;
    const newest = [...hops.values()].slice(-Number(scope));
    return {
      sequence: sequenceOf(flow, newest),
      title: `the newest ${newest.length} of ${hops.size} messages`,
      left: 0,
    };
  }, [flow, scope, trace, hops]);
}
