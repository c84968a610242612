import type { Json } from '#shared/json.ts';

/** Whole payloads, by the `seq` of their events, of the recording that is on the screen. */
export const recordedPayloads = new Map<number, Json>();
