import { takeEdited, takeSession, useFlowStore } from '../flow/flowStore.ts';
import { tapEvents } from '../trace/eventTaps.ts';
import { clearTrace, takeEvents, useTraceStore } from '../trace/traceStore.ts';
import { countEvents } from '../trace/useRates.ts';
import { news$, type News } from './connection.ts';

/** So many events of the past may still be shown moving. */
const watchable = 50;

/** The one place where what the server says becomes state. Returns what ends it. */
export function startFeedingStores(): () => void {
  const subscription = news$.subscribe(take);
  return () => subscription.unsubscribe();
}

function take(news: News): void {
  switch (news.news) {
    case 'session':
      if (useFlowStore.getState().session !== news.view.id) clearTrace();
      takeSession(news.view);
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
    case 'events': {
      const { events, missed } = news.batch;
      // A page that joins late is told what happened before: to be read, not to be watched all at once.
      const isLive = useTraceStore.getState().book.lastSeq > 0 || events.length < watchable;
      takeEvents(events, missed);
      countEvents(events);
      if (isLive) tapEvents(events);
      break;
    }
  }
}
