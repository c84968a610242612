import { Button } from '@mantine/core';
import { IconPlayerPlay, IconRefresh, IconSkull } from '@tabler/icons-react';
import { useState } from 'react';
import type { Problem } from '#shared/problem.ts';
import type { Answer } from '#shared/protocol.ts';
import { ProblemNote } from '../ui/ProblemNote.tsx';
import classes from './Inspector.module.css';

export type UpAndDownAction = 'kill' | 'start' | 'restart';

interface UpAndDownProps {
  isDown: boolean;
  act: (action: UpAndDownAction) => Promise<Answer<object>>;
}

/** Kill, or start what is down, and restart: of what is one process. */
export function UpAndDown({ isDown, act: ask }: UpAndDownProps) {
  const [problem, setProblem] = useState<Problem>();
  const act = (action: UpAndDownAction) => async (): Promise<void> => {
    const answer = await ask(action);
    setProblem(answer.ok ? undefined : answer.problem);
  };
  return (
    <div>
      <div className={classes.row}>
        {isDown ? (
          <Button
            size="xs"
            variant="light"
            color="green"
            className={classes.fill ?? ''}
            leftSection={<IconPlayerPlay size={14} />}
            onClick={act('start')}
          >
            Start
          </Button>
        ) : (
          <Button
            size="xs"
            variant="light"
            color="red"
            className={classes.fill ?? ''}
            leftSection={<IconSkull size={14} />}
            onClick={act('kill')}
          >
            Kill
          </Button>
        )}
        <Button
          size="xs"
          variant="light"
          color="gray"
          className={classes.fill ?? ''}
          leftSection={<IconRefresh size={14} />}
          onClick={act('restart')}
        >
          Restart
        </Button>
      </div>
      {problem !== undefined && <ProblemNote problem={problem} />}
    </div>
  );
}
