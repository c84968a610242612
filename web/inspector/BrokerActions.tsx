import { Button } from '@mantine/core';
import { IconPlayerPlay, IconRefresh, IconSkull, IconSnowflake, type TablerIcon } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { Problem } from '#shared/problem.ts';
import { command } from '../connection/connection.ts';
import { useFaultSwitch } from '../faults/useFaultSwitch.ts';
import { ProblemNote } from '../ui/ProblemNote.tsx';
import classes from './Inspector.module.css';

/** Kill, pause and restart. A pause is the fault of that name, so that it is mended with all the others. */
export function BrokerActions({ id, isDown }: { id: string; isDown: boolean }) {
  const [problem, setProblem] = useState<Problem>();
  const target = useMemo(() => ({ broker: id }), [id]);
  const pause = useFaultSwitch(target, 'pause');
  const act = (action: 'kill' | 'start' | 'restart') => async (): Promise<void> => {
    const answer = await command('actOnBroker', { broker: id, action });
    setProblem(answer.ok ? undefined : answer.problem);
  };
  const told = problem ?? pause.problem;
  return (
    <div>
      <div className={classes.row}>
        {isDown ? (
          <Act icon={IconPlayerPlay} color="green" label="Start" onClick={() => void act('start')()} />
        ) : (
          <Act icon={IconSkull} color="red" label="Kill" onClick={() => void act('kill')()} />
        )}
        {pause.fault === undefined ? (
          <Act icon={IconSnowflake} color="red" label="Pause" of="the broker" onClick={pause.switchOn} />
        ) : (
          <Act icon={IconPlayerPlay} color="green" label="Go on" onClick={pause.switchOff} />
        )}
        <Act icon={IconRefresh} color="gray" label="Restart" onClick={() => void act('restart')()} />
      </div>
      {told !== undefined && <ProblemNote problem={told} />}
    </div>
  );
}

interface ActProps {
  icon: TablerIcon;
  color: 'red' | 'green' | 'gray';
  label: string;
  /** The picture can be paused, too. */
  of?: string;
  onClick: () => void;
}

function Act({ icon: Icon, color, label, of, onClick }: ActProps) {
  return (
    <Button
      size="compact-xs"
      h={30}
      variant="light"
      color={color}
      className={classes.fill ?? ''}
      leftSection={<Icon size={14} />}
      aria-label={of === undefined ? undefined : `${label} ${of}`}
      onClick={onClick}
    >
      {label}
    </Button>
  );
}
