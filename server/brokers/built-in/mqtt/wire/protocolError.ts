/** The client does not keep to MQTT: its connection ends. MQTT 3.1.1 has no packet that would tell it why. */
export class ProtocolError extends Error {
  override name = 'ProtocolError';
}
