import { Anchor, Tabs } from '@mantine/core';
import { IconDatabase } from '@tabler/icons-react';
import { brokerSchema, type Broker } from '#shared/flow/flow.ts';
import { listeningOn, own } from '#shared/flow/lookup.ts';
import { isSharing } from '#shared/flow/switch/targets.ts';
import { PlacedFaults } from '../faults/PlacedFaults.tsx';
import { useFlowStore } from '../flow/flowStore.ts';
import { useSelectionStore } from '../flow/selectionStore.ts';
import { useProblemAt } from '../problems/useProblems.ts';
import { transportLooks } from '../transports/index.ts';
import { ProblemNote } from '../ui/ProblemNote.tsx';
import { Section } from '../ui/Section.tsx';
import { StateDot } from '../ui/StateDot.tsx';
import { BrokerActions } from './BrokerActions.tsx';
import { BrokerHoldings } from './BrokerHoldings.tsx';
import { BrokerSource, sourceWords } from './BrokerSource.tsx';
import classes from './Inspector.module.css';
import { InspectorHead } from './InspectorHead.tsx';
import { InspectorTabs } from './InspectorTabs.tsx';
import { NameField } from './NameField.tsx';
import { Address } from './service/Address.tsx';

/** How clients write the address of each. */
const schemes = {
  redis: 'redis://',
  nats: 'nats://',
  rmq: 'amqp://',
  kafka: '',
  mqtt: 'mqtt://',
} as const satisfies Record<Broker['transport'], string>;

/** A broker: which one it really is, where, who listens, and how to break it. */
export function BrokerPanel({ id }: { id: string }) {
  const flow = useFlowStore((state) => state.flow);
  const status = useFlowStore((state) => state.status?.brokers[id]);
  const problem = useProblemAt(`brokers.${id}`);
  const broker = own(flow.brokers, id);
  if (broker === undefined) return null;
  const look = transportLooks[broker.transport];
  const isDown = status?.state === 'down';
  return (
    <>
      <InspectorHead
        icon={IconDatabase}
        color={look.color}
        title={broker.name}
        subtitle={`${look.label} broker · ${status?.state ?? 'not running yet'}`}
      />
      <InspectorTabs kind="broker" tabs={['Broker', 'Faults']}>
        <Tabs.Panel value="Broker">
          <BrokerActions id={id} isDown={isDown} />
          {problem !== undefined && <ProblemNote problem={problem} />}
          <Section title="Settings">
            <NameField part="brokers" id={id} name={broker.name} schema={brokerSchema.shape.name} />
            <BrokerSource id={id} broker={broker} status={status} />
          </Section>
          <Section title="Running">
            {status === undefined ? (
              <div className={classes.empty}>Not started yet.</div>
            ) : (
              <>
                <div className={classes.row}>
                  <StateDot state={status.state} />
                  <span>{status.label}</span>
                </div>
                <div className={classes.empty}>{sourceWords(status.source)}</div>
                {status.port > 0 && (
                  <Address text={`${schemes[broker.transport]}127.0.0.1:${status.port}`} what="address of the broker" />
                )}
              </>
            )}
          </Section>
          {status?.state === 'up' && (
            <Section title="What it holds">
              <BrokerHoldings id={id} />
            </Section>
          )}
          <Section title="Who listens">
            <Listeners broker={id} services={listeningOn(flow, id)} />
          </Section>
        </Tabs.Panel>
        <Tabs.Panel value="Faults">
          <BrokerActions id={id} isDown={isDown} />
          <PlacedFaults thing={`broker:${id}`} whole={{ broker: id }} />
        </Tabs.Panel>
      </InspectorTabs>
    </>
  );
}

function Listeners({ broker, services }: { broker: string; services: readonly string[] }) {
  const flow = useFlowStore((state) => state.flow);
  const select = useSelectionStore((state) => state.select);
  if (services.length === 0) {
    return <div className={classes.empty}>No service listens here: give one a listener on this broker.</div>;
  }
  return services.map((id) => {
    const service = own(flow.services, id);
    const events = Object.keys(service?.handlers ?? {}).length;
    const replicas = service?.replicas ?? 1;
    const isShared = Object.values(service?.listeners ?? {}).some(
      (listener) => 'broker' in listener && listener.broker === broker && isSharing(listener),
    );
    return (
      <div key={id} className={classes.row}>
        <Anchor component="button" size="sm" onClick={() => select({ kind: 'service', id })}>
          {service?.name ?? id}
        </Anchor>
        <span className={classes.empty}>
          {events} {events === 1 ? 'handler' : 'handlers'}
          {replicas > 1
            ? `, ${replicas} replicas ${isShared ? 'that share the messages' : 'that each hear everything'}`
            : ''}
        </span>
      </div>
    );
  });
}
