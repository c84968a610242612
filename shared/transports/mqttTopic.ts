/**
 * Topics of MQTT stand as levels between slashes, which may be empty. In a filter `+` is one whole level, and a last `#` any
 * number of them, none included. Source: MQTT 3.1.1, section 4.7; control characters are left out, as mosquitto has it.
 */

const maxLevels = 200;
// oxlint-disable-next-line no-control-regex
const forbidden = /[\u0000-\u001f\u007f-\u009f\ufffd]/;

/** Whether a text can stand in a topic or a filter at all. */
export function isMqttText(text: string): boolean {
  return text !== '' && text.length <= 65_535 && !forbidden.test(text) && text.split('/').length <= maxLevels;
}

/** What can be published to. */
export const isMqttTopic = (text: string): boolean => isMqttText(text) && !/[+#]/.test(text);

/** What can be subscribed to, without a `$share/group/` before it. */
export function isMqttFilter(text: string): boolean {
  const levels = text.split('/');
  return (
    isMqttText(text) &&
    levels.every((level, index) => {
      if (level === '#') return index === levels.length - 1;
      return level === '+' || !/[+#]/.test(level);
    })
  );
}

/** Whether a topic is one of those that a filter wants. A wildcard at the beginning does not reach topics that begin with `$`. */
export function matchesMqttFilter(filter: readonly string[], topic: readonly string[]): boolean {
  const [first] = filter;
  if ((first === '+' || first === '#') && topic[0]?.startsWith('$') === true) return false;
  for (const [index, level] of filter.entries()) {
    if (level === '#') return true;
    if (index >= topic.length || (level !== '+' && level !== topic[index])) return false;
  }
  return filter.length === topic.length;
}

/** Before every topic of a session on a broker that others share: wildcards stand for whole levels, so it ends in a slash. */
export const mqttPrefix = (prefix = ''): string => prefix.replace(/\.$/, '/');
