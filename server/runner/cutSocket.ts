import type { TcpSocket } from '@nestjs/microservices';

/**
 * Ends the connection of Nest's TCP client at once. While it is being made, Nest waits for it to open or to fail, and its end
 * alone would be neither: whoever asked for it would wait for ever.
 */
export function cutSocket({ netSocket }: TcpSocket): void {
  netSocket.destroy(netSocket.connecting ? new Error('Connection closed') : undefined);
}
