import { useConnectionStore } from '../connection/connectionStore.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { useNotices } from '../ui/notices.ts';

/** Says what became of the connection, the runner, or an edit that was refused; what is wrong now stands in the bar. */
export function startTelling(): () => void {
  const { say } = useNotices.getState();
  let wasLost = false;
  const stopConnection = useConnectionStore.subscribe(({ state }, before) => {
    if (state === before.state) return;
    if (state === 'reconnecting') wasLost = true;
    if (state === 'live' && wasLost) {
      wasLost = false;
      say('good', 'Connected again. Everything is as the server has it.');
    }
  });
  const stopFlow = useFlowStore.subscribe(({ refused, status }, before) => {
    if (refused !== undefined && refused !== before.refused) say('bad', refused.message);
    if (status?.runner === 'up' && before.status?.runner === 'restarting') say('good', 'Your services run again.');
  });
  return () => {
    stopConnection();
    stopFlow();
  };
}
