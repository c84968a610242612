import type { FaultKind } from '#shared/faults/fault.ts';
import { command } from '../connection/connection.ts';
import { lookOf } from '../faults/faultBadge.ts';
import { forgetMended } from '../faults/mended.ts';
import { newFaultId } from '../faults/newFaultId.ts';
import { choosePlace } from '../faults/placeStore.ts';
import { useSelectionStore } from '../flow/selectionStore.ts';
import { chooseTab } from '../inspector/tabStore.ts';
import { useNotices } from '../ui/notices.ts';
import type { Aim } from './aims.ts';
import { putBack, sayBroken } from './chaosStore.ts';

/** Puts the fault in the hand, with its usual settings, on a thing, and shows it there, where it can be set. */
export async function breakIt(kind: FaultKind, aim: Aim): Promise<void> {
  const { name, target, item, listener } = aim;
  const { label, create } = lookOf(kind);
  putBack(`${label} is being put on ${name}.`);
  useSelectionStore.getState().select(item);
  chooseTab(item.kind, 'Faults');
  if (item.kind === 'service') choosePlace(`service:${item.id}`, { listener });
  const answer = await command('putFault', { fault: create({ id: newFaultId(kind), target }) });
  if (answer.ok) {
    forgetMended();
    sayBroken(`${label} is on ${name}.`);
  } else {
    sayBroken('');
    useNotices.getState().say('bad', answer.problem.message);
  }
}
