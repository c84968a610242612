import { useEffect, useState } from 'react';
import type { DeadLetter } from '#shared/deadLetter.ts';
import type { Problem } from '#shared/problem.ts';
import { command } from '../../connection/connection.ts';
import { useFlowStore } from '../../flow/flowStore.ts';

export interface DeadLettersOfWire {
  count: number;
  /** Oldest first; the server may be a moment ahead. */
  letters: readonly DeadLetter[];
  forgotten: number;
  problem: Problem | undefined;
  sendAgain: (letter: string) => void;
  drop: (letter: string) => void;
  dropAll: () => void;
}

type Asked = Promise<{ ok: true } | { ok: false; problem: Problem }>;

/** The dead letters of a wire. The server tells how many there are; which ones is asked for here. */
export function useDeadLetters(wire: string): DeadLettersOfWire {
  const counts = useFlowStore((state) => state.deadLetters);
  const [list, setList] = useState<{ letters: DeadLetter[]; forgotten: number }>({ letters: [], forgotten: 0 });
  const [problem, setProblem] = useState<Problem>();
  const count = counts[wire] ?? 0;

  useEffect(() => {
    if (counts[wire] === undefined) return undefined;
    let isGone = false;
    void command('listDeadLetters', { wire }).then((answer) => {
      if (!isGone && answer.ok) setList(answer);
    });
    return () => {
      isGone = true;
    };
  }, [wire, counts]);

  const act = async (asked: Asked, isMeant: (letter: DeadLetter) => boolean): Promise<void> => {
    // Gone from the list at once, so that the next click means the next letter.
    setList((before) => ({ ...before, letters: before.letters.filter((letter) => !isMeant(letter)) }));
    const answer = await asked;
    setProblem(answer.ok ? undefined : answer.problem);
    if (answer.ok) return;
    const now = await command('listDeadLetters', { wire });
    if (now.ok) setList(now);
  };
  return {
    count,
    letters: count === 0 ? [] : list.letters,
    forgotten: list.forgotten,
    problem,
    sendAgain: (letter) => void act(command('sendDeadLetter', { letter }), ({ id }) => id === letter),
    drop: (letter) => void act(command('dropDeadLetter', { letter }), ({ id }) => id === letter),
    dropAll: () => void act(command('dropDeadLetters', { wire }), () => true),
  };
}
