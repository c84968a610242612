/** The bytes are not RESP. The client gets `-ERR Protocol error: …` and is closed, as by Redis. */
export class ProtocolError extends Error {
  override name = 'ProtocolError';

  constructor(reason: string) {
    super(`Protocol error: ${reason}`);
  }
}
