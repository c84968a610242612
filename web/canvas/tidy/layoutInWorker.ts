import type { ElkNode } from 'elkjs/lib/elk-api.js';

/** Lets ELK lay a graph out in a worker of its own, loaded when it is first asked for and closed when it has answered. */
export async function layoutInWorker(graph: ElkNode): Promise<ElkNode> {
  const [{ default: Elk }, { default: url }] = await Promise.all([
    import('elkjs/lib/elk-api.js'),
    import('elkjs/lib/elk-worker.min.js?url'),
  ]);
  const worker = new Worker(url);
  try {
    return await new Promise<ElkNode>((resolve, reject) => {
      // ELK itself would wait for ever for a worker that could not be loaded.
      worker.addEventListener('error', (event) =>
        reject(new Error(event.message || 'The worker could not be loaded.')),
      );
      const elk = new Elk({ workerFactory: () => worker });
      elk.layout(graph).then(resolve, reject);
    });
  } finally {
    worker.terminate();
  }
}
