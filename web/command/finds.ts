import { IconArrowsExchange, IconBook2, IconBox, IconPlayerPlay, IconSend } from '@tabler/icons-react';
import { exampleMenu } from '#shared/examples/menu.ts';
import type { FaultKind } from '#shared/faults/fault.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { patternText } from '#shared/flow/pattern.ts';
import { canvasView } from '../canvas/canvasView.ts';
import { useGeometryStore } from '../canvas/geometryStore.ts';
import { pickFault } from '../chaos/chaosStore.ts';
import { targetWords } from '../chaos/targetWords.ts';
import { command } from '../connection/connection.ts';
import { lookOf } from '../faults/faultBadge.ts';
import { faultLooks } from '../faults/index.ts';
import { isReadOnly } from '../flow/accessStore.ts';
import { boxesOf } from '../flow/placed.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { useSelectionStore, type Selectable } from '../flow/selectionStore.ts';
import { freePlace } from '../palette/freePlace.ts';
import { insertItem } from '../palette/insert.ts';
import { paletteItems } from '../palette/items.ts';
import { transportLooks } from '../transports/index.ts';
import { mainTransport } from '../transports/mainTransport.ts';
import { useNotices } from '../ui/notices.ts';
import type { Choosable } from '../ui/TypeAhead.tsx';
import { isPossible } from './action.ts';
import { actions } from './actions.ts';
import { keysText } from './keys.ts';

export interface Find extends Choosable {
  run: () => void;
}

/** Everything that Ctrl K finds: what one can do, what can be put on the canvas, what stands there, and the examples. */
export function findsIn(flow: Flow): Find[] {
  return [...doing(flow), ...adding(), ...going(flow), ...opening()];
}

function doing(flow: Flow): Find[] {
  const sends = Object.entries(flow.drivers).map(([id, { name, request }]): Find => ({
    id: `send ${id}`,
    label: `Send ${name}`,
    group: 'Do',
    hint: request,
    icon: IconPlayerPlay,
    color: 'green',
    run: () =>
      void command('drive', { driver: id }).then((answer) => {
        if (!answer.ok) useNotices.getState().say('bad', answer.problem.message);
      }),
  }));
  const known = actions
    .filter((action) => action.id !== 'find' && isPossible(action))
    .map(({ id, label, keys, icon, group, run }): Find => ({
      id: `do ${id}`,
      label: label.replace(/…$/, ''),
      group: 'Do',
      words: group,
      hint: keys?.[0] === undefined ? undefined : keysText(keys[0]),
      icon,
      run,
    }));
  const breaks = (Object.keys(faultLooks) as FaultKind[]).map((kind): Find => ({
    id: `break ${kind}`,
    label: `Break: ${lookOf(kind).label}`,
    group: 'Do',
    words: lookOf(kind).explain,
    hint: targetWords(kind).join(', '),
    icon: lookOf(kind).icon,
    color: 'red',
    run: () => pickFault(kind, { byKeys: true }),
  }));
  return [...sends, ...known, ...(isReadOnly() ? [] : breaks)];
}

function adding(): Find[] {
  if (isReadOnly()) return [];
  return paletteItems.map((item): Find => ({
    id: `add ${item.id}`,
    label: `Add ${/^[AEIOU]|^HTTP/.test(item.label) ? 'an' : 'a'} ${item.label}`,
    group: 'Add',
    words: item.explain,
    icon: item.icon,
    color: item.color,
    run: () => {
      const { flow } = useFlowStore.getState();
      insertItem(flow, item, freePlace(flow, canvasView().middle()));
    },
  }));
}

function going(flow: Flow): Find[] {
  const boxes = Object.entries(boxesOf(flow)).map(([id, { name }]): Find => {
    const service = flow.services[id];
    const look = service === undefined ? undefined : transportLooks[mainTransport(service)];
    const kind = kindOf(flow, id);
    return {
      id: `box ${id}`,
      label: name,
      group: 'Go to',
      hint: look?.serviceName ?? kind,
      icon: look?.icon ?? IconBox,
      color: look?.color,
      run: () => goTo(id, { kind, id }),
    };
  });
  const handlers = Object.entries(flow.services).flatMap(([service, { name, handlers: all }]) =>
    Object.entries(all).map(([id, { on }]): Find => ({
      id: `handler ${service} ${id}`,
      label: 'http' in on ? on.http : patternText('message' in on ? on.message : on.event),
      group: 'Handlers',
      hint: name,
      words: name,
      icon: IconSend,
      run: () => goTo(service, { kind: 'handler', id, service }),
    })),
  );
  const wires = Object.entries(flow.wires).map(([id, { name, from }]): Find => ({
    id: `wire ${id}`,
    label: name,
    group: 'Wires',
    hint: `from ${flow.services[from]?.name ?? from}`,
    icon: IconArrowsExchange,
    run: () => goTo(from, { kind: 'wire', id }),
  }));
  return [...boxes, ...handlers, ...wires];
}

function kindOf(flow: Flow, id: string): Selectable['kind'] {
  if (Object.hasOwn(flow.services, id)) return 'service';
  if (Object.hasOwn(flow.brokers, id)) return 'broker';
  if (Object.hasOwn(flow.registries ?? {}, id)) return 'registry';
  return Object.hasOwn(flow.drivers, id) ? 'driver' : 'external';
}

function goTo(box: string, item: Selectable): void {
  const rect = useGeometryStore.getState().boxes.get(box);
  if (rect !== undefined) canvasView().show(rect);
  useSelectionStore.getState().select(item);
}

function opening(): Find[] {
  return exampleMenu.map(({ id, name, description }): Find => ({
    id: `example ${id}`,
    label: `Open the example ${name}`,
    group: 'Examples, in a new playground',
    words: description,
    icon: IconBook2,
    run: () => window.location.assign(`/?example=${id}`),
  }));
}
