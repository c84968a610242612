import { create } from 'zustand';
import type { Gap } from './stepTree.ts';

/** A step that is in the hand, by pointer or by key. Nothing of the flow changes before it is put down. */
interface Lift {
  key: number | undefined;
  by: 'pointer' | 'keys';
  label: string;
  /** Where it would go; undefined = back. */
  gap: Gap | undefined;
  /** Of the pointer, in the window. */
  point: { x: number; y: number };
}

const nothing: Lift = { key: undefined, by: 'keys', label: '', gap: undefined, point: { x: 0, y: 0 } };

export const useLift = create<Lift>(() => nothing);

export const lift = (key: number, by: Lift['by'], label: string): void =>
  useLift.setState({ ...nothing, key, by, label });
export const aimAt = (gap: Gap | undefined): void => {
  const before = useLift.getState().gap;
  if (before?.list !== gap?.list || before?.index !== gap?.index) useLift.setState({ gap });
};
export const movePoint = (point: Lift['point']): void => useLift.setState({ point });
export const letGo = (): void => useLift.setState(nothing);
