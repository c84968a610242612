import { z } from 'zod';
import { ProtocolError } from './wire/protocolError.ts';

const schema = z.object({
  verbose: z.boolean().optional(),
  pedantic: z.boolean().optional(),
  echo: z.boolean().optional(),
  headers: z.boolean().optional(),
  no_responders: z.boolean().optional(),
});

export interface ConnectOptions {
  /** Wants `+OK` for everything. */
  readonly verbose: boolean;
  /** Is told of subjects that cannot be published to. */
  readonly pedantic: boolean;
  /** Receives what it publishes itself. */
  readonly echo: boolean;
  readonly headers: boolean;
  /** Is told by a 503 when nobody listens to what it asks. */
  readonly noResponders: boolean;
}

/** Of a client that has not said `CONNECT` yet, as nats-server has them. */
export const initialOptions: ConnectOptions = {
  verbose: true,
  pedantic: true,
  echo: true,
  headers: false,
  noResponders: false,
};

/** What a `CONNECT` says, over what held before it. */
export function readConnect(text: string, before: ConnectOptions): ConnectOptions {
  const { no_responders: noResponders, ...said } = parse(text);
  const options = {
    verbose: said.verbose ?? before.verbose,
    pedantic: said.pedantic ?? before.pedantic,
    echo: said.echo ?? before.echo,
    headers: said.headers ?? before.headers,
    noResponders: noResponders ?? before.noResponders,
  };
  if (options.noResponders && !options.headers) throw new ProtocolError('no responders requires headers support');
  return options;
}

function parse(text: string): z.infer<typeof schema> {
  try {
    return schema.parse(JSON.parse(Buffer.from(text, 'latin1').toString('utf8')));
  } catch {
    throw new ProtocolError('Parser Error');
  }
}
