import { takeAnswer, useFlowStore } from '../flow/flowStore.ts';
import { command, isUnanswered } from './connection.ts';
import { useConnectionStore } from './connectionStore.ts';

/** How long after it could not be saved a change is tried again. */
const againMs = 2000;

/**
 * Sends the page's open edits, one list at a time and in order: the next goes when the server has accepted or refused the one
 * before. A list that a break of the connection swallowed stays open, and is sent again when the page is back; by its name the
 * server knows one that it has had already. So does one that the server cannot save, because its disk is full: it is tried again
 * until there is room.
 */
export function startSendingEdits(): () => void {
  let sending: number | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;

  const sendNext = (): void => {
    const [first] = useFlowStore.getState().pending;
    if (first === undefined || first.id === sending || useConnectionStore.getState().state !== 'live') return;
    sending = first.id;
    const { revision } = useFlowStore.getState();
    void command('edit', { revision, edits: first.edits, change: first.change }).then((answer) => {
      if (sending === first.id) sending = undefined;
      if (!answer.ok && answer.problem.code === 'storeFailed') {
        useFlowStore.setState({ unsaved: answer.problem });
        clearTimeout(again);
        again = setTimeout(sendNext, againMs);
        return;
      }
      if (!isUnanswered(answer)) takeAnswer(first, answer);
      sendNext();
    });
  };

  const stopFlow = useFlowStore.subscribe(({ pending }, before) => {
    if (pending !== before.pending) sendNext();
  });
  const stopConnection = useConnectionStore.subscribe(sendNext);
  return () => {
    clearTimeout(again);
    stopFlow();
    stopConnection();
  };
}
