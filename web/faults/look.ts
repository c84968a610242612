import type { Icon } from '@tabler/icons-react';
import type { NameInScope } from '../ui/nameInScope.ts';
import type { CommonSetting } from './sorts.ts';
import type { Fault, FaultKind, FaultOf, FaultTarget } from '#shared/faults/fault.ts';

interface FieldBase<N> {
  name: N;
  /** With its unit: `delay, ms`. */
  label: string;
}

/** One thing a kind of fault can be set to. */
export type FaultField<N extends string = string> =
  | (FieldBase<N> & { type: 'number'; min: number; max: number; step: number; optional?: boolean; whole?: boolean })
  | (FieldBase<N> & { type: 'text' })
  | (FieldBase<N> & { type: 'pattern' })
  /** A JavaScript expression over these names. */
  | (FieldBase<N> & { type: 'expression'; names: readonly NameInScope[] });

type CommonField = 'id' | 'kind' | 'target' | CommonSetting;

/** How one kind of fault looks: its words, its settings, its badge. */
export interface FaultLook<K extends FaultKind> {
  label: string;
  explain: string;
  icon: Icon;
  fields: readonly FaultField<Exclude<keyof FaultOf<K>, CommonField> & string>[];
  /** The field that also has a slider, and how far that goes; the field itself goes further. */
  slider?: { field: string; max: number; step: number };
  /** Common settings that mean nothing for this kind, though they do for others of its sort. */
  without?: readonly CommonSetting[];
  /** What the wire, handler or box says while it is on: `+900 ms`. */
  badge: (fault: FaultOf<K>) => string;
  create: (base: { id: string; target: FaultTarget }) => FaultOf<K>;
}

/** A look of which only is known that it is one of them. */
export interface AnyFaultLook extends Pick<FaultLook<FaultKind>, 'label' | 'explain' | 'icon' | 'slider' | 'without'> {
  fields: readonly FaultField[];
  badge: (fault: Fault) => string;
  create: (base: { id: string; target: FaultTarget }) => Fault;
}

export type FaultLooks = { [K in FaultKind]: FaultLook<K> };

/** Ten minutes: the longest time a fault may hold something up. */
export const maxFaultMs = 600_000;
