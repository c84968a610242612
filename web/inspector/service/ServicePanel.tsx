import { SimpleGrid, Tabs } from '@mantine/core';
import { serviceSchema, type Service } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import { CodeTab } from '../../code/CodeTab.tsx';
import { PlacedFaults } from '../../faults/PlacedFaults.tsx';
import { useDrawnItem } from '../../flow/useDrawnItem.ts';
import { useFlowAt } from '../../flow/useFlowAt.ts';
import { useProblemAt } from '../../problems/useProblems.ts';
import { transportLooks } from '../../transports/index.ts';
import { mainTransport } from '../../transports/mainTransport.ts';
import { NumberField } from '../../ui/NumberField.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Section } from '../../ui/Section.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { change } from '../change.ts';
import { InspectorHead } from '../InspectorHead.tsx';
import { InspectorTabs } from '../InspectorTabs.tsx';
import { NameField } from '../NameField.tsx';
import { Health } from './Health.tsx';
import { HandlerList } from './HandlerList.tsx';
import { ListenerList } from './ListenerList.tsx';
import { NestSettings } from './NestSettings.tsx';
import { OwnProcess } from './OwnProcess.tsx';
import { ReplicaList } from './ReplicaList.tsx';
import { ServiceActions } from './ServiceActions.tsx';

/** A service: whether it lives and where, how to reach it, what it answers, and how to break it. */
export function ServicePanel({ id }: { id: string }) {
  const service = useDrawnItem(`services.${id}`, (flow) => own(flow.services, id));
  const status = useFlowAt(`services.${id}`, (state) => own(state.status?.services ?? {}, id));
  if (service === undefined) return null;
  const look = transportLooks[mainTransport(service)];
  const stateText = status?.state ?? 'not running yet';
  const replicas = service.replicas > 1 ? ` · ${service.replicas} replicas` : '';
  return (
    <>
      <InspectorHead
        icon={look.icon}
        color={look.color}
        title={service.name}
        subtitle={`${look.serviceName} · ${stateText}${replicas}`}
      />
      <InspectorTabs kind="service" tabs={['Service', 'Faults', 'Code']}>
        <Tabs.Panel value="Service">
          <ServiceActions id={id} state={status?.state} />
          <ServiceSettings id={id} service={service} />
          <Section title="Running">
            <OwnProcess status={status} />
            <ReplicaList id={id} service={service} status={status} />
          </Section>
          <Health id={id} service={service} status={status} />
          <ListenerList id={id} service={service} />
          <HandlerList id={id} service={service} />
          <NestSettings id={id} service={service} />
        </Tabs.Panel>
        <Tabs.Panel value="Faults">
          <ServiceActions id={id} state={status?.state} />
          <PlacedFaults
            thing={`service:${id}`}
            whole={{ service: id }}
            replicas={service.replicas}
            service={{ id, listeners: service.listeners }}
          />
        </Tabs.Panel>
        <Tabs.Panel value="Code">
          <CodeTab selection={{ kind: 'service', id }} />
        </Tabs.Panel>
      </InspectorTabs>
    </>
  );
}

const maxReplicas = 9;
/** Whether what `set` keeps is seen by the other replicas. */
const stores = [
  { value: 'shared', label: 'shared' },
  { value: 'perReplica', label: 'per replica' },
] as const;

/** Whether it can be killed, or run out of memory, without the others. */
const processes = [
  { value: 'shared', label: 'shared' },
  { value: 'own', label: 'its own' },
] as const;

function ServiceSettings({ id, service }: { id: string; service: Service }) {
  const at = `services.${id}`;
  const problem = useProblemAt(at);
  const set = (field: string, value: unknown): string | undefined =>
    change({ edit: 'set', part: 'services', id, field, value });
  return (
    <Section title="Settings">
      <NameField part="services" id={id} name={service.name} schema={serviceSchema.shape.name} />
      <SimpleGrid cols={2} spacing={8}>
        <NumberField
          label="Replicas"
          value={service.replicas}
          min={1}
          max={maxReplicas}
          wholeNumber
          problem={useProblemAt(`${at}.replicas`)}
          onCommit={(replicas) => set('replicas', replicas)}
        />
        <SelectField
          label="Store"
          value={service.store ?? 'shared'}
          options={stores}
          problem={useProblemAt(`${at}.store`)}
          onChange={(store) => set('store', store)}
        />
        <SelectField
          label="Process"
          value={service.process ?? 'shared'}
          options={processes}
          problem={useProblemAt(`${at}.process`)}
          onChange={(process) => set('process', process)}
        />
      </SimpleGrid>
      {problem !== undefined && <ProblemNote problem={problem} />}
    </Section>
  );
}
