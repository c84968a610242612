/** The client broke the protocol. Kafka has no way to say so: it is closed. */
export class ProtocolError extends Error {
  override name = 'ProtocolError';
}
