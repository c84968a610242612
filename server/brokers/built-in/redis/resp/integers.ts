const digits = /^(?:0|-?[1-9][0-9]{0,18})$/;
const smallest = -(2n ** 63n);
const largest = 2n ** 63n - 1n;

/** Exactly the decimal texts that Redis takes for a 64-bit integer: no sign `+`, no leading zero, no blank. */
export function parseInteger(bytes: Buffer): bigint | undefined {
  if (bytes.length > 20) return undefined;
  const text = bytes.toString('latin1');
  if (!digits.test(text)) return undefined;
  const value = BigInt(text);
  return fitsInteger(value) ? value : undefined;
}

export function fitsInteger(value: bigint): boolean {
  return value >= smallest && value <= largest;
}
