/** The client broke the protocol: it gets `-ERR '…'` and is closed. */
export class ProtocolError extends Error {
  override name = 'ProtocolError';
}
