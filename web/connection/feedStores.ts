import { useAccess } from '../flow/accessStore.ts';
import { takeFaultProgress } from '../faults/progressStore.ts';
import { takeEdited, takeSession, useFlowStore } from '../flow/flowStore.ts';
import { takeHeld } from '../breakpoints/heldStore.ts';
import { clearMetrics } from '../metrics/metricsStore.ts';
import { forgetPeople, takePeople, takePointers } from '../people/peopleStore.ts';
import { forgetPolicies, watchPolicies } from '../policies/useWireState.ts';
import { closedTime, useTime } from '../time/timeStore.ts';
import { clearLog, logEvents } from '../trace/eventLog.ts';
import { takeRecording } from '../recording/recordingStore.ts';
import { tapEvents } from '../trace/eventTaps.ts';
import { takeSampled } from '../trace/sampledStore.ts';
import { clearTrace, takeEvents, takeLate } from '../trace/traceStore.ts';
import { countDeliveries } from '../trace/useDeliveries.ts';
import { news$, type News } from './connection.ts';
import { useConnectionStore } from './connectionStore.ts';

/** The one place where what the server says becomes state. Returns what ends it. */
export function startFeedingStores(): () => void {
  /** What happened before the page came, or while it was away, is for reading and not for watching. */
  let pastSeq = Infinity;

  const take = (news: News): void => {
    switch (news.news) {
      case 'session':
        if (news.isAnotherRun) {
          useTime.setState(closedTime);
          clearLog();
          clearTrace();
          clearMetrics();
          forgetPolicies();
        }
        pastSeq = news.lastSeq;
        useAccess.getState().set('link', news.view.readOnly === true);
        takeSession(news.view);
        takeFaultProgress(news.view.faultProgress);
        takeHeld(news.view.held);
        takeRecording(news.view.recording);
        break;
      case 'edited':
        takeEdited(news);
        break;
      case 'status':
        useFlowStore.setState({ status: news.status, problems: news.problems });
        break;
      case 'faults':
        useFlowStore.setState({ faults: news.faults });
        break;
      case 'monkey':
        useFlowStore.setState({ monkey: news.monkey });
        break;
      case 'faultProgress':
        takeFaultProgress(news.progress);
        break;
      case 'held':
        takeHeld(news.held);
        break;
      case 'recording':
        takeRecording(news.recording);
        break;
      case 'deadLetters':
        useFlowStore.setState({ deadLetters: news.counts });
        break;
      case 'people':
        takePeople(news.people, news.you);
        break;
      case 'pointers':
        takePointers(news.moved, news.you);
        break;
      case 'events': {
        const { missed, sampled } = news.batch;
        const { late = [], events: inOrder } = news.batch;
        const events = late.length === 0 ? inOrder : [...late, ...inOrder];
        logEvents(events);
        takeLate(late);
        takeEvents(inOrder, missed);
        countDeliveries(events);
        const isSampled = sampled !== undefined && sampled.oneIn > 1;
        // Of what is left out on purpose nothing is begun that does not end.
        watchPolicies(events, isSampled ? 0 : missed);
        takeSampled(sampled);
        tapEvents(events.filter(({ seq }) => seq > pastSeq));
        break;
      }
    }
  };

  const subscription = news$.subscribe(take);
  // Who is there while nobody answers is not known.
  const stopConnection = useConnectionStore.subscribe(({ state }, before) => {
    if (before.state === 'live' && state !== 'live') forgetPeople();
  });
  return () => {
    subscription.unsubscribe();
    stopConnection();
  };
}
