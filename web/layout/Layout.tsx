import {
  IconLayoutBottombarExpand,
  IconLayoutSidebarLeftExpand,
  IconLayoutSidebarRightExpand,
} from '@tabler/icons-react';
import { lazy, Suspense, type ReactNode } from 'react';
import { Canvas } from '../canvas/Canvas.tsx';
import { canvasView } from '../canvas/canvasView.ts';
import { SampleMark } from '../canvas/SampleMark.tsx';
import { Commands } from '../command/Commands.tsx';
import { useAccess } from '../flow/accessStore.ts';
import { HeaderPlace } from '../header/HeaderPlace.tsx';
import { Palette } from '../palette/Palette.tsx';
import { useTime } from '../time/timeStore.ts';
import { Notices } from '../ui/Notices.tsx';
import { Panel } from '../ui/Panel.tsx';
import { afterCanvas } from './afterCanvas.ts';
import { ConnectionBar } from './ConnectionBar.tsx';
import classes from './Layout.module.css';
import { useLayoutStore, type Side } from './layoutStore.ts';
import { Splitter } from './Splitter.tsx';

// The canvas comes first; what is around it follows a moment later.
const Header = lazy(() => afterCanvas(() => import('../header/Header.tsx')).then((file) => ({ default: file.Header })));
const Inspector = lazy(() =>
  afterCanvas(() => import('../inspector/Inspector.tsx')).then((file) => ({ default: file.Inspector })),
);
const TimeBar = lazy(() => import('../time/TimeBar.tsx').then((file) => ({ default: file.TimeBar })));
const BottomPanel = lazy(() =>
  afterCanvas(() => import('./BottomPanel.tsx')).then((file) => ({ default: file.BottomPanel })),
);

/**
 *  ┌──────────────── header ────────────────┐
 *  │ palette │        canvas      │inspector│
 *  │         │                    │         │
 *  ├─────────┴─── timeline … ─────┴─────────┤
 */
export function Layout() {
  const isPhone = useAccess(({ phone }) => phone);
  // Whoever only looks on has nothing to put on the canvas.
  const hasPalette = useAccess(({ phone, link }) => !phone && !link);
  const hasTimeBar = useTime(({ isOpen }) => isOpen);
  const isPast = useTime(({ atUs }) => atUs !== undefined);
  return (
    <div className={classes.page}>
      <button type="button" className={classes.skip} onClick={() => canvasView().focus()}>
        Skip to the canvas
      </button>
      <Panel name="The header">
        <Suspense fallback={<HeaderPlace isPhone={isPhone} />}>
          <Header />
        </Suspense>
      </Panel>
      <ConnectionBar />
      <div className={classes.middle}>
        {hasPalette && (
          <SidePanel side="left" name="the palette" Icon={IconLayoutSidebarLeftExpand}>
            <Palette />
          </SidePanel>
        )}
        <main className={classes.canvas} data-past={isPast || undefined}>
          <Panel name="The canvas">
            <Canvas />
          </Panel>
          <SampleMark />
          <Notices />
        </main>
        {!isPhone && (
          <SidePanel side="right" name="the inspector" Icon={IconLayoutSidebarRightExpand}>
            <Inspector />
          </SidePanel>
        )}
      </div>
      <Suspense>{hasTimeBar && <TimeBar />}</Suspense>
      <SidePanel side="bottom" name="what happened" Icon={IconLayoutBottombarExpand}>
        <BottomPanel />
      </SidePanel>
      <Commands />
    </div>
  );
}

interface SidePanelProps {
  side: Side;
  name: string;
  Icon: typeof IconLayoutBottombarExpand;
  children: ReactNode;
}

function SidePanel({ side, name, Icon, children }: SidePanelProps) {
  const size = useLayoutStore((state) => state.sizes[side]);
  const isCollapsed = useLayoutStore((state) => state.collapsed[side]);
  const toggle = useLayoutStore((state) => state.toggle);
  const title = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  if (isCollapsed) {
    return (
      <button
        type="button"
        className={classes.reopen}
        data-side={side}
        aria-label={`Show ${name}`}
        title={`Show ${name}`}
        onClick={() => toggle(side)}
      >
        <Icon size={18} aria-hidden />
      </button>
    );
  }
  return (
    <aside
      className={classes.panel}
      data-side={side}
      aria-label={title}
      style={side === 'bottom' ? { height: size } : { width: size }}
    >
      <Splitter side={side} name={name} />
      <Panel name={title}>
        <Suspense>{children}</Suspense>
      </Panel>
    </aside>
  );
}
