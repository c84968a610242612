import type { Action } from './action.ts';
import { drawActions, editActions } from './editActions.ts';
import { helpActions, runActions, viewActions } from './viewActions.ts';

/** Everything one can do, the one list behind keys, menus, the shortcut card and Ctrl K. */
export const actions: readonly Action[] = [
  ...drawActions,
  ...editActions,
  ...viewActions,
  ...runActions,
  ...helpActions,
];
