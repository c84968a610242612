import type { Fault } from '#shared/faults/fault.ts';

/** The settings of a fault by name: which ones a kind has, its look lists. */
export const settingsOf = (fault: Fault): Readonly<Record<string, unknown>> => fault;

/** The fault with one setting changed; undefined leaves it out. */
export function setOn(fault: Fault, name: string, value: unknown): Fault {
  const { [name]: _old, ...rest } = settingsOf(fault);
  return (value === undefined ? rest : { ...rest, [name]: value }) as unknown as Fault;
}
