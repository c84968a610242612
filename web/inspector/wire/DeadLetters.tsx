import { ActionIcon, Button } from '@mantine/core';
import { IconSend, IconTrash } from '@tabler/icons-react';
import type { DeadLetter } from '#shared/deadLetter.ts';
import { patternText } from '#shared/flow/pattern.ts';
import { useIsReadOnly } from '../../flow/accessStore.ts';
import { shortError } from '../../trace/hopText.ts';
import { JsonText } from '../../ui/JsonText.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Section } from '../../ui/Section.tsx';
import classes from './DeadLetters.module.css';
import { useDeadLetters } from './useDeadLetters.ts';

/** The oldest ones: what is dropped or sent makes room for the next. */
const maxShown = 50;

/** What has failed for good on this wire: to be sent again, or dropped. Nothing at all while there is none and none would be kept. */
export function DeadLetters({ wire, isKept }: { wire: string; isKept: boolean }) {
  const isReadOnly = useIsReadOnly();
  const { count, letters, forgotten, problem, sendAgain, drop, dropAll } = useDeadLetters(wire);
  if (count === 0 && !isKept) return null;
  const more = letters.length - maxShown;
  return (
    <Section
      title={`Dead letters (${count})`}
      action={
        count > 1 &&
        !isReadOnly && (
          <Button size="compact-xs" variant="subtle" onClick={dropAll}>
            Drop all
          </Button>
        )
      }
    >
      {count === 0 && <div className={classes.empty}>None. What fails for good on this wire is kept here.</div>}
      {forgotten > 0 && <div className={classes.empty}>{forgotten} older ones of this session made room.</div>}
      <ul className={classes.list}>
        {letters.slice(0, maxShown).map((letter) => (
          <Letter
            key={letter.id}
            letter={letter}
            {...(isReadOnly ? {} : { onSend: () => sendAgain(letter.id), onDrop: () => drop(letter.id) })}
          />
        ))}
      </ul>
      {more > 0 && <div className={classes.empty}>and {more} more</div>}
      {problem !== undefined && <ProblemNote problem={problem} />}
    </Section>
  );
}

interface LetterProps {
  letter: DeadLetter;
  /** Not there for whoever may only look. */
  onSend?: () => void;
  onDrop?: () => void;
}

function Letter({ letter, onSend, onDrop }: LetterProps) {
  const pattern = patternText(letter.pattern);
  return (
    <li className={classes.letter}>
      <div className={classes.head}>
        <span className={classes.pattern}>{pattern}</span>
        {onSend !== undefined && (
          <Button
            size="compact-xs"
            variant="light"
            leftSection={<IconSend size={12} />}
            aria-label={`Send again: ${pattern}`}
            onClick={onSend}
          >
            Send again
          </Button>
        )}
        {onDrop !== undefined && (
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={`Drop ${pattern}`}
            title="Drop"
            onClick={onDrop}
          >
            <IconTrash size={14} />
          </ActionIcon>
        )}
      </div>
      <div className={classes.error}>{shortError(letter.error) || 'failed'}</div>
      <JsonText label="Payload" value={letter.data} />
    </li>
  );
}
