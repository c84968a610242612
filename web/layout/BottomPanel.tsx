import { ActionIcon, Badge, Tabs } from '@mantine/core';
import {
  IconAlertTriangle,
  IconArrowsExchange,
  IconChartLine,
  IconChevronDown,
  IconMailPause,
  IconMessages,
  IconTimeline,
} from '@tabler/icons-react';
import { HeldPanel } from '../breakpoints/HeldPanel.tsx';
import { useHeld } from '../breakpoints/heldStore.ts';
import { MetricsTab } from '../metrics/MetricsTab.tsx';
import { Problems } from '../problems/Problems.tsx';
import { useProblemCount } from '../problems/useProblems.ts';
import { useThrottledBook } from '../trace/useThrottledBook.ts';
import { Panel } from '../ui/Panel.tsx';
import classes from './Layout.module.css';
import { useLayoutStore, type Tab } from './layoutStore.ts';
import { TracePanels } from './TracePanels.tsx';

/** So often the number of messages is told anew. */
const countMs = 100;

/** What happened: as a waterfall, as a diagram, as a list; and what is wrong. */
export function BottomPanel() {
  const tab = useLayoutStore((layout) => layout.tab);
  const showTab = useLayoutStore((layout) => layout.showTab);
  const toggle = useLayoutStore((layout) => layout.toggle);
  const held = useHeld((state) => state.held.length);
  const problems = useProblemCount();
  return (
    <Tabs value={tab} onChange={(value) => showTab(value as Tab)} className={classes.tabs} keepMounted={false}>
      <div className={classes.tabRow}>
        <Tabs.List className={classes.tabList}>
          <Tabs.Tab value="timeline" leftSection={<IconTimeline size={16} aria-hidden />}>
            Timeline
          </Tabs.Tab>
          <Tabs.Tab value="sequence" leftSection={<IconArrowsExchange size={16} aria-hidden />}>
            Sequence
          </Tabs.Tab>
          <Tabs.Tab
            value="messages"
            leftSection={<IconMessages size={16} aria-hidden />}
            rightSection={<MessageCount />}
          >
            Messages
          </Tabs.Tab>
          <Tabs.Tab value="metrics" leftSection={<IconChartLine size={16} aria-hidden />}>
            Metrics
          </Tabs.Tab>
          <Tabs.Tab
            value="held"
            leftSection={<IconMailPause size={16} aria-hidden />}
            rightSection={held > 0 && <Count count={held} color="yellow" />}
          >
            Held
          </Tabs.Tab>
          <Tabs.Tab
            value="problems"
            leftSection={<IconAlertTriangle size={16} aria-hidden />}
            rightSection={problems > 0 && <Count count={problems} color="red" />}
          >
            Problems
          </Tabs.Tab>
        </Tabs.List>
        <ActionIcon variant="subtle" color="gray" aria-label="Hide what happened" onClick={() => toggle('bottom')}>
          <IconChevronDown size={16} />
        </ActionIcon>
      </div>
      <TracePanels className={classes.tabPanel} />
      <Tabs.Panel value="metrics" className={classes.tabPanel}>
        <Panel name="The metrics">
          <MetricsTab />
        </Panel>
      </Tabs.Panel>
      <Tabs.Panel value="held" className={classes.tabPanel}>
        <Panel name="The list of held messages">
          <HeldPanel />
        </Panel>
      </Tabs.Panel>
      <Tabs.Panel value="problems" className={classes.tabPanel}>
        <Panel name="The list of problems">
          <Problems />
        </Panel>
      </Tabs.Panel>
    </Tabs>
  );
}

/** It changes with every batch, and all else here does not. */
function MessageCount() {
  const messages = useThrottledBook(countMs).hops.size;
  return messages > 0 && <Count count={messages} color="blue" />;
}

function Count({ count, color }: { count: number; color: string }) {
  return (
    <Badge size="sm" variant="light" color={color} miw="max-content">
      {count}
    </Badge>
  );
}
