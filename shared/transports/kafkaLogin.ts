/** User and password of a Kafka as kafkajs takes them: SASL PLAIN. */
export function kafkaLogin({ username, password }: { username?: string | undefined; password?: string | undefined }): {
  sasl?: { mechanism: 'plain'; username: string; password: string };
} {
  return username === undefined ? {} : { sasl: { mechanism: 'plain', username, password: password ?? '' } };
}
