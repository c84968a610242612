import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { Service } from '#shared/flow/flow.ts';
import { freshId } from '#shared/ids.ts';
import { queueSchema, transports, type Listener, type Transport } from '#shared/transports/transport.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { useProblemAt } from '../../problems/useProblems.ts';
import { transportLooks } from '../../transports/index.ts';
import { NumberField } from '../../ui/NumberField.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Section } from '../../ui/Section.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { change } from '../change.ts';
import { KafkaSettings } from './KafkaSettings.tsx';
import inspector from '../Inspector.module.css';
import classes from './ListenerList.module.css';
import { ProtoFile } from './ProtoFile.tsx';
import { MqttFields } from './MqttFields.tsx';
import { RegistryField } from './RegistryField.tsx';
import { NoDelayField } from './NoDelayField.tsx';
import { TlsField } from './TlsField.tsx';
import { RmqFields } from './RmqFields.tsx';

const kinds = Object.keys(transports) as Transport[];

/** The ways into a service. Changing one rebuilds the service, nothing else. */
export function ListenerList({ id, service }: { id: string; service: Service }) {
  const brokers = useFlowStore((state) => state.flow.brokers);
  const add = (transport: Transport): void => {
    const broker = Object.entries(brokers).find(([, one]) => (one.transport as Transport) === transport)?.[0];
    const taken = service.listeners;
    const listener = Object.hasOwn(taken, transport) ? freshId(transport, taken) : transport;
    change({ edit: 'putListener', service: id, id: listener, listener: transportLooks[transport].create(broker) });
  };
  const addMenu = (
    <Menu position="bottom-end" width={280} shadow="md">
      <Menu.Target>
        <Button variant="subtle" size="compact-xs" leftSection={<IconPlus size={13} />}>
          Add listener
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {kinds.map((transport) => {
          const look = transportLooks[transport];
          return (
            <Menu.Item key={transport} leftSection={<look.icon size={16} />} onClick={() => add(transport)}>
              <span className={classes.menuLabel}>{look.label}</span>
              <span className={classes.menuText}>{look.explain}</span>
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
  return (
    <Section title="Listeners" action={addMenu}>
      {Object.keys(service.listeners).length === 0 && (
        <div className={inspector.empty}>Nothing can reach this service yet: add a listener.</div>
      )}
      {Object.entries(service.listeners).map(([listenerId, listener]) => (
        <ListenerRow key={listenerId} service={id} id={listenerId} listener={listener} />
      ))}
      {Object.values(service.listeners).some(({ transport }) => transport === 'grpc') && (
        <ProtoFile service={service} />
      )}
    </Section>
  );
}

function ListenerRow({ service, id, listener }: { service: string; id: string; listener: Listener }) {
  const look = transportLooks[listener.transport];
  const problem = useProblemAt(`services.${service}.listeners.${id}`);
  return (
    <div role="group" aria-label={`${look.label} listener`}>
      <div className={classes.row}>
        <look.icon size={16} className={classes.icon} color={`var(--mantine-color-${look.color}-5)`} />
        <span className={classes.label}>{look.label}</span>
        <div className={classes.setting}>
          <ListenerSetting service={service} id={id} listener={listener} />
        </div>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={`Remove ${look.label} listener`}
          title={`Remove ${look.label} listener`}
          onClick={() => change({ edit: 'removeListener', service, id })}
        >
          <IconTrash size={14} />
        </ActionIcon>
      </div>
      {problem !== undefined && <ProblemNote problem={problem} />}
    </div>
  );
}

function ListenerSetting({ service, id, listener }: { service: string; id: string; listener: Listener }) {
  const brokers = useFlowStore((state) => state.flow.brokers);
  const at = `services.${service}.listeners.${id}`;
  const problems = { port: useProblemAt(`${at}.port`), broker: useProblemAt(`${at}.broker`) };
  const put = (changed: Listener): void => {
    change({ edit: 'putListener', service, id, listener: changed });
  };
  switch (listener.transport) {
    case 'http':
    case 'tcp':
    case 'grpc':
      return (
        <>
          <NumberField
            label="Port"
            value={listener.port}
            min={1}
            max={65_535}
            optional
            wholeNumber
            placeholder="any free one"
            problem={problems.port}
            onCommit={(port) => put({ ...listener, port })}
          />
          {listener.transport === 'tcp' && <TlsField listener={listener} onChange={put} />}
          {listener.transport === 'tcp' && <NoDelayField listener={listener} onChange={put} />}
          {listener.transport !== 'http' && <RegistryField at={at} listener={listener} onChange={put} />}
        </>
      );
    case 'redis':
    case 'nats':
    case 'kafka':
    case 'mqtt':
    case 'rmq': {
      const options = Object.entries(brokers)
        .filter(([, broker]) => broker.transport === listener.transport)
        .map(([value, broker]) => ({ value, label: broker.name }));
      return (
        <>
          <SelectField
            label="Broker"
            value={listener.broker}
            options={options}
            problem={problems.broker}
            onChange={(broker) => put({ ...listener, broker })}
          />
          {listener.transport === 'nats' && <QueueField listener={listener} onChange={put} />}
          {listener.transport === 'kafka' && <KafkaSettings service={service} listener={listener} onChange={put} />}
          {listener.transport === 'mqtt' && <MqttFields listener={listener} onChange={put} />}
          {listener.transport === 'rmq' && <RmqFields at={at} listener={listener} onChange={put} />}
        </>
      );
    }
  }
}

type NatsListener = Extract<Listener, { transport: 'nats' }>;

/** Empty: none, and every replica hears every message. */
function QueueField({ listener, onChange }: { listener: NatsListener; onChange: (changed: NatsListener) => void }) {
  const { queue, ...withoutQueue } = listener;
  return (
    <TextField
      label="Queue group"
      value={queue ?? ''}
      mono
      placeholder="none: every replica hears every message"
      validate={(text) => (text.trim() === '' || queueSchema.safeParse(text.trim()).success ? undefined : oneWord)}
      onCommit={(text) => onChange(text.trim() === '' ? withoutQueue : { ...listener, queue: text.trim() })}
    />
  );
}

const oneWord = 'A queue group is one word without spaces, * and >.';
