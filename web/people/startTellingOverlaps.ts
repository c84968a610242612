import { useFlowStore } from '../flow/flowStore.ts';
import { useNotices } from '../ui/notices.ts';
import { overlapText } from './overlapText.ts';
import { nameOf } from './peopleStore.ts';

/** Two people changed the same: the last one holds, and the other one is told whose it is. */
export function startTellingOverlaps(): () => void {
  return useFlowStore.subscribe(({ overtaken, flow }, before) => {
    if (overtaken === undefined || overtaken === before.overtaken) return;
    const text = overlapText(nameOf(overtaken.by), overtaken.edits, flow);
    if (text !== undefined) useNotices.getState().say('info', text);
  });
}
