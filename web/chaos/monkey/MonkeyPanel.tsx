import { ActionIcon, Button, Group } from '@mantine/core';
import { IconPlayerStop, IconRefresh, IconX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { MonkeyView } from '#shared/faults/monkey.ts';
import { FaultBadge } from '../../faults/FaultBadge.tsx';
import { lookOf } from '../../faults/faultBadge.ts';
import { useIsReadOnly } from '../../flow/accessStore.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { CopyIcon } from '../../ui/CopyIcon.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { targetName } from '../targetName.ts';
import classes from './Monkey.module.css';
import { LetLoose, MonkeyForm } from './MonkeyForm.tsx';
import { callBack, letLooseAgain } from './monkeyCommands.ts';
import { useMonkeyPage } from './monkeyStore.ts';
import { planWords, stateWords } from './monkeyWords.ts';

/** What the monkey does now, or did last; and, for those who may, what the next one shall do. */
export function MonkeyPanel({ onClose }: { onClose: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // Whoever opened it by keyboard goes on from here.
  useEffect(() => heading.current?.focus(), []);
  const monkey = useFlowStore((state) => state.monkey);
  const problem = useMonkeyPage((state) => state.problem);
  const isReadOnly = useIsReadOnly();
  const mayStart = !isReadOnly && monkey?.running !== true;
  return (
    <>
      <div className={classes.head}>
        <h2 ref={heading} tabIndex={-1} className={classes.title}>
          Chaos monkey
        </h2>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label="Close" onClick={onClose}>
          <IconX size={14} />
        </ActionIcon>
      </div>
      <div className={classes.body}>
        {monkey === undefined ? (
          <p className={classes.words}>
            Breaks things by itself and mends them again, by a seed: the same seed on the same flow makes the same plan.
            What people break it leaves alone.
          </p>
        ) : (
          <MonkeyNow monkey={monkey} mayAct={!isReadOnly} />
        )}
        {problem !== undefined && <ProblemNote problem={problem} />}
        {isReadOnly && <p className={classes.words}>You only look on: whoever may change the playground starts it.</p>}
        {mayStart && <MonkeyForm />}
      </div>
      {mayStart && <LetLoose />}
    </>
  );
}

function MonkeyNow({ monkey, mayAct }: { monkey: MonkeyView; mayAct: boolean }) {
  const { settings, running, problem } = monkey;
  return (
    <section className={classes.now} aria-label={running ? 'What it does now' : 'The last one'}>
      <p className={classes.state} role="status">
        {stateWords(monkey)}
      </p>
      <p className={classes.words}>{planWords(settings)}</p>
      <div className={classes.seed}>
        <span>
          seed <code>{settings.seed}</code>
        </span>
        <CopyIcon text={String(settings.seed)} label="Copy the seed" />
      </div>
      {running && <BrokenByIt ids={monkey.faults} />}
      {problem !== undefined && <ProblemNote problem={problem} />}
      {mayAct && (
        <Group gap={8}>
          {running && (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconPlayerStop size={14} aria-hidden />}
              onClick={() => void callBack()}
            >
              Stop it
            </Button>
          )}
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconRefresh size={14} aria-hidden />}
            onClick={() => void letLooseAgain()}
          >
            Again with this seed
          </Button>
        </Group>
      )}
    </section>
  );
}

function BrokenByIt({ ids }: { ids: readonly string[] }) {
  const flow = useFlowStore((state) => state.flow);
  const faults = useFlowStore((state) => state.faults);
  const broken = faults.filter(({ id }) => ids.includes(id));
  if (broken.length === 0) return <p className={classes.words}>Nothing is broken by it right now.</p>;
  return (
    <ul className={classes.broken} aria-label="Broken by the monkey">
      {broken.map((fault) => (
        <li key={fault.id}>
          <FaultBadge fault={fault} className={classes.badge} /> {lookOf(fault.kind).label} on {targetName(flow, fault)}
        </li>
      ))}
    </ul>
  );
}
