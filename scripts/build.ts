/** npm run build */
import { build } from './lib/build.ts';

const startedAt = Date.now();
await build();
console.log(`Built into dist/ in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
