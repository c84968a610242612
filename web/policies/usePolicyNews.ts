import type { Policies } from '#shared/policies/policies.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import type { PolicyNews } from './look.ts';
import { useWireState } from './useWireState.ts';

/** What the policies of a wire are doing just now. */
export function usePolicyNews(wire: string, policies: Policies): PolicyNews {
  const state = useWireState(wire, policies);
  const deadLetters = useFlowStore((flow) => flow.deadLetters[wire] ?? 0);
  return { ...state, deadLetters };
}
