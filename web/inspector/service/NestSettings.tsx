import type { Service } from '#shared/flow/flow.ts';
import { globalsReachMessages, hearsMessages, isHybrid } from '#shared/flow/hybrid.ts';
import type { FilterKind } from '#shared/flow/nestSettings.ts';
import { useProblemAt } from '../../problems/useProblems.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Section } from '../../ui/Section.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { Toggle } from '../../ui/Toggle.tsx';
import { change } from '../change.ts';
import inspector from '../Inspector.module.css';

type Choice = FilterKind | 'none';

const filters: { value: Choice; label: string; explain: string }[] = [
  {
    value: 'none',
    label: 'none: Nest’s own',
    explain: 'Of a message only an RpcException is answered as it is; anything else is “Internal server error”.',
  },
  {
    value: 'keepMessage',
    label: 'keeps status and message',
    explain: '@Catch(): whatever is thrown answers a message with { status, message }.',
  },
  {
    value: 'rpcException',
    label: 'RpcException, as in the docs',
    explain: '@Catch(RpcException): answers a message with getError() as it is, a text as a mere text.',
  },
  {
    value: 'asIs',
    label: 'hands the exception on',
    explain: '@Catch(): throwError(() => exception). JSON writes nothing of an Error, so {} crosses the wire.',
  },
];

/** What the application sets up for all of its handlers. */
export function NestSettings({ id, service }: { id: string; service: Service }) {
  const at = `services.${id}`;
  const problems = { filter: useProblemAt(`${at}.filter`), inherits: useProblemAt(`${at}.inheritAppConfig`) };
  const set = (field: string, value: unknown) => (): void => {
    change({ edit: 'set', part: 'services', id, field, value });
  };
  const { filter = 'none', validation = false, inheritAppConfig = false } = service;
  return (
    <Section title="For all handlers">
      <SelectField<Choice>
        label="Exception filter"
        value={filter}
        options={filters}
        problem={problems.filter}
        onChange={(chosen) => set('filter', chosen === 'none' ? undefined : chosen)()}
      />
      <div className={inspector.empty}>{filters.find(({ value }) => value === filter)?.explain}</div>
      <Toggle
        label="Validation pipe"
        size="xs"
        checked={validation}
        onChange={set('validation', validation ? undefined : true)}
      />
      <div className={inspector.empty}>Nest’s ValidationPipe: handlers that say what they expect get nothing else.</div>
      {(isHybrid(service) || inheritAppConfig) && (
        <>
          <Toggle
            label="Inherits app config"
            size="xs"
            checked={inheritAppConfig}
            onChange={set('inheritAppConfig', inheritAppConfig ? undefined : true)}
          />
          <div className={inspector.empty}>{reachText(service)}</div>
        </>
      )}
      {problems.inherits !== undefined && <ProblemNote problem={problems.inherits} />}
    </Section>
  );
}

function reachText(service: Service): string {
  if (!hearsMessages(service)) return 'connectMicroservice(…, { inheritAppConfig: true })';
  return globalsReachMessages(service)
    ? 'This application is hybrid: its filter and its pipe reach HTTP and messages.'
    : 'This application is hybrid, so its filter and its pipe reach HTTP only: a connected microservice has a configuration of its own.';
}
