import { Button } from '@mantine/core';
import { IconPlayerPlay, IconRefresh, IconSkull, IconSnowflake, type TablerIcon } from '@tabler/icons-react';
import { useState } from 'react';
import type { Problem } from '#shared/problem.ts';
import type { Answer } from '#shared/protocol.ts';
import type { FaultSwitch } from '../faults/useFaultSwitch.ts';
import { ProblemNote } from '../ui/ProblemNote.tsx';
import classes from './Inspector.module.css';

export type UpAndDownAction = 'kill' | 'start' | 'restart';

interface UpAndDownProps {
  isDown: boolean;
  act: (action: UpAndDownAction) => Promise<Answer<object>>;
  /** Of what can be made to stand still. */
  pause?: FaultSwitch;
}

/** Kill, or start what is down, hold it still, and restart: of what is one process. */
export function UpAndDown({ isDown, act: ask, pause }: UpAndDownProps) {
  const [refusal, setProblem] = useState<Problem>();
  const act = (action: UpAndDownAction) => async (): Promise<void> => {
    const answer = await ask(action);
    setProblem(answer.ok ? undefined : answer.problem);
  };
  const problem = refusal ?? pause?.problem;
  return (
    <div>
      <div className={classes.row}>
        {isDown ? (
          <Act icon={IconPlayerPlay} color="green" label="Start" onClick={act('start')} />
        ) : (
          <Act icon={IconSkull} color="red" label="Kill" onClick={act('kill')} />
        )}
        {pause !== undefined &&
          (pause.fault === undefined ? (
            <Act icon={IconSnowflake} color="red" label="Pause" what="the process" onClick={pause.switchOn} />
          ) : (
            <Act icon={IconPlayerPlay} color="green" label="Go on" onClick={pause.switchOff} />
          ))}
        <Act icon={IconRefresh} color="gray" label="Restart" onClick={act('restart')} />
      </div>
      {problem !== undefined && <ProblemNote problem={problem} />}
    </div>
  );
}

interface ActProps {
  icon: TablerIcon;
  color: 'red' | 'green' | 'gray';
  label: string;
  /** Where the label alone could mean something else: the picture can be paused, too. */
  what?: string;
  onClick: () => void;
}

function Act({ icon: Icon, color, label, what, onClick }: ActProps) {
  return (
    <Button
      size="xs"
      px={8}
      {...(color === 'gray' ? { variant: 'default' } : { variant: 'light', color })}
      className={classes.fill ?? ''}
      leftSection={<Icon size={14} />}
      aria-label={what === undefined ? undefined : `${label} ${what}`}
      onClick={onClick}
    >
      {label}
    </Button>
  );
}
