// How a connection begins: start → start-ok → tune → tune-ok → open → open-ok. Then channels can be opened.
import type { Client } from './client.ts';
import type { Limits } from './limits.ts';
import { table, text, type Field, type FieldTable } from './wire/field.ts';
import type { Method } from './wire/methods.ts';
import { ConnectionError } from './wire/protocolError.ts';

/** The RabbitMQ that this broker was compared with. Clients switch features by it. */
const rabbitVersion = '3.10.8';
/** As RabbitMQ has them; there are no others. */
const login = '\0guest\0guest';
/** `frame_min_size` of the protocol. */
const leastFrameBytes = 4096;

const yes: Field = { type: 't', value: true };

const properties = table({
  product: text('Patchbay built-in broker'),
  version: text(rabbitVersion),
  platform: text('Node.js'),
  capabilities: {
    type: 'F',
    value: table({
      publisher_confirms: yes,
      'basic.nack': yes,
      consumer_cancel_notify: yes,
      'connection.blocked': yes,
      per_consumer_qos: yes,
      direct_reply_to: yes,
      authentication_failure_close: yes,
    }),
  },
});

type Stage = 'start' | 'tune' | 'open' | 'done';

export class Handshake {
  /** Seconds between signs of life, as agreed; 0: none are wanted. */
  heartbeatS = 0;
  channelMax: number;
  readonly #client: Client;
  readonly #limits: Limits;
  #stage: Stage = 'start';

  constructor(client: Client, limits: Limits) {
    this.#client = client;
    this.#limits = limits;
    this.channelMax = limits.channels;
  }

  get isDone(): boolean {
    return this.#stage === 'done';
  }

  begin(): void {
    this.#client.send(0, 'connection.start', { major: 0, minor: 9, properties, mechanisms: 'PLAIN', locales: 'en_US' });
  }

  /** What a client says on channel 0 until its connection is open. */
  take({ name, args }: Method): void {
    if (name === 'connection.start-ok' && this.#stage === 'start') {
      this.#readCapabilities(args.properties);
      if (args.mechanism !== 'PLAIN' || args.response !== login) throw refusedLogin(args.mechanism);
      const { channels, frameBytes, heartbeatS } = this.#limits;
      this.#client.send(0, 'connection.tune', { channelMax: channels, frameMax: frameBytes, heartbeat: heartbeatS });
      this.#stage = 'tune';
    } else if (name === 'connection.tune-ok' && this.#stage === 'tune') {
      this.#agree(args);
      this.#stage = 'open';
    } else if (name === 'connection.open' && this.#stage === 'open') {
      if (args.vhost !== '/') throw new ConnectionError('NOT_ALLOWED', `vhost ${args.vhost} not found`);
      this.#client.send(0, 'connection.open-ok', { reserved: '' });
      this.#stage = 'done';
    } else {
      throw new ConnectionError('COMMAND_INVALID', `'${name}' is not for a client to say now`);
    }
  }

  #agree({ channelMax, frameMax, heartbeat }: { channelMax: number; frameMax: number; heartbeat: number }): void {
    const { channels, frameBytes } = this.#limits;
    if (frameMax !== 0 && frameMax < leastFrameBytes) {
      throw new ConnectionError(
        'NOT_ALLOWED',
        `negotiated frame_max = ${frameMax} is lower than the minimum allowed value (${leastFrameBytes})`,
      );
    }
    if (frameMax > frameBytes) {
      throw new ConnectionError(
        'NOT_ALLOWED',
        `negotiated frame_max = ${frameMax} is higher than the maximum allowed value (${frameBytes})`,
      );
    }
    if (channelMax > channels) {
      throw new ConnectionError(
        'NOT_ALLOWED',
        `negotiated channel_max = ${channelMax} is higher than the maximum allowed value (${channels})`,
      );
    }
    // 0: the client sets no bound of its own.
    this.#client.frameMax = frameMax || frameBytes;
    this.channelMax = channelMax || channels;
    this.heartbeatS = heartbeat;
  }

  #readCapabilities(of: FieldTable): void {
    const field = of.get('capabilities');
    const has = (name: string): boolean => {
      const capability = field?.type === 'F' ? field.value.get(name) : undefined;
      return capability?.type === 't' && capability.value;
    };
    this.#client.hearsCancel = has('consumer_cancel_notify');
    this.#client.hearsBlocked = has('connection.blocked');
  }
}

const refusedLogin = (mechanism: string): ConnectionError =>
  new ConnectionError(
    'ACCESS_REFUSED',
    `Login was refused using authentication mechanism ${mechanism}. The built-in broker knows only guest with the password guest.`,
  );
