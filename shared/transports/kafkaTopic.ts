const longestTopic = 249;

/** Whether a text can be the name of a Kafka topic, as it stands. */
export function isKafkaTopic(text: string): boolean {
  return text !== '.' && text !== '..' && text.length <= longestTopic && /^[a-zA-Z0-9._-]+$/.test(text);
}
