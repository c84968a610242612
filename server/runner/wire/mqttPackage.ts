import { loadPackage } from '@nestjs/common/internal';
import * as mqtt from 'mqtt';

/**
 * Nest's client asks for its driver by `createRequire`, which no bundler sees. It looks into this cache first, so whoever
 * makes a client or a server imports the driver from here.
 */
await loadPackage('mqtt', 'Patchbay', () => Promise.resolve(mqtt));

export { mqtt };
