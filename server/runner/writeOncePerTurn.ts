import type { Socket } from 'node:net';

/** Below what Node holds before it asks the writer to wait. */
const maxCorkedBytes = 8192;

/**
 * What is written to `socket` in one turn of the event loop leaves as one write: a system call for each of 64 messages that are
 * answered in the same turn costs more than all else about them. Nothing waits longer than that turn, so unlike Nagle's
 * algorithm it delays no message.
 */
export function writeOncePerTurn(socket: Socket): void {
  // `connect` would put Node's own `write` back.
  if (socket.pending) socket.once('connect', () => gather(socket));
  else gather(socket);
}

function gather(socket: Socket): void {
  const write = socket.write.bind(socket) as (...chunk: unknown[]) => boolean;
  let isCorked = false;
  const uncork = (): void => {
    if (!isCorked) return;
    isCorked = false;
    socket.uncork();
  };
  socket.write = (...chunk: unknown[]): boolean => {
    if (socket.writableLength > maxCorkedBytes) uncork();
    else if (!isCorked) {
      isCorked = true;
      socket.cork();
      process.nextTick(uncork);
    }
    return write(...chunk);
  };
}
