import { IconDice5, IconPlayerStop, IconRefresh } from '@tabler/icons-react';
import type { Action } from '../../command/action.ts';
import { isReadOnly } from '../../flow/accessStore.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { callBack, letLooseAgain } from './monkeyCommands.ts';
import { showMonkey } from './monkeyStore.ts';

const isLoose = (): boolean => useFlowStore.getState().monkey?.running === true;
const wasLoose = (): boolean => useFlowStore.getState().monkey !== undefined;

/** What one can do with the chaos monkey. */
export const monkeyActions: readonly Action[] = [
  {
    id: 'monkey',
    label: 'Chaos monkey…',
    group: 'Break',
    icon: IconDice5,
    isPossible: () => !isReadOnly() || wasLoose(),
    run: () => showMonkey(true),
  },
  {
    id: 'monkeyStop',
    label: 'Stop the chaos monkey',
    group: 'Break',
    icon: IconPlayerStop,
    isPossible: () => isLoose() && !isReadOnly(),
    run: () => void callBack(),
  },
  {
    id: 'monkeyAgain',
    label: 'Let the chaos monkey loose again, with its seed',
    group: 'Break',
    icon: IconRefresh,
    isPossible: () => wasLoose() && !isReadOnly(),
    run: () => void letLooseAgain(),
  },
];
