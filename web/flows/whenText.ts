const day = 24 * 60 * 60_000;

/** `just now`, `12 min ago`, `at 14:05`, `12 Mar 2026`: when something was, as people say it. Both times in ms since 1970. */
export function whenText(at: number, now: number): string {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const date = new Date(at);
  const isToday = now - at < day && date.getDate() === new Date(now).getDate();
  if (isToday) return `at ${date.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })}`;
  return date.toLocaleDateString(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
}
