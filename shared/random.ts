/**
 * A seeded source of numbers in [0, 1): the same seed gives the same numbers on every machine, so a run with faults
 * or `random()` in it can be played again. Not for secrets.
 *
 * @param seed any number, or any text (a session's seed, a fault's id); both are hashed to 32 bits.
 */
export function seededRandom(seed: number | string): () => number {
  let state = hash(String(seed));
  // mulberry32 (Tommy Ettinger, public domain): 32 bits of state, which is plenty for dice.
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** FNV-1a with a final mix, so that seeds that differ in one character ("wire-1", "wire-2") start far apart. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  return value ^ (value >>> 13);
}
