import { CommandError } from '../commandError.ts';
import { fitsInteger } from '../resp/integers.ts';

export interface ExpiryReading {
  readonly unitMs: bigint;
  /** What the amount is counted from. */
  readonly baseMs: number;
  /** For the error's text. */
  readonly command: string;
  readonly mustBePositive?: boolean;
}

/** Unix time in ms at which a key shall go. */
export function readExpiry(amount: bigint, reading: ExpiryReading): number {
  const at = amount * reading.unitMs + BigInt(reading.baseMs);
  const wrong = (reading.mustBePositive === true && amount <= 0n) || !fitsInteger(amount * reading.unitMs);
  if (wrong || !fitsInteger(at)) throw new CommandError(`ERR invalid expire time in '${reading.command}' command`);
  return Number(at);
}
