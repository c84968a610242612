import { IconCpu } from '@tabler/icons-react';
import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import type { Handler } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import { patternText } from '#shared/flow/pattern.ts';
import type { ServiceState as State } from '#shared/status.ts';
import { HeldMark, isOnHeldMark } from '../../breakpoints/HeldMark.tsx';
import { FaultBadges } from '../../faults/FaultBadges.tsx';
import type { FlowState } from '../../flow/flowStore.ts';
import { useFlowAt } from '../../flow/useFlowAt.ts';
import { useIsSelected, useSelectionStore } from '../../flow/selectionStore.ts';
import { useLayoutStore } from '../../layout/layoutStore.ts';
import { useErrorCount } from '../../problems/useProblems.ts';
import { transportLooks } from '../../transports/index.ts';
import { transportColor } from '../../transports/look.ts';
import { mainTransport } from '../../transports/mainTransport.ts';
import { HealthMark } from '../../ui/HealthMark.tsx';
import { KindMark } from '../../ui/KindMark.tsx';
import { StateDot } from '../../ui/StateDot.tsx';
import { boxOf } from '../boxIds.ts';
import { useDimmed } from '../follow/following.ts';
import { boxKey } from '../follow/touched.ts';
import { useDrawnItem } from '../../flow/useDrawnItem.ts';
import { useFaultsHere } from '../useFaultsHere.ts';
import { useReach } from '../useReach.ts';
import classes from './Box.module.css';
import { BoxName } from './BoxName.tsx';
import { BoxDuplicates, BoxRates } from './BoxRates.tsx';
import { InPort, OutPort } from './Ports.tsx';

/** A service: colour and icon of its transport, its state, a row per handler, what it does right now. */
export function ServiceBox({ id: node, selected }: NodeProps) {
  const { id } = boxOf(node);
  const look = useDrawnItem(`services.${id}`, (flow) => {
    const service = own(flow.services, id);
    return service && transportLooks[mainTransport(service)];
  });
  const isDown = useFlowAt(`services.${id}`, (state) => stateOf(state, id) === 'down');
  const isBroken = useFaultsHere({ service: id }).length > 0;
  const reach = useReach({ kind: 'service', id });
  const dimmed = useDimmed(boxKey('service', id));
  if (look === undefined) return null;
  return (
    <div
      className={classes.box}
      style={{ '--box-color': transportColor(look) }}
      data-selected={selected}
      data-down={isDown}
      data-broken={isBroken}
      data-testid={`service-${id}`}
      {...reach}
      {...dimmed}
    >
      <ServiceInside id={id} />
    </div>
  );
}

/** Whoever selects hundreds of boxes gives them an outline, and draws nothing in them anew. */
const ServiceInside = memo(function ServiceInside({ id }: { id: string }) {
  const service = useDrawnItem(`services.${id}`, (flow) => own(flow.services, id));
  const faults = useFaultsHere({ service: id });
  if (service === undefined) return null;
  const look = transportLooks[mainTransport(service)];
  const Icon = look.icon;
  return (
    <>
      <InPort name={service.name} />
      <div className={classes.head}>
        <span className={classes.icon} title={look.serviceName}>
          <Icon size={15} aria-hidden />
        </span>
        <BoxName part="services" id={id} name={service.name} />
        {service.replicas > 1 && <span className={classes.pill}>×{service.replicas}</span>}
        {service.process === 'own' && <OwnProcessMark id={id} />}
        <ServiceState id={id} />
      </div>
      {faults.length > 0 && (
        <div className={classes.faults}>
          <FaultBadges faults={faults} max={4} className={classes.fault} />
        </div>
      )}
      {Object.entries(service.handlers).map(([handler, { on }]) => (
        <HandlerRow key={handler} service={id} id={handler} on={on} />
      ))}
      <ServiceFoot id={id} />
      <OutPort name={service.name} />
    </>
  );
});

/** What it does right now; a service that goes down or comes up changes this line and its dot, and no row. */
function ServiceFoot({ id }: { id: string }) {
  const isDown = useFlowAt(`services.${id}`, (state) => stateOf(state, id) === 'down');
  const errors = useErrorCount(`services.${id}`);
  return (
    <div className={classes.foot}>
      {isDown ? <span className={classes.bad}>down</span> : <BoxRates meterKey={`service:${id}`} />}
      <BoxDuplicates service={id} />
      <HeldMark place={{ service: id, handler: undefined }} />
      {errors > 0 && <span className={classes.bad}>{errors === 1 ? '1 problem' : `${errors} problems`}</span>}
    </div>
  );
}

function stateOf({ status }: FlowState, id: string): State {
  return own(status?.services ?? {}, id)?.state ?? 'starting';
}

function ServiceState({ id }: { id: string }) {
  const state = useFlowAt(`services.${id}`, (flow) => stateOf(flow, id));
  return (
    <>
      <BoxHealth id={id} state={state} />
      <span role="img" aria-label={state} title={state}>
        <StateDot state={state} />
      </span>
    </>
  );
}

/** A status comes anew with every change of anything: the box is drawn again only when its own words change. */
function BoxHealth({ id, state }: { id: string; state: string }) {
  const reasons = useFlowAt(`services.${id}`, ({ status }) =>
    own(status?.services ?? {}, id)?.health?.because.join('\n'),
  );
  if (reasons === undefined) return null;
  return (
    <HealthMark state={state} health={{ ready: reasons === '', because: reasons === '' ? [] : reasons.split('\n') }} />
  );
}

/** Whoever has a process of its own dies alone. */
function OwnProcessMark({ id }: { id: string }) {
  const process = useFlowAt(`services.${id}`, ({ status }) => own(status?.services ?? {}, id)?.process);
  const memory = process?.memoryMb === undefined ? '' : `, ${process.memoryMb} MB`;
  const title = process === undefined ? 'A process of its own' : `A process of its own: ${process.pid}${memory}`;
  return (
    <span className={classes.process} role="img" aria-label={title} title={title}>
      <IconCpu size={14} aria-hidden />
      {process?.pid}
    </span>
  );
}

function HandlerRow({ service, id, on }: { service: string; id: string; on: Handler['on'] }) {
  const item = { kind: 'handler' as const, id, service };
  const isSelected = useIsSelected(item);
  const faults = useFaultsHere({ service, handler: id });
  const reach = useReach(item);
  const [verb, text] =
    'http' in on ? splitRoute(on.http) : [undefined, patternText('message' in on ? on.message : on.event)];
  return (
    <button
      type="button"
      className={`${classes.row} nodrag`}
      data-selected={isSelected}
      data-handler={id}
      {...reach}
      onClick={(event) => {
        event.stopPropagation();
        useSelectionStore.getState().select(item);
        if (isOnHeldMark(event.target)) useLayoutStore.getState().showTab('held');
      }}
    >
      {verb === undefined ? (
        <KindMark kind={'event' in on ? 'event' : 'message'} />
      ) : (
        <span className={classes.verb}>{verb}</span>
      )}
      <span className={classes.pattern}>{text}</span>
      <FaultBadges faults={faults} max={1} className={classes.fault} />
      <HeldMark place={{ service, handler: id }} />
    </button>
  );
}

function splitRoute(route: string): [string, string] {
  const space = route.indexOf(' ');
  return [route.slice(0, space), route.slice(space + 1)];
}
