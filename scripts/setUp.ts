/** Gets the browser and the Redis that `npm test` wants; `npm test` does this by itself. */
import { setUp } from './lib/setUp.ts';

await setUp({ browser: true, redis: true });
