import { useRef } from 'react';
import type { Flow } from '#shared/flow/flow.ts';
import type { FlowPlace } from './changedPlaces.ts';
import { useFlowAt } from './useFlowAt.ts';

/**
 * An item of the flow as far as its box or label shows it: the same object while only its place changes, and the last one
 * there was while it leaves. So neither moving two hundred boxes nor taking them away draws a single one of them anew.
 */
export function useDrawnItem<T extends object>(place: FlowPlace, select: (flow: Flow) => T | undefined): T | undefined {
  const last = useRef<T>(undefined);
  return useFlowAt(place, ({ flow }) => {
    const item = select(flow);
    if (item !== undefined && !isSameButPlace(item, last.current)) last.current = item;
    return last.current;
  });
}

function isSameButPlace<T extends object>(item: T, other: T | undefined): boolean {
  if (item === other || other === undefined) return item === other;
  const keys = Object.keys({ ...item, ...other }) as (keyof T)[];
  return keys.every((key) => key === 'position' || item[key] === other[key]);
}
