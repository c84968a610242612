/** Gets the browser and the brokers that `npm test` wants; `npm test` does this by itself. */
import { setUp } from './lib/setUp.ts';

await setUp({ browser: true, brokers: true });
