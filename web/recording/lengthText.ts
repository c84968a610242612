/** `0:12`, `10:00`. */
export function lengthText(lengthUs: number): string {
  const seconds = Math.max(0, Math.floor(lengthUs / 1_000_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** `12.345 s` */
export const secondsText = (us: number): string => `${(us / 1_000_000).toFixed(3)} s`;
