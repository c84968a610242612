import { create } from 'zustand';

export type ConnectionState = 'connecting' | 'live' | 'reconnecting' | 'closed';

interface Connection {
  state: ConnectionState;
  /** Why it is closed, in words for a person. */
  reason: string;
}

/** How the page stands with its server. */
export const useConnectionStore = create<Connection>(() => ({ state: 'connecting', reason: '' }));
