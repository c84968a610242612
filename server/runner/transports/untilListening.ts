/** How long a server waits for a broker that neither answers nor refuses, or for members of its group that are slow, in ms. */
export const maxListenMs = 2000;

/**
 * Runs `begin` with what it has to call when the server listens, or when its broker turned out to be away: a service starts
 * all the same, and the server goes on trying by itself. After `maxListenMs` that is taken as said. `callback` is called once,
 * then the promise resolves; it never rejects.
 */
export function untilListening(callback: () => void, begin: (listening: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const listening = once(() => {
      clearTimeout(timer);
      callback();
      resolve();
    });
    const timer = setTimeout(listening, maxListenMs);
    begin(listening);
  });
}

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    act();
  };
}
