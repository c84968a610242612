import { create } from 'zustand';
import type { BoxId } from './boxIds.ts';

/** The box whose name is being typed. */
export const useRenaming = create<{ box: BoxId | undefined }>(() => ({ box: undefined }));
