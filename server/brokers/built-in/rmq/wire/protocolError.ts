/** What AMQP calls an exception. The names are the ones that its reply texts begin with. */
const codes = {
  CONTENT_TOO_LARGE: 311,
  ACCESS_REFUSED: 403,
  NOT_FOUND: 404,
  RESOURCE_LOCKED: 405,
  PRECONDITION_FAILED: 406,
  FRAME_ERROR: 501,
  SYNTAX_ERROR: 502,
  COMMAND_INVALID: 503,
  CHANNEL_ERROR: 504,
  UNEXPECTED_FRAME: 505,
  RESOURCE_ERROR: 506,
  NOT_ALLOWED: 530,
  NOT_IMPLEMENTED: 540,
  INTERNAL_ERROR: 541,
} as const;

type CodeName = keyof typeof codes;

abstract class AmqpError extends Error {
  readonly code: number;

  constructor(name: CodeName, text: string) {
    super(`${name} - ${text}`);
    this.code = codes[name];
  }
}

/** Closes the channel that it happened on; the connection goes on. */
export class ChannelError extends AmqpError {
  override name = 'ChannelError';
}

/** Closes the connection. */
export class ConnectionError extends AmqpError {
  override name = 'ConnectionError';
}
