import type { Flow } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import type { Held } from './heldStore.ts';

/** A place of the canvas at which messages are held. */
export type HeldPlace = { wire: string } | { service: string; handler: string | undefined };

/** Whether a message is held there. One at a listener whose pattern no handler answers is held at its service. */
export function isHeldAt(held: Held, place: HeldPlace): boolean {
  if ('wire' in place) return held.wire === place.wire;
  return held.wire === undefined && held.service === place.service && held.handler === place.handler;
}

/** `on PAYMENTS, from gateway #2`; `at payments`. */
export function heldPlaceText(flow: Flow, { wire, service = '', replica = 0, leg }: Held): string {
  const box = own(flow.services, service);
  const name = box?.name ?? service;
  const who = box !== undefined && box.replicas > 1 ? `${name} #${replica + 1}` : name;
  if (wire === undefined) return `at ${who}`;
  return `on ${own(flow.wires, wire)?.name ?? wire}, ${leg === 'request' ? 'from' : 'back to'} ${who}`;
}
