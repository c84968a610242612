import { connect } from 'node:net';
import type { BrokerAddress } from '#shared/ipc.ts';

/** The least that a client can ask a broker, in the broker's own protocol: a port that is open proves nothing. */
export interface BrokerQuestion {
  /** What a client says first, login and all. */
  ask(address: BrokerAddress): Uint8Array;
  /**
   * Of what has come so far. Undefined: not enough to tell.
   * @throws Error with the reason when it is a refusal
   */
  isAnswer(read: Buffer): boolean;
  /** What the protocol wants to hear before the connection ends. */
  leave?: Uint8Array;
}

const maxAnswer = 64 * 1024;

/**
 * Opens a connection of its own, asks and closes it. Resolves when the broker has answered.
 * Rejects with the reason, and when the signal is aborted.
 */
export function askBroker(question: BrokerQuestion, address: BrokerAddress, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let read = Buffer.alloc(0);
    const socket = connect({ host: address.host, port: address.port, noDelay: true });
    const end = (error?: Error): void => {
      signal.removeEventListener('abort', aborted);
      if (error === undefined) socket.end(question.leave ?? '');
      else socket.destroy();
      // One that does not close its side in turn must not keep ours.
      socket.setTimeout(500, () => socket.destroy());
      if (error === undefined) resolve();
      else reject(error);
    };
    const aborted = (): void => end(new Error('It gave no answer in time.'));
    signal.addEventListener('abort', aborted, { once: true });
    socket.on('connect', () => socket.write(question.ask(address)));
    socket.on('data', (bytes) => {
      if (socket.writableEnded || socket.destroyed) return;
      read = Buffer.concat([read, bytes]);
      try {
        if (question.isAnswer(read)) end();
        else if (read.length > maxAnswer) end(new Error('It answers with something else.'));
      } catch (error) {
        end(error instanceof Error ? error : new Error(String(error)));
      }
    });
    socket.on('error', (error) => end(error));
    socket.on('close', () => end(new Error('It closed the connection.')));
  });
}
