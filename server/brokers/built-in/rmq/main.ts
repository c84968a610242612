import { runBuiltIn } from '../builtInMain.ts';
import { startBroker } from './broker.ts';

runBuiltIn((port, folder) => startBroker(port, { folder }));
