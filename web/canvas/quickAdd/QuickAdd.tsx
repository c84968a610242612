import { IconArrowRight } from '@tabler/icons-react';
import { useMemo } from 'react';
import { own } from '#shared/flow/lookup.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { boxesOf, partKinds } from '../../flow/placed.ts';
import { useSelectionStore } from '../../flow/selectionStore.ts';
import { paletteItems } from '../../palette/items.ts';
import { useNotices } from '../../ui/notices.ts';
import { TypeAhead, type Choosable } from '../../ui/TypeAhead.tsx';
import { canvasView } from '../canvasView.ts';
import { partnersOf, placeJoined, type Join } from '../gestures/partners.ts';
import classes from './QuickAdd.module.css';
import { closeQuickAdd, type QuickAddAsk } from './quickAddStore.ts';

interface Choice extends Choosable {
  choose: () => string | undefined;
}

const width = 270;
const height = 340;

/** What can stand at the end of this line, or at this place: new boxes, and those that are there already. */
export function QuickAdd({ ask }: { ask: QuickAddAsk }) {
  const flow = useFlowStore((state) => state.flow);
  const items = useMemo(() => choicesFor(ask), [ask]);
  const at = canvasView().toScreen(ask.at);
  const close = (): void => {
    closeQuickAdd();
    canvasView().focus();
  };
  return (
    <>
      <div className={classes.behind} onPointerDown={close} />
      <div
        className={classes.card}
        role="dialog"
        aria-label={titleOf(ask.join, nameOf(flow, ask.join))}
        style={{
          left: Math.max(8, Math.min(at.x, window.innerWidth - width - 8)),
          top: Math.max(8, Math.min(at.y, window.innerHeight - height - 8)),
          width,
        }}
      >
        <TypeAhead<Choice>
          label={titleOf(ask.join, nameOf(flow, ask.join))}
          placeholder={titleOf(ask.join, nameOf(flow, ask.join))}
          items={items}
          nothing="Nothing that fits is called that."
          onPick={(choice) => {
            close();
            const why = choice.choose();
            if (why !== undefined) useNotices.getState().say('bad', why);
          }}
          onClose={close}
        />
      </div>
    </>
  );
}

function nameOf(flow: Parameters<typeof boxesOf>[0], join: Join): string {
  if (join === undefined) return '';
  if ('wire' in join) return own(flow.wires, join.wire)?.name ?? '';
  return own(boxesOf(flow), join.box)?.name ?? '';
}

function titleOf(join: Join, name: string): string {
  if (join === undefined) return 'What shall stand here?';
  if ('wire' in join) return `What goes into ${name}?`;
  return join.way === 'out' ? `What does ${name} lead to?` : `What leads to ${name}?`;
}

function choicesFor({ at, join }: QuickAddAsk): Choice[] {
  const { flow, edit } = useFlowStore.getState();
  // A new box hangs on the line by the side the line came to.
  const place = join !== undefined && !('wire' in join) && join.way === 'in' ? { x: at.x - 210, y: at.y } : at;
  const fresh = paletteItems.flatMap((item): Choice[] => {
    const placing = placeJoined(flow, item, { at: { x: place.x, y: place.y - 30 }, join });
    if (!placing.ok) return [];
    const { made } = placing;
    const choose = (): string | undefined => {
      const refusal = edit(made.edits);
      if (refusal === undefined) useSelectionStore.getState().select({ kind: partKinds[made.part], id: made.id });
      return refusal?.message;
    };
    const { id, label, group, icon, color, explain } = item;
    return [{ id: `new ${id}`, label, group: `New: ${group}`, icon, color, words: explain, choose }];
  });
  if (join === undefined || 'wire' in join) return fresh;
  const partners = partnersOf(flow, join).map(({ id, name, edits, wire }): Choice => {
    const choose = (): string | undefined => {
      const refusal = edit(edits);
      if (refusal === undefined && wire !== undefined) useSelectionStore.getState().select({ kind: 'wire', id: wire });
      return refusal?.message;
    };
    return { id: `there ${id}`, label: name, group: 'Already here', icon: IconArrowRight, choose };
  });
  return [...fresh, ...partners];
}
