import type { Flow } from '#shared/flow/flow.ts';
import { diffReplay, type StimulusDiff } from '#shared/recording/diff/diffReplay.ts';
import type { Recording } from '#shared/recording/recording.ts';
import { replay } from '#shared/recording/replay/replay.ts';
import { useLayoutStore } from '../../layout/layoutStore.ts';
import { goLive } from '../../time/lookBack.ts';
import { useCompare } from '../../timeline/compareStore.ts';
import { takeEvents, useTraceStore } from '../../trace/traceStore.ts';
import { usePlayer } from '../viewer/playerStore.ts';
import { openReplay } from './openReplay.ts';
import { setReplay } from './replayStore.ts';

/** Plays it again for real, and puts what happened beside what is recorded, so that the two can be compared. */
export async function runReplay(
  recording: Recording,
  { flow, signal }: { flow: Flow | undefined; signal: AbortSignal },
): Promise<void> {
  const onProgress = (done: number, all: number): void => {
    if (!signal.aborted) setReplay({ state: 'running', done, all });
  };
  onProgress(0, 1);
  try {
    const played = await replay(recording, { open: openReplay, flow, signal, onProgress });
    if (signal.aborted) return;
    // Events of two sessions are counted anew each; the bar of time stays that of the recording.
    const { lastSeq } = useTraceStore.getState().live;
    takeEvents(
      played.events.map((event, index) => ({ ...event, seq: lastSeq + 1 + index })),
      0,
    );
    setReplay({ state: 'done', diff: diffReplay(recording, played) });
  } catch (error) {
    if (!signal.aborted) setReplay({ state: 'failed', why: error instanceof Error ? error.message : String(error) });
  }
}

/** The trace as it was and as it is now, side by side. */
export function compareSideBySide({ thenTraceId, nowTraceId }: StimulusDiff): void {
  usePlayer.setState({ isPlaying: false });
  goLive();
  useCompare.getState().compareWith(nowTraceId === undefined ? undefined : thenTraceId);
  useTraceStore.getState().selectTrace(nowTraceId ?? thenTraceId);
  useLayoutStore.getState().showTab('timeline');
}
