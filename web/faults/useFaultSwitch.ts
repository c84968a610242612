import { useRef, useState } from 'react';
import type { Fault, FaultKind, FaultTarget } from '#shared/faults/fault.ts';
import type { Problem } from '#shared/problem.ts';
import { command } from '../connection/connection.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { lookOf } from './faultBadge.ts';
import { mend } from './mended.ts';
import { newFaultId } from './newFaultId.ts';
import { faultsOnTarget } from './onTarget.ts';

export interface FaultSwitch {
  /** The fault as it is set here, even while the server is still being told; undefined = off. */
  fault: Fault | undefined;
  problem: Problem | undefined;
  switchOn: () => void;
  switchOff: () => void;
  change: (fault: Fault) => void;
}

interface Wish {
  /** undefined: switched off. */
  fault: Fault | undefined;
  /** The list of faults as it was when the server had answered: the next one says how it is. */
  answeredAt?: readonly Fault[];
}

/** One kind of fault on one target. What is set shows at once; the server's list takes over when it has answered. */
export function useFaultSwitch(target: FaultTarget, kind: FaultKind): FaultSwitch {
  const flow = useFlowStore((state) => state.flow);
  const faults = useFlowStore((state) => state.faults);
  const [wish, setWish] = useState<Wish>();
  const [problem, setProblem] = useState<Problem>();
  const underWay = useRef(0);
  const active = faultsOnTarget(flow, faults, target).filter((fault) => fault.kind === kind);
  const isWishing = wish !== undefined && (wish.answeredAt === undefined || wish.answeredAt === faults);
  const fault = isWishing ? wish.fault : active[0];

  const ask = async (wanted: Fault | undefined, told: () => Promise<Problem | undefined>): Promise<void> => {
    setWish({ fault: wanted });
    underWay.current += 1;
    const refusal = await told();
    underWay.current -= 1;
    setProblem(refusal);
    if (underWay.current > 0) return;
    // The server's list may come before its answer or after it; either way it has the last word.
    const settled = refusal !== undefined || isThere(wanted, kind);
    setWish(settled ? undefined : { fault: wanted, answeredAt: useFlowStore.getState().faults });
  };
  const put = (wanted: Fault): void => {
    void ask(wanted, async () => problemOf(await command('putFault', { fault: wanted })));
  };

  const takeAway = async (): Promise<Problem | undefined> => {
    return mend(active.length === 0 && fault !== undefined ? [fault] : active);
  };

  return {
    fault,
    problem,
    switchOn: () => put(lookOf(kind).create({ id: newFaultId(kind), target })),
    switchOff: () => void ask(undefined, takeAway),
    change: put,
  };

  function isThere(wanted: Fault | undefined, kind: FaultKind): boolean {
    const state = useFlowStore.getState();
    const now = faultsOnTarget(state.flow, state.faults, target).find((one) => one.kind === kind);
    return JSON.stringify(now) === JSON.stringify(wanted);
  }
}

function problemOf(answer: { ok: true } | { ok: false; problem: Problem }): Problem | undefined {
  return answer.ok ? undefined : answer.problem;
}
