import { Button, SimpleGrid } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useState } from 'react';
import { usualConcurrency, type Driver } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import type { Problem } from '#shared/problem.ts';
import type { DriverStatus } from '#shared/status.ts';
import { command } from '../connection/connection.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { useProblemAt } from '../problems/useProblems.ts';
import { NumberField } from '../ui/NumberField.tsx';
import { ProblemNote } from '../ui/ProblemNote.tsx';
import { Section } from '../ui/Section.tsx';
import classes from './Inspector.module.css';

interface DriverLoadProps {
  id: string;
  driver: Driver;
  set: (field: string, value: unknown) => void;
}

/** What a driver sends by itself: how fast, how much at once, and when it stops. */
export function DriverLoad({ id, driver, set }: DriverLoadProps) {
  const status = useFlowStore((state) => own(state.status?.drivers ?? {}, id));
  const burstProblem = useProblemAt(`drivers.${id}.burst`);
  const seconds = (field: string, ms: number | undefined): object => ({
    value: ms === undefined ? undefined : ms / 1000,
    onCommit: (value: number | undefined) => set(field, value === undefined ? undefined : Math.round(value * 1000)),
  });
  return (
    <Section title="Load">
      <NumberField
        label="per second"
        value={driver.perSecond}
        min={0}
        max={1000}
        onCommit={(perSecond) => set('perSecond', perSecond)}
      />
      {driver.perSecond === 0 && <div className={classes.empty}>0: sends only when you press Send.</div>}
      {driver.perSecond > 0 && (
        <>
          <SimpleGrid cols={2} spacing={8} verticalSpacing={8}>
            <NumberField
              label="ramp up, s"
              placeholder="at once"
              min={0}
              max={3600}
              optional
              value={undefined}
              onCommit={() => undefined}
              {...seconds('rampMs', driver.rampMs)}
            />
            <NumberField
              label="burst of"
              placeholder="1"
              min={1}
              max={1000}
              optional
              wholeNumber
              value={driver.burst}
              problem={burstProblem}
              onCommit={(burst) => set('burst', burst)}
            />
            <NumberField
              label="at once, at most"
              placeholder={String(usualConcurrency)}
              min={1}
              max={1000}
              optional
              wholeNumber
              value={driver.concurrency}
              onCommit={(concurrency) => set('concurrency', concurrency)}
            />
            <NumberField
              label="stop after requests"
              placeholder="never"
              min={1}
              max={1_000_000}
              optional
              wholeNumber
              value={driver.stopAfterRequests}
              onCommit={(count) => set('stopAfterRequests', count)}
            />
            <NumberField
              label="stop after, s"
              placeholder="never"
              min={0.1}
              max={86_400}
              optional
              value={undefined}
              onCommit={() => undefined}
              {...seconds('stopAfterMs', driver.stopAfterMs)}
            />
          </SimpleGrid>
          <Run id={id} status={status} />
        </>
      )}
    </Section>
  );
}

function Run({ id, status }: { id: string; status: DriverStatus | undefined }) {
  const [problem, setProblem] = useState<Problem>();
  const isRunning = status?.running === true;
  const Mark = isRunning ? IconPlayerStop : IconPlayerPlay;
  const act = async (): Promise<void> => {
    const answer = await command('actOnDriver', { driver: id, action: isRunning ? 'stop' : 'start' });
    setProblem(answer.ok ? undefined : answer.problem);
  };
  return (
    <>
      <Button size="xs" variant="default" leftSection={<Mark size={14} />} onClick={() => void act()}>
        {isRunning ? 'Stop sending' : 'Send again from the beginning'}
      </Button>
      <div className={classes.empty} data-testid="driver-counts">
        {countsText(status)}
      </div>
      {problem !== undefined && <ProblemNote problem={problem} />}
    </>
  );
}

function countsText({ running = false, sent = 0, passedOver = 0 }: Partial<DriverStatus> = {}): string {
  const passed = passedOver === 0 ? '' : `, ${passedOver} passed over as too many waited for their answers`;
  return `${sent} sent${passed}${running ? '' : ' · stopped'}`;
}
