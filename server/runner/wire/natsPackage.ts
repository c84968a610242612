import { loadPackage } from '@nestjs/common/internal';
import * as nats from '@nats-io/transport-node';

/**
 * Nest's client asks for its driver by `createRequire`, which no bundler sees. It looks into this cache first, so whoever
 * makes a client or a server imports the driver from here.
 */
await loadPackage('@nats-io/transport-node', 'Patchbay', () => Promise.resolve(nats));

export { nats };
