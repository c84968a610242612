import { useFlowStore } from '../flow/flowStore.ts';
import { rememberFlow } from './knownFlows.ts';

/**
 * Puts the flow of this page on the list of this browser: at once when its link was opened, and when it is first changed when it is
 * only the example that everybody is greeted with.
 */
export function startRemembering(session: string, isGreeting: boolean): () => void {
  let isDone = false;
  const look = (state: { session: string; revision: number }): void => {
    if (isDone || state.session !== session || (isGreeting && state.revision === 0)) return;
    isDone = true;
    rememberFlow(session);
  };
  look(useFlowStore.getState());
  return useFlowStore.subscribe(look);
}
