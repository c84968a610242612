import { breakpointActions } from '../breakpoints/breakpointActions.ts';
import { monkeyActions } from '../chaos/monkey/monkeyActions.ts';
import { codeActions } from '../code/codeActions.ts';
import { keepActions } from '../flows/keepActions.ts';
import { switchActions } from '../transports/switch/switchActions.ts';
import { recordActions } from '../recording/recordActions.ts';
import type { Action } from './action.ts';
import { arrangeActions } from './arrangeActions.ts';
import { drawActions, editActions } from './editActions.ts';
import { followActions } from './followActions.ts';
import { processActions } from './processActions.ts';
import { speedActions } from './speedActions.ts';
import { helpActions, runActions, viewActions } from './viewActions.ts';

/** Everything one can do, the one list behind keys, menus, the shortcut card and Ctrl K. */
export const actions: readonly Action[] = [
  // Before what else Escape ends.
  ...followActions,
  ...drawActions,
  ...editActions,
  ...arrangeActions,
  ...switchActions,
  ...viewActions,
  ...runActions,
  ...speedActions,
  ...recordActions,
  ...breakpointActions,
  ...monkeyActions,
  ...processActions,
  ...keepActions,
  ...codeActions,
  ...helpActions,
];
