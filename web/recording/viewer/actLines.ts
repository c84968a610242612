import { own } from '#shared/flow/lookup.ts';
import type { Act } from '#shared/recording/act.ts';
import type { Recording } from '#shared/recording/recording.ts';
import { standingAfter, type Standing } from '#shared/recording/standing.ts';
import { targetName } from '../../chaos/targetName.ts';
import { faultLooks } from '../../faults/index.ts';
import { boxesOf } from '../../flow/placed.ts';

const verbs = { kill: 'Killed', stop: 'Stopped', start: 'Started', restart: 'Restarted' } as const;

/** What somebody did, each in a line. */
export function actLines({ startedAtUs, flow, faults, acts }: Recording): { act: Act; text: string }[] {
  let standing: Standing = { atUs: startedAtUs, flow, faults };
  return acts.map((act) => {
    const text = actText(standing, act);
    standing = standingAfter(standing, act);
    return { act, text };
  });
}

function actText({ flow, faults }: Standing, act: Act): string {
  switch (act.act) {
    case 'edit':
      return `Changed the drawing, ${act.edits.length} ${act.edits.length === 1 ? 'edit' : 'edits'}`;
    case 'replaceFlow':
      return 'Replaced the drawing';
    case 'putFault': {
      const { kind } = act.fault;
      return `Broke ${targetName(flow, act.fault)}: ${faultLooks[kind].label}`;
    }
    case 'mendFault':
    case 'faultEnded': {
      const fault = faults.find(({ id }) => id === act.fault);
      const what = fault === undefined ? act.fault : `${targetName(flow, fault)}: ${faultLooks[fault.kind].label}`;
      return act.act === 'mendFault' ? `Mended ${what}` : `Over by itself: ${what}`;
    }
    case 'actOnService':
    case 'actOnBroker': {
      const id = act.act === 'actOnService' ? act.service : act.broker;
      const name = own(boxesOf(flow), id)?.name ?? id;
      const replica = act.act === 'actOnService' && act.replica !== undefined ? `, replica ${act.replica + 1}` : '';
      return `${verbs[act.action]} ${name}${replica}`;
    }
  }
}
