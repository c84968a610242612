import type { Fault } from '../faults/fault.ts';
import { applyEdits } from '../flow/edits.ts';
import type { Flow } from '../flow/flow.ts';
import type { Act } from './act.ts';

/** How a playground stood at one moment. */
export interface Standing {
  atUs: number;
  flow: Flow;
  faults: readonly Fault[];
}

/** What an act made of it. An edit that does not fit changes nothing. */
export function standingAfter({ flow, faults }: Standing, act: Act): Standing {
  const { atUs } = act;
  switch (act.act) {
    case 'edit': {
      const applied = applyEdits(flow, act.edits);
      return { atUs, flow: applied.ok ? applied.value : flow, faults };
    }
    case 'replaceFlow':
      return { atUs, flow: act.flow, faults };
    case 'putFault':
      return { atUs, flow, faults: [...faults.filter(({ id }) => id !== act.fault.id), act.fault] };
    case 'mendFault':
    case 'faultEnded':
      return { atUs, flow, faults: faults.filter(({ id }) => id !== act.fault) };
    case 'actOnService':
    case 'actOnBroker':
      return { atUs, flow, faults };
  }
}
