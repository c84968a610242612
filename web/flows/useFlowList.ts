import { useEffect, useState } from 'react';
import type { Problem } from '#shared/problem.ts';
import type { Answer, CommandResults, FlowSummary } from '#shared/protocol.ts';
import { askServer } from '../connection/api.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { knownFlows } from './knownFlows.ts';

type Listed = Answer<CommandResults['listFlows']>;

/** The flows that this browser knows links of, the one that changed last first. */
export function useFlowList(): { flows: FlowSummary[] | undefined; problem: Problem | undefined; reload: () => void } {
  const here = useFlowStore(({ session }) => session);
  const [listed, setListed] = useState<Listed>();

  useEffect(() => {
    let isWanted = true;
    void list(here).then((answer) => isWanted && setListed(answer));
    return () => {
      isWanted = false;
    };
  }, [here]);
  return {
    flows: listed?.ok === true ? listed.flows.toSorted((a, b) => b.changedAt - a.changedAt) : undefined,
    problem: listed?.ok === false ? listed.problem : undefined,
    reload: () => void list(here).then(setListed),
  };
}

function list(here: string): Promise<Listed> {
  const sessions = [...new Set([here, ...knownFlows()])].slice(0, 200);
  return askServer({ command: 'listFlows', method: 'POST', path: '/api/flows', body: { sessions } });
}
