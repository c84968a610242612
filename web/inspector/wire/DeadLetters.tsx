import { ActionIcon, Button } from '@mantine/core';
import { IconSend, IconTrash } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { DeadLetter } from '#shared/deadLetter.ts';
import { patternText } from '#shared/flow/pattern.ts';
import type { Problem } from '#shared/problem.ts';
import { command } from '../../connection/connection.ts';
import { useIsReadOnly } from '../../flow/accessStore.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { shortError } from '../../trace/hopText.ts';
import { JsonText } from '../../ui/JsonText.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Section } from '../../ui/Section.tsx';
import classes from './DeadLetters.module.css';

/** What has failed for good on this wire: to be sent again, or dropped. Nothing at all while there is none and none would be kept. */
export function DeadLetters({ wire, isKept }: { wire: string; isKept: boolean }) {
  const isReadOnly = useIsReadOnly();
  const counts = useFlowStore((state) => state.deadLetters);
  const [list, setList] = useState<{ letters: DeadLetter[]; forgotten: number }>({ letters: [], forgotten: 0 });
  const [problem, setProblem] = useState<Problem>();
  const count = counts[wire] ?? 0;
  const letters = count === 0 ? [] : list.letters;

  // The server tells how many there are; which ones is asked for by whoever looks.
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

  const act = async (asked: Promise<{ ok: true } | { ok: false; problem: Problem }>): Promise<void> => {
    const answer = await asked;
    setProblem(answer.ok ? undefined : answer.problem);
  };
  if (count === 0 && !isKept) return null;
  return (
    <Section
      title={`Dead letters (${count})`}
      action={
        count > 1 &&
        !isReadOnly && (
          <Button size="compact-xs" variant="subtle" onClick={() => void act(command('dropDeadLetters', { wire }))}>
            Drop all
          </Button>
        )
      }
    >
      {count === 0 && <div className={classes.empty}>None. What fails for good on this wire is kept here.</div>}
      {list.forgotten > 0 && (
        <div className={classes.empty}>{list.forgotten} older ones of this session made room.</div>
      )}
      <ul className={classes.list}>
        {letters.slice(-maxShown).map((letter) => (
          <Letter key={letter.id} letter={letter} act={isReadOnly ? undefined : (asked) => void act(asked)} />
        ))}
      </ul>
      {letters.length > maxShown && <div className={classes.empty}>and {letters.length - maxShown} older ones</div>}
      {problem !== undefined && <ProblemNote problem={problem} />}
    </Section>
  );
}

const maxShown = 50;

interface LetterProps {
  letter: DeadLetter;
  /** Not there for whoever may only look. */
  act: ((asked: Promise<{ ok: true } | { ok: false; problem: Problem }>) => void) | undefined;
}

function Letter({ letter, act }: LetterProps) {
  const pattern = patternText(letter.pattern);
  return (
    <li className={classes.letter}>
      <div className={classes.head}>
        <span className={classes.pattern}>{pattern}</span>
        {act !== undefined && (
          <>
            <Button
              size="compact-xs"
              variant="light"
              leftSection={<IconSend size={12} />}
              aria-label={`Send ${pattern} again`}
              onClick={() => act(command('sendDeadLetter', { letter: letter.id }))}
            >
              Send again
            </Button>
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={`Drop ${pattern}`}
              title="Drop"
              onClick={() => act(command('dropDeadLetter', { letter: letter.id }))}
            >
              <IconTrash size={14} />
            </ActionIcon>
          </>
        )}
      </div>
      <div className={classes.error}>{shortError(letter.error) || 'failed'}</div>
      <JsonText label="Payload" value={letter.data} />
    </li>
  );
}
