import { create } from 'zustand';
import { useFlowStore } from '../../flow/flowStore.ts';
import type { HopView } from '../../trace/hopView.ts';
import type { TraceView } from '../../trace/traceBook.ts';
import { shownTrace, useTraceStore, type TraceState } from '../../trace/traceStore.ts';
import { sameIds, touchedBy } from './touched.ts';

/**
 * A trace that somebody follows: what it does not touch is drawn faint. The set of what it touches is another one only when it
 * has grown, so that batches of events draw no box anew.
 */
interface Following {
  /** Undefined while nobody follows anything. */
  touched: ReadonlySet<string> | undefined;
  /** The message below the pointer: its trace is what F follows. */
  pointedHop: string | undefined;
}

export const useFollowing = create<Following>(() => ({ touched: undefined, pointedHop: undefined }));

/** To be spread over what is drawn of a box or a line. */
export function useDimmed(key: string): { 'data-dimmed'?: true } {
  return useFollowing(({ touched }) => touched !== undefined && !touched.has(key)) ? dimmed : {};
}

const dimmed = { 'data-dimmed': true } as const;

/** Keeps `touched` true to what is known of the followed trace and to the drawing; returns how to stop. */
export function startFollowing(): () => void {
  let known: TraceView | undefined;
  const look = (): void => {
    const state = useTraceStore.getState();
    const trace = state.followedTrace === undefined ? undefined : followedIn(state);
    known = trace;
    const { touched } = useFollowing.getState();
    if (state.followedTrace === undefined) {
      if (touched !== undefined) useFollowing.setState({ touched: undefined });
      return;
    }
    // A trace that is not kept any more touched what it touched.
    if (trace === undefined) return;
    const now = touchedBy(
      useFlowStore.getState().flow,
      trace.hopIds.flatMap((id) => hopOf(state, id) ?? []),
    );
    if (touched === undefined || !sameIds(touched, now)) useFollowing.setState({ touched: now });
  };
  const stops = [
    useTraceStore.subscribe((now, before) => {
      const isOther = now.followedTrace !== before.followedTrace;
      if (isOther || (now.followedTrace !== undefined && followedIn(now) !== known)) look();
    }),
    useFlowStore.subscribe((now, before) => {
      if (now.flow !== before.flow && useTraceStore.getState().followedTrace !== undefined) look();
    }),
  ];
  look();
  return () => {
    for (const stop of stops) stop();
  };
}

/** All that is known of it: whoever looks back sees where it went, not only where it had been by then. */
const followedIn = ({ live, book, followedTrace = '' }: TraceState): TraceView | undefined =>
  live.traces.get(followedTrace) ?? book.traces.get(followedTrace);

const hopOf = ({ live, book }: TraceState, hopId: string): HopView | undefined =>
  live.hops.get(hopId) ?? book.hops.get(hopId);

/** Those of the followed trace, and the others. Nothing is faint while nobody follows anything. */
export function splitDots<D extends { hopId: string }>(
  dots: readonly D[],
): { faint: readonly D[]; clear: readonly D[] } {
  const state = useTraceStore.getState();
  const { followedTrace } = state;
  if (followedTrace === undefined) return { faint: [], clear: dots };
  const isClear = ({ hopId }: D): boolean => hopOf(state, hopId)?.traceId === followedTrace;
  return { faint: dots.filter((dot) => !isClear(dot)), clear: dots.filter(isClear) };
}

/** The trace that F follows: of the message below the pointer, else the one that the timeline shows. */
export function traceAtHand(): string | undefined {
  const state = useTraceStore.getState();
  const { pointedHop } = useFollowing.getState();
  const pointed = pointedHop === undefined ? undefined : hopOf(state, pointedHop)?.traceId;
  return pointed ?? shownTrace(state);
}
