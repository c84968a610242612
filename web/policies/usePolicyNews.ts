import type { Policies } from '#shared/policies/policies.ts';
import { useFlowAt } from '../flow/useFlowAt.ts';
import type { PolicyNews } from './look.ts';
import { useWireState } from './useWireState.ts';

/** What the policies of a wire are doing just now. */
export function usePolicyNews(wire: string, policies: Policies): PolicyNews {
  const state = useWireState(wire, policies);
  const deadLetters = useFlowAt(`wires.${wire}`, (flow) => flow.deadLetters[wire] ?? 0);
  return { ...state, deadLetters };
}
