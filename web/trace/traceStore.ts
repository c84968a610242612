import { create } from 'zustand';
import type { TraceEvent } from '#shared/trace.ts';
import { addEvents, emptyBook, foldEvents, type TraceBook } from './traceBook.ts';

export interface TraceState {
  /** What the views show: what is known now or, while somebody looks back, what was known then. */
  book: TraceBook;
  /** What is known now. The same object as `book` unless somebody looks back. */
  live: TraceBook;
  /** The moment that is looked at, on the clock of the events; undefined = now. */
  pastUs: number | undefined;
  /** The trace that timeline shows; undefined = the newest. */
  selectedTrace: string | undefined;
  selectedHop: string | undefined;
  /** The trace that the canvas shows alone, all else being faint. */
  followedTrace: string | undefined;
  selectTrace: (traceId: string | undefined) => void;
  /** Opens one message, and with it its trace. */
  selectHop: (hopId: string | undefined) => void;
  /** The other views show it, too. */
  followTrace: (traceId: string | undefined) => void;
}

/** What happened, as far as this page was told. */
export const useTraceStore = create<TraceState>((set, get) => ({
  book: emptyBook,
  live: emptyBook,
  pastUs: undefined,
  selectedTrace: undefined,
  selectedHop: undefined,
  followedTrace: undefined,
  selectTrace: (selectedTrace) => set({ selectedTrace, selectedHop: undefined }),
  selectHop: (selectedHop) => {
    const hop = selectedHop === undefined ? undefined : get().book.hops.get(selectedHop);
    set({ selectedHop, selectedTrace: hop?.traceId ?? get().selectedTrace });
  },
  followTrace: (followedTrace) => {
    const { selectedTrace, selectTrace } = get();
    set({ followedTrace });
    if (followedTrace !== undefined && followedTrace !== selectedTrace) selectTrace(followedTrace);
  },
}));

/** A batch of events, live or recorded. Collected while somebody looks back, too. */
export function takeEvents(events: readonly TraceEvent[], missed: number): void {
  useTraceStore.setState((state) => {
    const live = addEvents(state.live, events, missed);
    return state.pastUs === undefined ? { live, book: live } : { live };
  });
}

/** Earlier events of traces that were left out until something failed in them: nothing of them is known yet. */
export function takeLate(events: readonly TraceEvent[]): void {
  if (events.length === 0) return;
  useTraceStore.setState((state) => {
    const isNew = (event: TraceEvent): boolean =>
      !('hopId' in event) || state.live.hops.get(event.hopId)?.events.some(({ seq }) => seq === event.seq) !== true;
    const live = foldEvents(state.live, events.filter(isNew));
    return state.pastUs === undefined ? { live, book: live } : { live };
  });
}

/** All views show what was known at that moment. */
export const showPast = (pastUs: number, book: TraceBook): void => useTraceStore.setState({ pastUs, book });

export const showLive = (): void => useTraceStore.setState(({ live }) => ({ pastUs: undefined, book: live }));

/** Another session begins: nothing of the one before belongs to it. */
export function clearTrace(): void {
  useTraceStore.setState({
    book: emptyBook,
    live: emptyBook,
    pastUs: undefined,
    selectedTrace: undefined,
    selectedHop: undefined,
    followedTrace: undefined,
  });
}

/** The trace to look at: the chosen one, else the newest. */
export function shownTrace({ book, selectedTrace }: Pick<TraceState, 'book' | 'selectedTrace'>): string | undefined {
  if (selectedTrace !== undefined && book.traces.has(selectedTrace)) return selectedTrace;
  let newest: string | undefined;
  for (const traceId of book.traces.keys()) newest = traceId;
  return newest;
}
