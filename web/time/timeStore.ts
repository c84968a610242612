import { create } from 'zustand';
import type { Picture } from '../canvas/overlay/pastPicture.ts';
import type { Past } from './past.ts';

/** What can be looked back at, once it is indexed. */
export interface Indexed {
  past: Past;
  pictureAt: (atUs: number, lingerUs: number) => Picture;
}

interface TimeState {
  /** Whether the time bar is there. */
  isOpen: boolean;
  indexed: Indexed | undefined;
  /** Counts up when more has been indexed. */
  version: number;
  /** The moment on the canvas, in microseconds of the events' clock; undefined = now. */
  atUs: number | undefined;
  /** What one step of whoever drags skips. */
  lingerUs: number;
}

export const closedTime: TimeState = {
  isOpen: false,
  indexed: undefined,
  version: 0,
  atUs: undefined,
  lingerUs: 0,
};

/** Where on the bar of time somebody is. What the views show at that moment is in the trace store. */
export const useTime = create<TimeState>(() => closedTime);
