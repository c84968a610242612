/** Keys as texts: `Ctrl+Shift+Z`, `Delete`, `?`. Pure. */

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

const names: Readonly<Record<string, string>> = { space: ' ', plus: '+' };

/** Whether a pressed key is the one that `keys` names. A sign that needs Shift on some keyboards (`?`) is taken with and without. */
export function isPressed(keys: string, event: Pressed): boolean {
  const parts = keys.split('+');
  const key = parts.at(-1)?.toLowerCase() ?? '';
  const wants = (part: string): boolean => parts.slice(0, -1).includes(part);
  if ((event.ctrlKey || event.metaKey) !== wants('Ctrl') || event.altKey !== wants('Alt')) return false;
  const wanted = names[key] ?? key;
  const isSign = wanted.length === 1 && !/[a-z0-9 ]/.test(wanted);
  if (!isSign && event.shiftKey !== wants('Shift')) return false;
  return event.key.toLowerCase() === wanted;
}

const signs: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Plus: '+',
};

/** The keys one by one, as printed on them. */
export function keyCaps(keys: string, isMac = onMac()): string[] {
  return keys.split('+').map((part) => {
    if (isMac && part === 'Ctrl') return '⌘';
    if (isMac && part === 'Alt') return '⌥';
    return signs[part] ?? part;
  });
}

export const keysText = (keys: string, isMac = onMac()): string => keyCaps(keys, isMac).join(' ');

function onMac(): boolean {
  return typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);
}
