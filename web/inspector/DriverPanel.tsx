import { Button } from '@mantine/core';
import { IconPlayerPlay, IconUser } from '@tabler/icons-react';
import { useState } from 'react';
import { driverSchema } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import type { DriveResult } from '#shared/ipc.ts';
import type { Answer } from '#shared/protocol.ts';
import { command } from '../connection/connection.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { useProblemAt } from '../problems/useProblems.ts';
import { checkExpression, orNothing, unlessEmpty } from '../steps/checkExpression.ts';
import { ExpressionField } from '../ui/ExpressionField.tsx';
import { ProblemNote } from '../ui/ProblemNote.tsx';
import { Section } from '../ui/Section.tsx';
import { SelectField } from '../ui/SelectField.tsx';
import { change } from './change.ts';
import { DriverLoad } from './DriverLoad.tsx';
import { RouteFields } from './handler/RouteFields.tsx';
import classes from './Inspector.module.css';
import { InspectorHead } from './InspectorHead.tsx';
import { NameField } from './NameField.tsx';
import { SendOutcome } from './SendOutcome.tsx';

const names = [
  { name: 'id', detail: 'a fresh id for this request' },
  { name: 'index', detail: 'counts the requests from 0' },
  { name: 'random', detail: 'random(): 0 to 1, seeded' },
];

/** A driver: the outside world, one request per click or so many per second. */
export function DriverPanel({ id }: { id: string }) {
  const flow = useFlowStore((state) => state.flow);
  const at = `drivers.${id}`;
  const problems = {
    to: useProblemAt(`${at}.to`),
    request: useProblemAt(`${at}.request`),
    data: useProblemAt(`${at}.data`),
    whole: useProblemAt(at),
  };
  const driver = own(flow.drivers, id);
  if (driver === undefined) return null;
  const set = (field: string, value: unknown): string | undefined =>
    change({ edit: 'set', part: 'drivers', id, field, ...(value === undefined ? {} : { value }) });
  const gateways = Object.entries(flow.services)
    .filter(([, service]) => Object.values(service.listeners).some(({ transport }) => transport === 'http'))
    .map(([value, service]) => ({ value, label: service.name }));
  return (
    <>
      <InspectorHead
        icon={IconUser}
        color="grape"
        title={driver.name}
        subtitle={`driver · ${driver.request} of ${own(flow.services, driver.to)?.name ?? driver.to}`}
      />
      <div className={classes.body}>
        <SendOnce id={id} />
        {problems.whole !== undefined && <ProblemNote problem={problems.whole} />}
        <Section title="Request">
          <SelectField
            label="Target"
            value={driver.to}
            options={gateways}
            problem={problems.to}
            onChange={(to) => set('to', to)}
          />
          <RouteFields
            route={driver.request}
            sort="request"
            problem={problems.request}
            onCommit={(request) => set('request', request)}
          />
          <ExpressionField
            label="data"
            value={driver.data ?? ''}
            placeholder="no body"
            names={names}
            validate={unlessEmpty(checkExpression)}
            problem={problems.data}
            onCommit={(text) => set('data', orNothing(text))}
          />
        </Section>
        <DriverLoad id={id} driver={driver} set={set} />
        <Section title="Settings">
          <NameField part="drivers" id={id} name={driver.name} schema={driverSchema.shape.name} />
        </Section>
      </div>
    </>
  );
}

function SendOnce({ id }: { id: string }) {
  const [isSending, setSending] = useState(false);
  const [answer, setAnswer] = useState<Answer<DriveResult>>();
  const send = async (): Promise<void> => {
    setSending(true);
    setAnswer(await command('drive', { driver: id }));
    setSending(false);
  };
  return (
    <div className={classes.stack}>
      <Button size="xs" leftSection={<IconPlayerPlay size={14} />} loading={isSending} onClick={() => void send()}>
        Send once
      </Button>
      {answer !== undefined && !answer.ok && <ProblemNote problem={answer.problem} />}
      {answer !== undefined && answer.ok && <SendOutcome result={answer} />}
    </div>
  );
}
