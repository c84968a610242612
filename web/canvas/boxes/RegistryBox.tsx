import { IconAddressBook } from '@tabler/icons-react';
import type { NodeProps } from '@xyflow/react';
import { own } from '#shared/flow/lookup.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { StateDot } from '../../ui/StateDot.tsx';
import { instancesByService } from '../../registry/instances.ts';
import { boxOf } from '../boxIds.ts';
import { useDrawnItem } from '../../flow/useDrawnItem.ts';
import classes from './Box.module.css';
import { BoxName } from './BoxName.tsx';
import { Frame } from './OtherBoxes.tsx';
import { InPort } from './Ports.tsx';
import list from './RegistryBox.module.css';

/** A registry: how many are on its list, and each of them as a dot behind the name of its service. */
export function RegistryBox({ id: node, selected }: NodeProps) {
  const { id } = boxOf(node);
  const registry = useDrawnItem(`registries.${id}`, (flow) => own(flow.registries ?? {}, id));
  const status = useFlowStore(({ status: all }) => own(all?.registries ?? {}, id));
  if (registry === undefined) return null;
  const state = status?.state ?? 'starting';
  const count = status?.instances.length ?? 0;
  return (
    <Frame
      color="var(--mantine-color-teal-6)"
      item={{ kind: 'registry', id }}
      selected={selected}
      isDown={state === 'down'}
    >
      <InPort name={registry.name} />
      <div className={classes.head}>
        <span className={classes.icon} title="Service registry">
          <IconAddressBook size={15} aria-hidden />
        </span>
        <BoxName part="registries" id={id} name={registry.name} />
        <span role="img" aria-label={state} title={state}>
          <StateDot state={state} />
        </span>
      </div>
      <div className={classes.text} data-testid={`registry-${id}`}>
        {state === 'down' ? 'down' : count === 0 ? 'nobody registered' : `${count} registered`}
        {status !== undefined && status.port > 0 && ` · :${status.port}`}
        {instancesByService(status).map(([service, instances]) => (
          <div key={service} className={list.service}>
            <ServiceName id={service} />
            {instances.map((one) => {
              const words = `replica ${one.replica + 1} ${one.state}`;
              return (
                <span key={`${one.listener} ${one.replica}`} role="img" aria-label={words} title={words}>
                  <StateDot state={one.state === 'late' ? 'degraded' : 'up'} />
                </span>
              );
            })}
          </div>
        ))}
      </div>
    </Frame>
  );
}

function ServiceName({ id }: { id: string }) {
  const name = useFlowStore(({ flow }) => own(flow.services, id)?.name ?? id);
  return <span className={list.name}>{name}</span>;
}
