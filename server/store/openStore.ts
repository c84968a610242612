import { join } from 'node:path';
import { Database } from './database.ts';
import { SavedFlows } from './savedFlows.ts';

export interface StoreOptions {
  /** Without a folder nothing outlives the process. */
  dataDir: string | undefined;
  now: () => number;
}

/** Opens the file of saved flows. Rejects with an Error that says what to do about it. */
export async function openStore({ dataDir, now }: StoreOptions): Promise<SavedFlows> {
  const file = dataDir === undefined ? undefined : join(dataDir, 'patchbay.db');
  try {
    const flows = new SavedFlows(await Database.open({ file }), now);
    await flows.sweep();
    return flows;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`Flows cannot be saved in ${dataDir}: ${why}. Type: DATA_DIR=<a folder of yours> npm start`, {
      cause: error,
    });
  }
}
