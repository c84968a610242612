import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Inspector.module.css';
import { chooseTab, useTabStore } from './tabStore.ts';

interface InspectorTabsProps {
  kind: string;
  tabs: readonly string[];
  /** A Tabs.Panel per tab. */
  children: ReactNode;
}

export function InspectorTabs({ kind, tabs, children }: InspectorTabsProps) {
  const chosen = useTabStore((state) => state.chosen[kind]);
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
        if (tab !== null) chooseTab(kind, tab);
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
