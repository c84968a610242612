/** A moment of a session in its address: `#at=1770000000000000`, in microseconds since 1970 on the clock of the events. */
export const momentHash = (atUs: number): string => `#at=${Math.round(atUs)}`;

/** Undefined when the address asks for no moment, or in a way that nobody can read. */
export function readMomentHash(hash: string): number | undefined {
  const at = new URLSearchParams(hash.replace(/^#/, '')).get('at');
  return at !== null && /^\d{15,16}$/.test(at) ? Number(at) : undefined;
}
