import { isMqttFilter, isMqttText } from '#shared/transports/mqttTopic.ts';

export interface Wanted {
  readonly filter: string;
  /** Of all that subscribe to the same filter with it, each message goes to a single one. */
  readonly group?: string | undefined;
}

/** `$share/group/filter`, or a filter alone; undefined when it is neither. */
export function readFilter(text: string): Wanted | undefined {
  if (!text.startsWith('$share/') && text !== '$share') return isMqttFilter(text) ? { filter: text } : undefined;
  const [, group = '', ...rest] = text.split('/');
  const filter = rest.join('/');
  return !/[+#]/.test(group) && isMqttText(group) && isMqttFilter(filter) ? { filter, group } : undefined;
}

export const hasWildcard = (levels: readonly string[]): boolean => levels.includes('+') || levels.includes('#');
