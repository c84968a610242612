import { create } from 'zustand';
import type { ReplayDiff } from '#shared/recording/diff/diffReplay.ts';

/** How far the replay of the recording on the screen is. */
export type ReplayState =
  | { state: 'none' }
  | { state: 'running'; done: number; all: number }
  | { state: 'done'; diff: ReplayDiff }
  | { state: 'failed'; why: string };

export const useReplay = create<{ replay: ReplayState }>(() => ({ replay: { state: 'none' } }));

export const setReplay = (replay: ReplayState): void => useReplay.setState({ replay });
