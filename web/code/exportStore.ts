import { create } from 'zustand';
import { openDialog } from '../command/commandStore.ts';

/** The file that the export shows first. */
export const useExportStore = create<{ path: string | undefined }>(() => ({ path: undefined }));

/** Opens the export, at a file when one is given. */
export function openExport(path?: string): void {
  useExportStore.setState({ path });
  openDialog('export');
}
