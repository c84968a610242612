import { Button, SimpleGrid } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop, IconRefresh, IconSkull } from '@tabler/icons-react';
import { useState } from 'react';
import type { Problem } from '#shared/problem.ts';
import type { ServiceState } from '#shared/status.ts';
import { command } from '../../connection/connection.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';

type Action = 'kill' | 'stop' | 'restart' | 'start';

const actions = [
  {
    action: 'kill',
    label: 'Kill',
    icon: IconSkull,
    explain: 'Every connection is cut at once, as by kill -9',
    color: 'red',
  },
  {
    action: 'stop',
    label: 'Stop',
    icon: IconPlayerStop,
    explain: 'Closes gracefully: what is under way is finished',
    color: 'gray',
  },
  {
    action: 'restart',
    label: 'Restart',
    icon: IconRefresh,
    explain: 'Closes gracefully and starts again, on the same ports',
    color: 'gray',
  },
  { action: 'start', label: 'Start', icon: IconPlayerPlay, explain: 'Brings it back', color: 'green' },
] as const satisfies readonly { action: Action; label: string; icon: unknown; explain: string; color: string }[];

/** Kill, stop, restart, start: at once, without asking back, since each has its opposite beside it. */
export function ServiceActions({ id, state }: { id: string; state: ServiceState | undefined }) {
  const [problem, setProblem] = useState<Problem>();
  const act = async (action: Action): Promise<void> => {
    const answer = await command('actOnService', { service: id, action });
    setProblem(answer.ok ? undefined : answer.problem);
  };
  return (
    <div>
      <SimpleGrid cols={2} spacing={8} verticalSpacing={8}>
        {actions.map(({ action, label, icon: ActionMark, explain, color }) => (
          <Button
            key={action}
            size="xs"
            {...(color === 'gray' ? { variant: 'default' } : { variant: 'light', color })}
            title={explain}
            leftSection={<ActionMark size={14} />}
            disabled={(action === 'start') === (state === 'up') || (state === 'down' && action !== 'start')}
            onClick={() => void act(action)}
          >
            {label}
          </Button>
        ))}
      </SimpleGrid>
      {problem !== undefined && <ProblemNote problem={problem} />}
    </div>
  );
}
