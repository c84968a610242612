import { ActionIcon, Tabs } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import type { Recording } from '#shared/recording/recording.ts';
import { Canvas } from '../../canvas/Canvas.tsx';
import { useFlowStore } from '../../flow/flowStore.ts';
import { useLayoutStore, type Tab } from '../../layout/layoutStore.ts';
import { TracePanels } from '../../layout/TracePanels.tsx';
import { Notices } from '../../ui/Notices.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useOtherScheme } from '../../ui/useScheme.ts';
import { secondsText } from '../lengthText.ts';
import { PlayBar } from './PlayBar.tsx';
import { RecordingPanel } from './RecordingPanel.tsx';
import { showRecording } from './showRecording.ts';
import classes from './Viewer.module.css';

interface ViewerProps {
  recording: Recording;
  /** What else can be done with it where there is a server. */
  actions?: ReactNode;
  /** What stands above what people did. */
  children?: ReactNode;
}

/**
 *  ┌──────────────── header ────────────────┐
 *  │          canvas           │  recording │
 *  ├──────────────── playing ───────────────┤
 *  │   timeline, sequence, messages         │
 *
 * A recording, in the views in which it was live. Needs no server: inside the app, and alone in a file.
 */
export function Viewer({ recording, actions, children }: ViewerProps) {
  const isHere = useFlowStore((state) => state.session === 'recording');
  useEffect(() => showRecording(recording), [recording]);
  if (!isHere) return null;
  return (
    <div className={classes.page}>
      <Head recording={recording} actions={actions} />
      <div className={classes.middle}>
        <main className={classes.canvas}>
          <Panel name="The canvas">
            <Canvas />
          </Panel>
          <Notices />
        </main>
        <aside className={classes.side} aria-label="The recording">
          <Panel name="The recording">
            {children}
            <RecordingPanel recording={recording} />
          </Panel>
        </aside>
      </div>
      <Panel name="Playing">
        <PlayBar startedAtUs={recording.startedAtUs} />
      </Panel>
      <aside className={classes.bottom} aria-label="What happened">
        <Views />
      </aside>
    </div>
  );
}

function Head({ recording, actions }: { recording: Recording; actions: ReactNode }) {
  const { other, choose } = useOtherScheme();
  const name = useFlowStore(({ flow }) => flow.name);
  return (
    <header className={classes.head}>
      <strong className={classes.brand}>Patchbay</strong>
      <h1 className={classes.title}>{name}</h1>
      <span className={classes.sort}>recording, {secondsText(recording.endedAtUs - recording.startedAtUs)}</span>
      <span className={classes.grow} />
      {actions}
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Use the ${other} theme`} onClick={choose}>
        {other === 'light' ? <IconSun size={17} /> : <IconMoon size={17} />}
      </ActionIcon>
    </header>
  );
}

const views = { timeline: 'Timeline', sequence: 'Sequence', messages: 'Messages' } as const;
type View = keyof typeof views;
const isView = (tab: Tab): tab is View => tab in views;

function Views() {
  const tab = useLayoutStore((layout) => layout.tab);
  const [last, setLast] = useState<View>('timeline');
  const shown = isView(tab) ? tab : last;
  return (
    <Tabs
      value={shown}
      className={classes.tabs}
      keepMounted={false}
      onChange={(value) => {
        setLast(value as View);
        useLayoutStore.getState().showTab(value as Tab);
      }}
    >
      <Tabs.List className={classes.tabList}>
        {(Object.keys(views) as View[]).map((view) => (
          <Tabs.Tab key={view} value={view}>
            {views[view]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <TracePanels className={classes.tabPanel} />
    </Tabs>
  );
}
