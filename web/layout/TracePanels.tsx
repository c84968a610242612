import { Tabs } from '@mantine/core';
import { Messages } from '../messages/Messages.tsx';
import { Sequence } from '../sequence/Sequence.tsx';
import { Timeline } from '../timeline/Timeline.tsx';
import { Panel } from '../ui/Panel.tsx';

/** What happened, live or in a recording: the three tabs `timeline`, `sequence` and `messages`. */
export function TracePanels({ className = '' }: { className: string | undefined }) {
  return (
    <>
      <Tabs.Panel value="timeline" className={className}>
        <Panel name="The timeline">
          <Timeline />
        </Panel>
      </Tabs.Panel>
      <Tabs.Panel value="sequence" className={className}>
        <Panel name="The sequence diagram">
          <Sequence />
        </Panel>
      </Tabs.Panel>
      <Tabs.Panel value="messages" className={className}>
        <Panel name="The list of messages">
          <Messages />
        </Panel>
      </Tabs.Panel>
    </>
  );
}
