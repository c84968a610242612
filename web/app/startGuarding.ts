import { useFlowStore } from '../flow/flowStore.ts';

/** Asks before the page goes away with changes that the server has not accepted yet. */
export function startGuarding(): () => void {
  const ask = (event: BeforeUnloadEvent): void => {
    if (useFlowStore.getState().pending.length > 0) event.preventDefault();
  };
  window.addEventListener('beforeunload', ask);
  return () => window.removeEventListener('beforeunload', ask);
}
