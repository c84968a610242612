import { loadPackage } from '@nestjs/common/internal';
import * as kafkajs from 'kafkajs';

/**
 * Nest's client asks for its driver by `createRequire`, which no bundler sees. It looks into this cache first, so whoever
 * makes a client or a server imports the driver from here.
 */
await loadPackage('kafkajs', 'Patchbay', () => Promise.resolve(kafkajs));

export { kafkajs };
