import type { Icon } from '@tabler/icons-react';
import type { Listener } from '#shared/transports/transport.ts';

/** How a transport looks wherever it is shown: box, palette, listener form, timeline bar. */
export interface TransportLook {
  /** `TCP` */
  label: string;
  /** What the palette calls a service that listens on it. */
  serviceName: string;
  explain: string;
  icon: Icon;
  /** A colour of the Mantine theme; shade 5 on dark, 6 on light keeps lines and text readable. */
  color: string;
  /** A new listener; `broker` is the first broker that fits, when the transport needs one. */
  create: (broker?: string) => Listener;
}

/** The transport's colour as a line or a fill, in the current colour scheme. */
export const transportColor = (look: Pick<TransportLook, 'color'>): string =>
  `var(--mantine-color-${look.color}-filled)`;
