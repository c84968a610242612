const longestName = 249;

/** What Kafka takes for the name of a topic. */
export function isTopicName(name: string): boolean {
  return name !== '.' && name !== '..' && name.length <= longestName && /^[a-zA-Z0-9._-]+$/.test(name);
}
