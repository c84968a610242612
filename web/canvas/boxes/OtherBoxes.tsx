import { Button } from '@mantine/core';
import { IconDatabase, IconPlayerPlayFilled, IconUser, IconWorld } from '@tabler/icons-react';
import type { NodeProps } from '@xyflow/react';
import { useState, type CSSProperties, type ReactNode } from 'react';
import { own } from '#shared/flow/lookup.ts';
import { command } from '../../connection/connection.ts';
import { useAccess } from '../../flow/accessStore.ts';
import { FaultBadges } from '../../faults/FaultBadges.tsx';
import { useFlowStore } from '../../flow/flowStore.ts';
import type { Selectable } from '../../flow/selectionStore.ts';
import { useTraceStore } from '../../trace/traceStore.ts';
import { transportLooks } from '../../transports/index.ts';
import { transportColor } from '../../transports/look.ts';
import { useNotices } from '../../ui/notices.ts';
import { StateDot } from '../../ui/StateDot.tsx';
import { boxOf } from '../boxIds.ts';
import { useDimmed } from '../follow/following.ts';
import { boxKey } from '../follow/touched.ts';
import { useDrawnItem } from '../../flow/useDrawnItem.ts';
import { useReach } from '../useReach.ts';
import { useFaultsHere } from '../useFaultsHere.ts';
import classes from './Box.module.css';
import { BoxName } from './BoxName.tsx';
import { InPort, OutPort } from './Ports.tsx';

interface FrameProps {
  color: string;
  item: Selectable;
  selected: boolean;
  isDown?: boolean;
  children: ReactNode;
}

export function Frame({ color, item, selected, isDown = false, children }: FrameProps) {
  const style: CSSProperties = { '--box-color': color, minWidth: 170 };
  const dimmed = useDimmed(boxKey(item.kind, item.id));
  return (
    <div
      className={classes.box}
      style={style}
      data-selected={selected}
      data-down={isDown}
      {...useReach(item)}
      {...dimmed}
    >
      {children}
    </div>
  );
}

/** A broker: where it comes from, its port, whether it is alive. */
export function BrokerBox({ id: node, selected }: NodeProps) {
  const { id } = boxOf(node);
  const broker = useDrawnItem(`brokers.${id}`, (flow) => own(flow.brokers, id));
  const status = useFlowStore(({ status: all }) => own(all?.brokers ?? {}, id));
  const faults = useFaultsHere({ broker: id });
  if (broker === undefined) return null;
  const state = status?.state ?? 'starting';
  return (
    <Frame
      color={transportColor(transportLooks[broker.transport])}
      item={{ kind: 'broker', id }}
      selected={selected}
      isDown={state === 'down'}
    >
      <InPort name={broker.name} />
      <div className={classes.head}>
        <span className={classes.icon}>
          <IconDatabase size={15} aria-hidden />
        </span>
        <BoxName part="brokers" id={id} name={broker.name} />
        <span role="img" aria-label={state} title={state}>
          <StateDot state={state} />
        </span>
      </div>
      {faults.length > 0 && (
        <div className={classes.faults}>
          <FaultBadges faults={faults} max={4} className={classes.fault} />
        </div>
      )}
      <div className={classes.text} data-testid={`broker-${id}`}>
        {state === 'down' ? 'down' : (status?.label ?? 'starting')}
        {status !== undefined && status.port > 0 && ` · :${status.port}`}
      </div>
      <OutPort name={broker.name} />
    </Frame>
  );
}

/** A driver plays the outside world: one request per click, or so many per second. */
export function DriverBox({ id: node, selected }: NodeProps) {
  const { id } = boxOf(node);
  const driver = useDrawnItem(`drivers.${id}`, (flow) => own(flow.drivers, id));
  const isRecorded = useAccess(({ recording }) => recording);
  const [isSending, setIsSending] = useState(false);
  if (driver === undefined) return null;
  const send = async (): Promise<void> => {
    setIsSending(true);
    useTraceStore.getState().selectTrace(undefined);
    const answer = await command('drive', { driver: id });
    setIsSending(false);
    if (!answer.ok) useNotices.getState().say('bad', answer.problem.message);
  };
  return (
    <Frame color="var(--mantine-color-gray-6)" item={{ kind: 'driver', id }} selected={selected}>
      <div className={classes.head}>
        <span className={classes.icon}>
          <IconUser size={15} aria-hidden />
        </span>
        <BoxName part="drivers" id={id} name={driver.name} />
        {driver.perSecond > 0 && <span className={classes.pill}>{driver.perSecond}/s</span>}
      </div>
      <div className={classes.text}>{driver.request}</div>
      <div className={classes.text} hidden={isRecorded}>
        <Button
          className="nodrag"
          size="compact-sm"
          fullWidth
          leftSection={<IconPlayerPlayFilled size={12} aria-hidden />}
          aria-label={`Send ${driver.name}`}
          aria-busy={isSending}
          onClick={() => void send()}
        >
          Send
        </Button>
      </div>
      <OutPort name={driver.name} />
    </Frame>
  );
}

/** A service that somebody else runs. */
export function ExternalBox({ id: node, selected }: NodeProps) {
  const { id } = boxOf(node);
  const external = useDrawnItem(`externals.${id}`, (flow) => own(flow.externals, id));
  if (external === undefined) return null;
  return (
    <Frame
      color={transportColor(transportLooks[external.transport])}
      item={{ kind: 'external', id }}
      selected={selected}
    >
      <InPort name={external.name} />
      <div className={classes.head}>
        <span className={classes.icon}>
          <IconWorld size={15} aria-hidden />
        </span>
        <BoxName part="externals" id={id} name={external.name} />
      </div>
      <div className={classes.text}>
        external · {external.host}:{external.port}
      </div>
    </Frame>
  );
}
