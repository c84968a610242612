import { useEffect, useState } from 'react';
import { useFlowStore } from '../flow/flowStore.ts';
import { useTraceStore } from '../trace/traceStore.ts';
import { announcement } from './announcement.ts';

/** At most one sentence in this time, so that a reader can follow. */
const everyMs = 1500;

/** What happened, in words, for those who do not see the dots. */
export function Announcements() {
  const [text, setText] = useState('');
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let saidOf = '';
    const look = (): void => {
      timer = undefined;
      const said = announcement(useFlowStore.getState().flow, useTraceStore.getState().live);
      if (said === undefined || said.traceId === saidOf) return;
      saidOf = said.traceId;
      setText(said.text);
    };
    const stop = useTraceStore.subscribe(({ live }, before) => {
      if (live !== before.live) timer ??= setTimeout(look, everyMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);
  return (
    <div className="pb-hidden" role="log" aria-live="polite" aria-label="What happened" data-testid="announcements">
      {text}
    </div>
  );
}
