import type { Fault, FaultKind } from '#shared/faults/fault.ts';
import { faultLooks } from './index.ts';
import type { AnyFaultLook } from './look.ts';

/** The look of a kind that is known only as one of them. */
export function lookOf(kind: FaultKind): AnyFaultLook {
  // Each entry takes only its own kind of fault, and is only ever given that: kind and fault come from one object.
  return faultLooks[kind] as unknown as AnyFaultLook;
}

/** What a broken thing says about itself: `RPC 30 %`, `+900 ms`. */
export function faultBadge(fault: Fault): string {
  const share = fault.rate < 1 ? ` ${Math.round(fault.rate * 100)} %` : '';
  return `${lookOf(fault.kind).badge(fault)}${share}`;
}
