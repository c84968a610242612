import type { Recording } from '#shared/recording/recording.ts';
import { takeHeld } from '../../breakpoints/heldStore.ts';
import { takeFaultProgress } from '../../faults/progressStore.ts';
import { useAccess } from '../../flow/accessStore.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { useSelectionStore } from '../../flow/selectionStore.ts';
import { clearMetrics } from '../../metrics/metricsStore.ts';
import { forgetPeople } from '../../people/peopleStore.ts';
import { forgetPolicies, watchPolicies } from '../../policies/useWireState.ts';
import { closedTime, useTime } from '../../time/timeStore.ts';
import { startIndexing } from '../../time/lookBack.ts';
import { useCompare } from '../../timeline/compareStore.ts';
import { clearLog, logEvents } from '../../trace/eventLog.ts';
import { recordedPayloads } from '../../trace/recordedPayloads.ts';
import { clearTrace, takeEvents } from '../../trace/traceStore.ts';
import { countDeliveries } from '../../trace/useDeliveries.ts';
import { Moments } from './moments.ts';
import { startPlaying } from './player.ts';

/**
 * Fills the stores from a recording, as a session would fill them: the views do not know the source. The moment that is
 * looked at decides what is drawn and broken as well. Returns what ends it; whoever fills the stores next finds them empty.
 */
export function showRecording(recording: Recording): () => void {
  const moments = new Moments(recording);
  emptyStores();
  useAccess.getState().set('recording', true);
  const showAt = (atUs: number): void => {
    const { flow, faults } = moments.standingAt(atUs);
    const status = moments.statusAt(atUs);
    const before = useFlowStore.getState();
    if (before.flow === flow && before.status === status && sameFaults(before.faults, faults)) return;
    useFlowStore.setState({ flow, confirmed: flow, faults: [...faults], status });
  };
  useFlowStore.setState({
    session: 'recording',
    revision: 0,
    problems: [],
    pending: [],
    monkey: undefined,
    deadLetters: {},
  });
  for (const { seq, data } of recording.payloads) recordedPayloads.set(seq, data);
  logEvents(recording.events);
  takeEvents(recording.events, recording.missed);
  countDeliveries(recording.events);
  watchPolicies(recording.events, recording.missed);
  const stopFollowing = useTime.subscribe(({ atUs }, before) => {
    if (atUs !== before.atUs) showAt(atUs ?? recording.endedAtUs);
  });
  const stopPlaying = startPlaying();
  // Looked at from its end: all of it is there to choose from.
  showAt(recording.endedAtUs);
  void startIndexing({ startUs: recording.startedAtUs, endUs: recording.endedAtUs });
  return () => {
    stopPlaying();
    stopFollowing();
    emptyStores();
    useAccess.getState().set('recording', false);
    // Not the playground that it came from: that one is read anew.
    useFlowStore.setState({ session: '' });
  };
}

function emptyStores(): void {
  useTime.setState(closedTime);
  useCompare.getState().compareWith(undefined);
  useSelectionStore.getState().clear();
  recordedPayloads.clear();
  clearMetrics();
  forgetPeople();
  takeHeld([]);
  takeFaultProgress({});
  clearLog();
  clearTrace();
  forgetPolicies();
}

const sameFaults = (before: readonly unknown[], after: readonly unknown[]): boolean =>
  before.length === after.length && before.every((fault, index) => fault === after[index]);
