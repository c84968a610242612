/** Levels of a topic stand between slashes and may be empty; `+` is one level, a last `#` any number of them, none included. */

const maxLevels = 200;
// oxlint-disable-next-line no-control-regex
const forbidden = /[\u0000-\u001f\u007f-\u009f\ufffd]/;

/** What can be published to. */
export const isTopic = (text: string): boolean => isText(text) && !/[+#]/.test(text);

/** What can be subscribed to, `$share/group/` already taken off. */
export function isFilter(text: string): boolean {
  if (!isText(text)) return false;
  const levels = text.split('/');
  return levels.every((level, index) => {
    if (level === '#') return index === levels.length - 1;
    return level === '+' || !/[+#]/.test(level);
  });
}

export interface Wanted {
  readonly filter: string;
  /** Of all that subscribe to the same filter with it, each message goes to a single one. */
  readonly group?: string | undefined;
}

/** `$share/group/filter`, or a filter alone; undefined when it is neither. */
export function readFilter(text: string): Wanted | undefined {
  if (!text.startsWith('$share/') && text !== '$share') return isFilter(text) ? { filter: text } : undefined;
  const [, group = '', ...rest] = text.split('/');
  const filter = rest.join('/');
  return group !== '' && !/[+#]/.test(group) && isText(group) && isFilter(filter) ? { filter, group } : undefined;
}

export const hasWildcard = (levels: readonly string[]): boolean => levels.includes('+') || levels.includes('#');

/** A wildcard at the beginning does not reach topics that begin with `$`. */
export function matches(filter: readonly string[], topic: readonly string[]): boolean {
  const [first] = filter;
  if ((first === '+' || first === '#') && topic[0]?.startsWith('$') === true) return false;
  for (const [index, level] of filter.entries()) {
    if (level === '#') return true;
    if (index >= topic.length || (level !== '+' && level !== topic[index])) return false;
  }
  return filter.length === topic.length;
}

function isText(text: string): boolean {
  return text !== '' && text.length <= 65_535 && !forbidden.test(text) && text.split('/').length <= maxLevels;
}
