import { Anchor } from '@mantine/core';
import { IconAddressBook } from '@tabler/icons-react';
import { registrySchema } from '#shared/flow/flow.ts';
import { own, registeredWith } from '#shared/flow/lookup.ts';
import { command } from '../../connection/connection.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { useSelectionStore } from '../../flow/selectionStore.ts';
import { useProblemAt } from '../../problems/useProblems.ts';
import { NumberField } from '../../ui/NumberField.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Section } from '../../ui/Section.tsx';
import { StateDot } from '../../ui/StateDot.tsx';
import { Holdings } from '../BrokerHoldings.tsx';
import { change } from '../change.ts';
import classes from '../Inspector.module.css';
import { InspectorHead } from '../InspectorHead.tsx';
import { NameField } from '../NameField.tsx';
import { UpAndDown } from '../UpAndDown.tsx';
import { Address } from '../service/Address.tsx';

/** A registry: how long it believes in a silent replica, who is on its list now, and who came and left. */
export function RegistryPanel({ id }: { id: string }) {
  const flow = useFlowStore((state) => state.flow);
  const status = useFlowStore((state) => own(state.status?.registries ?? {}, id));
  const at = `registries.${id}`;
  const problems = { whole: useProblemAt(at), timeoutMs: useProblemAt(`${at}.timeoutMs`) };
  const registry = own(flow.registries ?? {}, id);
  if (registry === undefined) return null;
  const isDown = status?.state === 'down';
  const set = (field: 'heartbeatMs' | 'timeoutMs') => (value: number | undefined) =>
    change({ edit: 'set', part: 'registries', id, field, value });
  const { heartbeatMs, timeoutMs } = registrySchema.shape;
  return (
    <>
      <InspectorHead
        icon={IconAddressBook}
        color="teal"
        title={registry.name}
        subtitle={`service registry · ${status?.state ?? 'not running yet'}`}
      />
      <div className={classes.body}>
        <UpAndDown isDown={isDown} act={(action) => command('actOnRegistry', { registry: id, action })} />
        {problems.whole !== undefined && <ProblemNote problem={problems.whole} />}
        {status?.state === 'up' && (
          <Section title="Who is on its list">
            <Holdings id={id} ask={askRegistry} />
          </Section>
        )}
        <Section title="Settings">
          <NameField part="registries" id={id} name={registry.name} schema={registrySchema.shape.name} />
          <NumberField
            label="Heartbeat every (ms)"
            value={registry.heartbeatMs}
            min={heartbeatMs.unwrap().minValue ?? 0}
            max={heartbeatMs.unwrap().maxValue ?? 0}
            step={100}
            wholeNumber
            onCommit={set('heartbeatMs')}
          />
          <NumberField
            label="Leaves after silence of (ms)"
            value={registry.timeoutMs}
            min={timeoutMs.unwrap().minValue ?? 0}
            max={timeoutMs.unwrap().maxValue ?? 0}
            step={100}
            wholeNumber
            problem={problems.timeoutMs}
            onCommit={set('timeoutMs')}
          />
        </Section>
        <Section title="Running">
          {status === undefined ? (
            <div className={classes.empty}>Not started yet.</div>
          ) : (
            <>
              <div className={classes.row}>
                <StateDot state={status.state} />
                <span>{status.state}</span>
              </div>
              <div className={classes.empty}>
                {isDown ? 'Callers keep the last list that they got.' : 'A NestJS microservice over TCP of its own.'}
              </div>
              {status.port > 0 && <Address text={`tcp://127.0.0.1:${status.port}`} what="address of the registry" />}
            </>
          )}
        </Section>
        <Section title="Who registers">
          <Registered services={registeredWith(flow, id)} />
        </Section>
      </div>
    </>
  );
}

const askRegistry = (registry: string) => command('readRegistry', { registry });

function Registered({ services }: { services: readonly string[] }) {
  const flow = useFlowStore((state) => state.flow);
  const select = useSelectionStore((state) => state.select);
  if (services.length === 0) {
    return (
      <div className={classes.empty}>
        Nobody: draw a line from a service with a tcp or grpc listener to this box. Wires to it then take turns among
        its replicas.
      </div>
    );
  }
  return services.map((id) => {
    const service = own(flow.services, id);
    const replicas = service?.replicas ?? 1;
    return (
      <div key={id} className={classes.row}>
        <Anchor component="button" size="sm" onClick={() => select({ kind: 'service', id })}>
          {service?.name ?? id}
        </Anchor>
        <span className={classes.empty}>{replicas === 1 ? '1 replica' : `${replicas} replicas that take turns`}</span>
      </div>
    );
  });
}
