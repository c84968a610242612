import type { Icon } from '@tabler/icons-react';

/** Where a right click offers an action. */
export type Place = 'canvas' | 'box' | 'wire' | 'handler';

export const actionGroups = ['Draw', 'Edit', 'Arrange', 'View', 'Run', 'Break', 'Playground', 'Help'] as const;
export type ActionGroup = (typeof actionGroups)[number];

/** Something one can do: one entry makes it a key, a line of the shortcut card, an item of menus and of the list behind Ctrl K. */
export interface Action {
  id: string;
  label: string;
  group: ActionGroup;
  icon: Icon;
  /** `Ctrl+Shift+Z`; the first is the one that is shown. `Ctrl` is also the command key of a Mac. */
  keys?: readonly string[];
  /** Menus that offer it. */
  on?: readonly Place[];
  /** Left out where it would do nothing. */
  isPossible?: () => boolean;
  isDanger?: boolean;
  /** The browser itself hears these keys (copy and paste): only named here. */
  isNative?: boolean;
  /** Also while a button has the keyboard; otherwise Space and Enter press the button. */
  run: () => void;
}

export const isPossible = (action: Action): boolean => action.isPossible?.() ?? true;
