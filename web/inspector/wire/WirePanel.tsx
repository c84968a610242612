import { Tabs } from '@mantine/core';
import { wireSchema } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import { BreakpointToggle } from '../../breakpoints/BreakpointToggle.tsx';
import { CodeTab } from '../../code/CodeTab.tsx';
import { PlacedFaults } from '../../faults/PlacedFaults.tsx';
import { useFlowStore } from '../../flow/flowStore.ts';
import { useProblemAt } from '../../problems/useProblems.ts';
import { transportLooks } from '../../transports/index.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Section } from '../../ui/Section.tsx';
import { InspectorHead } from '../InspectorHead.tsx';
import { InspectorTabs } from '../InspectorTabs.tsx';
import { NameField } from '../NameField.tsx';
import { DeadLetters } from './DeadLetters.tsx';
import { PolicyList } from './PolicyList.tsx';
import { SendForm } from './SendForm.tsx';
import { UnusedWire } from './UnusedWire.tsx';
import { WireLosses } from './WireLosses.tsx';
import { WireQueue } from './WireQueue.tsx';
import { WireTls } from './WireTls.tsx';
import { wireRoute } from './wireRoute.ts';

/** A wire: what it does around each call, what is broken on it, and a message of one's own over it. */
export function WirePanel({ id }: { id: string }) {
  const flow = useFlowStore((state) => state.flow);
  const status = useFlowStore((state) => state.status);
  const at = `wires.${id}`;
  const problems = { whole: useProblemAt(at), from: useProblemAt(`${at}.from`), to: useProblemAt(`${at}.to`) };
  const wire = own(flow.wires, id);
  if (wire === undefined) return null;
  const route = wireRoute(flow, id, status);
  const look = transportLooks[route.transport];
  const found = [problems.whole, problems.from, problems.to].filter((problem) => problem !== undefined);
  return (
    <>
      <InspectorHead
        icon={look.icon}
        color={look.color}
        title={wire.name}
        subtitle={route.text}
        action={<BreakpointToggle target={{ wire: id }} />}
      />
      <InspectorTabs kind="wire" tabs={['Policy', 'Faults', 'Send', 'Code']}>
        <Tabs.Panel value="Policy">
          <UnusedWire id={id} />
          <Section title="Settings">
            <NameField part="wires" id={id} name={wire.name} schema={wireSchema.shape.name} />
            {found.map((problem) => (
              <ProblemNote key={problem.message} problem={problem} />
            ))}
            {route.transport === 'rmq' && <WireQueue id={id} wire={wire} />}
            <WireTls id={id} wire={wire} />
            <WireLosses id={id} />
          </Section>
          <DeadLetters wire={id} isKept={wire.policies?.deadLetter !== undefined} />
          <PolicyList id={id} policies={wire.policies} />
        </Tabs.Panel>
        <Tabs.Panel value="Faults">
          <PlacedFaults thing={`wire:${id}`} whole={{ wire: id }} replicas={own(flow.services, wire.from)?.replicas} />
        </Tabs.Panel>
        <Tabs.Panel value="Send">
          <SendForm id={id} />
        </Tabs.Panel>
        <Tabs.Panel value="Code">
          <CodeTab selection={{ kind: 'wire', id }} />
        </Tabs.Panel>
      </InspectorTabs>
    </>
  );
}
