/** `14:03:07.412`, on this computer's clock. */
export function clockText(atUs: number): string {
  const at = new Date(atUs / 1000);
  const ms = String(at.getMilliseconds()).padStart(3, '0');
  return `${at.toLocaleTimeString('en-GB', { hour12: false })}.${ms}`;
}

/** How long before the newest event that is known: `12.4 s before the newest`. */
export function beforeText(atUs: number, endUs: number): string {
  const ms = (endUs - atUs) / 1000;
  if (ms <= 0) return 'the newest';
  if (ms < 1000) return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms before the newest`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s before the newest`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s before the newest`;
}
