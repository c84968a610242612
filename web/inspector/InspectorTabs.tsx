import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { create } from 'zustand';
import classes from './Inspector.module.css';

interface TabState {
  chosen: Readonly<Record<string, string>>;
  choose: (kind: string, tab: string) => void;
}

/** Which tab was looked at last, per kind of thing: going from wire to wire stays at Faults. */
const useTabStore = create<TabState>((set) => ({
  chosen: {},
  choose: (kind, tab) => set(({ chosen }) => ({ chosen: { ...chosen, [kind]: tab } })),
}));

interface InspectorTabsProps {
  kind: string;
  tabs: readonly string[];
  /** A Tabs.Panel per tab. */
  children: ReactNode;
}

export function InspectorTabs({ kind, tabs, children }: InspectorTabsProps) {
  const chosen = useTabStore((state) => state.chosen[kind]);
  const choose = useTabStore((state) => state.choose);
  const value = chosen !== undefined && tabs.includes(chosen) ? chosen : (tabs[0] ?? null);
  return (
    <Tabs
      value={value}
      keepMounted={false}
      classNames={{
        root: classes.tabs ?? '',
        panel: classes.body ?? '',
        list: classes.tabList ?? '',
        tab: classes.tab ?? '',
      }}
      onChange={(tab) => {
        if (tab !== null) choose(kind, tab);
      }}
    >
      <Tabs.List>
        {tabs.map((tab) => (
          <Tabs.Tab key={tab} value={tab}>
            {tab}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {children}
    </Tabs>
  );
}
