import { Tabs } from '@mantine/core';
import { own } from '#shared/flow/lookup.ts';
import type { Flow, Handler } from '#shared/flow/flow.ts';
import { triggerText } from '#shared/flow/checks/services.ts';
import { BreakpointToggle } from '../../breakpoints/BreakpointToggle.tsx';
import { CodeTab } from '../../code/CodeTab.tsx';
import { PlacedFaults } from '../../faults/PlacedFaults.tsx';
import { useIsReadOnly } from '../../flow/accessStore.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { useProblemAt } from '../../problems/useProblems.ts';
import { declaredNames, namesOfTrigger, payloadOf, triggerKind } from '../../steps/names.ts';
import { useHandlerSample } from '../../steps/useHandlerSample.ts';
import { mainTransport } from '../../transports/mainTransport.ts';
import { transportLooks } from '../../transports/index.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Section } from '../../ui/Section.tsx';
import { change } from '../change.ts';
import { InspectorHead } from '../InspectorHead.tsx';
import { InspectorTabs } from '../InspectorTabs.tsx';
import { ExpectsForm } from './ExpectsForm.tsx';
import { HandlerStepsFrame } from './HandlerStepsFrame.tsx';
import { SampleBar } from './SampleBar.tsx';
import { TriggerForm } from './TriggerForm.tsx';
import { CurlLine } from './CurlLine.tsx';

/** A handler: what it answers and the steps it takes. */
export function HandlerPanel({ service: serviceId, id }: { service: string; id: string }) {
  const flow = useFlowStore((state) => state.flow);
  const service = own(flow.services, serviceId);
  const handler = own(service?.handlers ?? {}, id);
  const at = `services.${serviceId}.handlers.${id}`;
  const problem = useProblemAt(at);
  if (service === undefined || handler === undefined) return null;

  const put = (changed: Handler): void => {
    change({ edit: 'putHandler', service: serviceId, id, handler: changed });
  };
  const look = transportLooks['http' in handler.on ? 'http' : mainTransport(service)];
  const trigger = triggerKind(handler.on);
  return (
    <>
      <InspectorHead
        icon={look.icon}
        color={look.color}
        title={triggerText(handler.on)}
        subtitle={`${triggerWords[trigger]} of `}
        parent={{ kind: 'service', id: serviceId, name: service.name }}
        action={<BreakpointToggle target={{ handler: `${serviceId}.${id}` }} />}
      />
      <InspectorTabs kind="handler" tabs={['Steps', 'Faults', 'Code']}>
        <Tabs.Panel value="Steps">
          <Section title="Answers">
            <TriggerForm flow={flow} service={serviceId} at={`${at}.on`} handler={handler} onChange={put} />
            {'http' in handler.on && <CurlLine service={serviceId} route={handler.on.http} />}
            {problem !== undefined && <ProblemNote problem={problem} />}
          </Section>
          <ExpectsForm at={at} handler={handler} onChange={put} />
          <Section title="Steps">
            <HandlerSteps service={serviceId} id={id} handler={handler} flow={flow} />
          </Section>
        </Tabs.Panel>
        <Tabs.Panel value="Faults">
          <PlacedFaults
            thing={`handler:${serviceId}.${id}`}
            whole={{ handler: `${serviceId}.${id}` }}
            replicas={service.replicas}
          />
        </Tabs.Panel>
        <Tabs.Panel value="Code">
          <CodeTab selection={{ kind: 'handler', service: serviceId, id }} />
        </Tabs.Panel>
      </InspectorTabs>
    </>
  );
}

interface HandlerStepsProps {
  flow: Flow;
  service: string;
  id: string;
  handler: Handler;
}

/** Apart, since it is drawn anew with every message and the rest is not. */
function HandlerSteps({ flow, service, id, handler }: HandlerStepsProps) {
  const isReadOnly = useIsReadOnly();
  const sample = useHandlerSample(flow, { service, id, handler });
  const trigger = triggerKind(handler.on);
  const names = [...declaredNames(handler.steps), ...namesOfTrigger(trigger)];
  return (
    <>
      {handler.steps.length > 0 && !isReadOnly && <SampleBar of={`${service}.${id}`} sample={sample} />}
      <HandlerStepsFrame
        service={service}
        id={id}
        handler={handler}
        place={{ flow, service, trigger, payload: payloadOf(handler.on), names, values: sample.values }}
      />
    </>
  );
}

const triggerWords = { http: 'HTTP route', message: 'message handler', event: 'event handler' } as const;
