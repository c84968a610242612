import type { Problem } from '#shared/problem.ts';
import { command } from '../../connection/connection.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { inputOf } from './monkeyDraft.ts';
import { draftNow, useMonkeyPage } from './monkeyStore.ts';

/** Lets the monkey loose as the draft says. */
export async function letLoose(): Promise<void> {
  const { flow } = useFlowStore.getState();
  const draft = draftNow();
  take(await command('startMonkey', { monkey: inputOf(draft, flow) }));
}

/** The same settings, the same seed: on the same flow it does the same. */
export async function letLooseAgain(): Promise<void> {
  const { monkey } = useFlowStore.getState();
  if (monkey !== undefined) take(await command('startMonkey', { monkey: monkey.settings }));
}

export async function callBack(): Promise<void> {
  take(await command('endMonkey', {}));
}

function take(answer: { ok: true } | { ok: false; problem: Problem }): void {
  useMonkeyPage.setState({ problem: answer.ok ? undefined : answer.problem, isOpen: true });
}
